import type { DecodedImage } from '../../contract.ts';
import { type ShirtColour, meanColour, shirtColour } from './shirt.ts';
import { type Side, type Split, splitShirts } from './sides.ts';

// The shirts of a clip's players by their ids: one player in many frames is surer than in one.

interface Person {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly cls_id: number;
  readonly id?: number;
}

export interface Wardrobe {
  /** Remembers the shirts of a frame's players; without an id nobody is remembered. */
  look(image: DecodedImage, boxes: readonly Person[]): void;
  /** The side of each player among `ids` (all who were ever seen where it is absent). */
  sides(ids?: readonly number[]): {
    readonly byId: ReadonlyMap<number, Side>;
    readonly colours: Split['colours'];
  };
}

/** Goalkeepers and referees wear what they like. */
const PLAYER = 2;
/** Looks at a player that count: a shirt does not change, and a clip may be long. */
const LOOKS = 25;

export function createWardrobe(): Wardrobe {
  const looks = new Map<number, ShirtColour[]>();
  return {
    look(image, boxes) {
      for (const box of boxes) {
        if (box.id === undefined || box.cls_id !== PLAYER) continue;
        const seen = looks.get(box.id) ?? [];
        const colour = shirtColour(image, box);
        if (colour) looks.set(box.id, [...seen, colour].slice(-LOOKS));
      }
    },
    sides(ids = [...looks.keys()]) {
      const known = ids.filter((id) => looks.has(id));
      const { sides, colours } = splitShirts(known.map((id) => meanColour(looks.get(id) ?? [])));
      const byId = new Map<number, Side>();
      for (const [index, id] of known.entries()) {
        const side = sides[index];
        if (side) byId.set(id, side);
      }
      return { byId, colours };
    },
  };
}
