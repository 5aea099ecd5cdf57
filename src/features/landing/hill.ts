// The hill of the landing page, in the units of its drawing. y grows downwards.

export const WIDTH = 1440;
export const HEIGHT = 320;
/** Height of the level: the ground outside and the floor of the passage. */
export const LEVEL = 262;

/** Where the flat ground ends and the hill begins. */
const FOOT = 430;
const STEP = 12;
const LAYERS = 15;
const LAMP_GAP = 92;

/** Height of the ground at x, deeper by `depth` with folds that grow inwards. */
function ground(x: number, depth: number): number {
  const inside = Math.max(0, x - FOOT);
  const rise = (228 * inside ** 2.2) / (inside ** 2.2 + 250 ** 2.2);
  const knolls = 12 * Math.sin(x / 118) + 6 * Math.sin(x / 47 + 1.3);
  const fold = depth * 0.16 * Math.sin(x / 210 + depth / 60);
  return LEVEL - rise - knolls * Math.min(1, inside / 260) + depth + fold;
}

function line(depth: number): string {
  const points: string[] = [];
  for (let x = 0; x <= WIDTH; x += STEP) points.push(`${x} ${ground(x, depth).toFixed(1)}`);
  return `M${points.join(' L')}`;
}

/** Path of the surface from left to right. */
export function surface(): string {
  return line(0);
}

/** Paths of the layers below the surface, the highest first. */
export function strata(): string[] {
  return Array.from({ length: LAYERS }, (_, index) => line(15 + index * 17));
}

/** Where the passage leaves the hill: the first x with rock above its roof. */
export function portalAt(): number {
  let x = 0;
  while (ground(x, 0) > LEVEL - 58) x += 2;
  return x;
}

/** Places of the lamps along the passage. */
export function lampsAlong(portal: number): number[] {
  const count = Math.floor((WIDTH - portal - 80) / LAMP_GAP);
  return Array.from({ length: count }, (_, index) => portal + 80 + index * LAMP_GAP);
}
