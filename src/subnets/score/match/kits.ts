import { type Rng, randomBetween, randomInt, shuffled } from '../../../shared/rng.ts';

/** Red, green, blue 0..255 as seen in full light. */
export type Colour = readonly [red: number, green: number, blue: number];

export const SHIRT_PATTERNS = ['plain', 'stripes', 'hoops', 'half', 'plain'] as const;

export interface Kit {
  readonly name: string;
  readonly shirt: Colour;
  readonly second: Colour;
  readonly pattern: (typeof SHIRT_PATTERNS)[number];
  readonly shorts: Colour;
  readonly socks: Colour;
}

export interface Looks {
  readonly skin: Colour;
  readonly hair: Colour;
  readonly boots: Colour;
  /** Metres. */
  readonly height: number;
  /** Breadth of the body, about 1. */
  readonly build: number;
}

const SHIRTS: readonly (readonly [string, Colour])[] = [
  ['red', [196, 28, 34]],
  ['blue', [34, 66, 178]],
  ['white', [236, 236, 238]],
  ['yellow', [236, 206, 38]],
  ['sky', [116, 178, 228]],
  ['claret', [122, 24, 48]],
  ['navy', [28, 34, 84]],
  ['orange', [236, 116, 26]],
  ['black', [34, 34, 38]],
];
const KEEPERS: readonly Colour[] = [
  [230, 80, 150],
  [236, 136, 30],
  [90, 210, 220],
  [226, 224, 60],
];
const REFEREE: readonly Colour[] = [
  [32, 32, 36],
  [236, 226, 60],
];
const SKINS: readonly Colour[] = [
  [226, 178, 148],
  [212, 160, 126],
  [178, 124, 90],
  [122, 80, 56],
  [88, 58, 42],
];
const HAIRS: readonly Colour[] = [
  [30, 24, 20],
  [52, 36, 26],
  [96, 68, 42],
  [186, 152, 96],
  [20, 18, 18],
];
const BOOTS: readonly Colour[] = [
  [26, 26, 28],
  [230, 230, 230],
  [232, 84, 40],
  [90, 226, 90],
];
const WHITE: Colour = [232, 232, 234];
const BLACK: Colour = [30, 30, 34];

export interface Kits {
  readonly teams: readonly [Kit, Kit];
  readonly keepers: readonly [Kit, Kit];
  readonly referee: Kit;
}

/** Kits of one match: shirts that differ clearly from each other. */
export function chooseKits(rng: Rng): Kits {
  const order = shuffled(rng, SHIRTS);
  const [home, second] = [order[0] ?? SHIRTS[0], order[1]];
  const away = order.slice(1).find((shirt) => contrast(shirt, home) > 150) ?? second;
  const keeperOrder = shuffled(rng, KEEPERS);
  const keeper = (index: number): Kit => {
    const shirt = keeperOrder[index] ?? WHITE;
    return { name: 'keeper', shirt, second: shirt, pattern: 'plain', shorts: shirt, socks: shirt };
  };
  const black = REFEREE[randomInt(rng, REFEREE.length)] ?? BLACK;
  return {
    teams: [teamKit(rng, home), teamKit(rng, away)],
    keepers: [keeper(0), keeper(1)],
    referee: {
      name: 'referee',
      shirt: black,
      second: black,
      pattern: 'plain',
      shorts: BLACK,
      socks: BLACK,
    },
  };
}

function contrast(
  a: readonly [string, Colour] | undefined,
  b: readonly [string, Colour] | undefined,
): number {
  if (a === undefined || b === undefined) return 0;
  return a[1].reduce((sum, value, i) => sum + Math.abs(value - (b[1][i] ?? 0)), 0);
}

function teamKit(rng: Rng, chosen: readonly [string, Colour] | undefined): Kit {
  const [name, shirt] = chosen ?? ['white', WHITE];
  const isBright = shirt[0] + shirt[1] + shirt[2] > 480;
  const second = isBright ? BLACK : WHITE;
  // Black and white patterns of both teams would look alike.
  const isGrey = Math.max(...shirt) - Math.min(...shirt) < 40;
  const drawn = SHIRT_PATTERNS[randomInt(rng, SHIRT_PATTERNS.length)] ?? 'plain';
  const pattern = isGrey ? 'plain' : drawn;
  const options: readonly Colour[] = [shirt, WHITE, BLACK];
  return {
    name,
    shirt,
    second,
    pattern,
    shorts: options[randomInt(rng, 3)] ?? WHITE,
    socks: options[randomInt(rng, 3)] ?? WHITE,
  };
}

/** A person's own looks. */
export function chooseLooks(rng: Rng): Looks {
  const pick = (from: readonly Colour[]): Colour => from[randomInt(rng, from.length)] ?? BLACK;
  return {
    skin: pick(SKINS),
    hair: pick(HAIRS),
    boots: pick(BOOTS),
    height: randomBetween(rng, 1.74, 1.93),
    build: randomBetween(rng, 0.98, 1.12),
  };
}
