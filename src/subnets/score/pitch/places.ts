import { type PitchCamera, type Projector, groundAt, projectorOf } from './camera.ts';
import { PITCH_LENGTH, PITCH_WIDTH, type PlanePoint } from './model.ts';

// Boxes of a frame as places on the pitch, and the ways that objects have come.

/** A box with its class and, where they are known, its object's id and side. */
export interface MappedBox {
  readonly x1: number;
  readonly x2: number;
  readonly y2: number;
  /** 0 ball, 1 goalkeeper, 2 player, 3 referee. */
  readonly cls_id: number;
  readonly id?: number | undefined;
  readonly side?: '1' | '2' | undefined;
}

/** An object on the pitch: metres as `model.ts` counts them. */
export interface Placed extends PlanePoint {
  readonly cls: number;
  readonly id: number | null;
  readonly side: '1' | '2' | null;
}

/** Farther than this beside the pitch is a spectator or a wrong box, metres. */
const BESIDE = 4;

function isOnMap({ x, y }: PlanePoint): boolean {
  return x > -BESIDE && x < PITCH_LENGTH + BESIDE && y > -BESIDE && y < PITCH_WIDTH + BESIDE;
}

/** Where each box stands: the middle of its lower edge on the ground; what is off the map is left out. */
export function placesOf(camera: PitchCamera, boxes: readonly MappedBox[]): Placed[] {
  const projector = projectorOf(camera);
  return boxes.flatMap(({ x1, x2, y2, cls_id, id, side }) => {
    const ground = groundAt(projector, { x: (x1 + x2) / 2, y: y2 });
    if (!ground || !isOnMap(ground)) return [];
    return [{ ...ground, cls: cls_id, id: id ?? null, side: side ?? null }];
  });
}

/** Columns at which the upper end of what the camera sees is looked for. */
const COLUMNS = 24;
/** Rows that are tried from the bottom up. */
const ROWS = 60;
/** Metres beyond the pitch that still count as seen ground. */
const SEEN_BESIDE = 3;

/** Outline of the ground that the camera sees, near edge first; cut off a little beyond the pitch. */
export function seenOutline(camera: PitchCamera): PlanePoint[] {
  const projector = projectorOf(camera);
  const columns = Array.from({ length: COLUMNS + 1 }, (_, i) => (camera.width * i) / COLUMNS);
  const ways = columns.map((x) => groundOfColumn(projector, x)).filter((way) => way.length > 0);
  const near = ways.flatMap((way) => way[0] ?? []);
  const far = ways.flatMap((way) => way.at(-1) ?? []);
  return [...near, ...far.toReversed()];
}

/** Ground points of a pixel column from the bottom of the picture up, near the pitch only. */
function groundOfColumn(projector: Projector, x: number): PlanePoint[] {
  const { height } = projector.camera;
  return Array.from({ length: ROWS + 1 }, (_, i) =>
    groundAt(projector, { x, y: height * (1 - i / ROWS) }),
  ).filter((point): point is PlanePoint => {
    if (!point) return false;
    const beside = Math.max(-point.x, point.x - PITCH_LENGTH, -point.y, point.y - PITCH_WIDTH);
    return beside < SEEN_BESIDE;
  });
}

/** The last places of each object, oldest first, by id. */
export type Trails = ReadonlyMap<number, readonly PlanePoint[]>;

export const NO_TRAILS: Trails = new Map();

/** Trails after another frame: at most `length` places each; an object that has gone has none. */
export function extendTrails(trails: Trails, places: readonly Placed[], length: number): Trails {
  return new Map(
    places.flatMap(({ id, x, y }) => {
      if (id === null) return [];
      return [[id, [...(trails.get(id) ?? []), { x, y }].slice(-length)] as const];
    }),
  );
}

/** Third of the pitch along its length: left, middle or right. */
export type Third = 0 | 1 | 2;

export function thirdOf({ x }: PlanePoint): Third {
  if (x < PITCH_LENGTH / 3) return 0;
  return x < (PITCH_LENGTH * 2) / 3 ? 1 : 2;
}
