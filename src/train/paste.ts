import { type Rng, randomBetween, randomInt } from '../shared/rng.ts';
import type { Label, Raster } from './frames.ts';

// More balls: the frame's own ball, copied with a soft edge to other places of the same frame, half of
// them to a player's feet, where balls are hardest to see (Dwibedi, Misra and Hebert 2017, "Cut,
// Paste and Learn").

const BALL = 0;
/** Pixels beyond the ball's own radius over which a copy fades. */
const FADE = 1.5;
/** How far from a player, in the player's heights, the other copies may land. */
const NEAR = 1.5;

/** The frame with up to `count` copies of its ball, and its labels with them. */
export function pasteBalls(
  raster: Raster,
  labels: readonly Label[],
  count: number,
  rng: Rng,
): { raster: Raster; labels: readonly Label[] } {
  const ball = labels.find(({ cls }) => cls === BALL);
  const persons = labels.filter(({ cls }) => cls !== BALL);
  if (!ball || persons.length === 0) return { raster, labels };
  const rgba = Uint8Array.from(raster.rgba);
  const copies: Label[] = [];
  for (let i = 0; i < count; i++) {
    const person = persons[randomInt(rng, persons.length)];
    if (!person) continue; // the list is not empty
    const place = i % 2 === 0 ? atFeet(person, rng) : besides(person, rng);
    if (!isFree(place, [ball, ...copies], i % 2 === 0 ? [] : persons)) continue;
    const copy = { ...ball, ...place };
    if (!copyBall(raster, rgba, ball, copy)) continue;
    copies.push(copy);
  }
  return { raster: { ...raster, rgba }, labels: [...labels, ...copies] };
}

interface Centre {
  readonly cx: number;
  readonly cy: number;
}

function atFeet(person: Label, rng: Rng): Centre {
  return {
    cx: person.cx + person.width * randomBetween(rng, -0.8, 0.8),
    cy: person.cy + person.height * randomBetween(rng, 0.38, 0.52),
  };
}

function besides(person: Label, rng: Rng): Centre {
  return {
    cx: person.cx + (person.height * randomBetween(rng, -NEAR, NEAR) * 9) / 16,
    cy: person.cy + person.height * (0.5 + randomBetween(rng, -0.3, NEAR)),
  };
}

/** Away from other balls, from persons and from the frame's edge. */
function isFree({ cx, cy }: Centre, balls: readonly Label[], persons: readonly Label[]): boolean {
  if (cx < 0.01 || cy < 0.01 || cx > 0.99 || cy > 0.99) return false;
  const isClear = balls.every(
    (ball) => Math.abs(ball.cx - cx) > 2 * ball.width || Math.abs(ball.cy - cy) > 2 * ball.height,
  );
  return (
    isClear &&
    persons.every(
      (person) =>
        Math.abs(person.cx - cx) > person.width / 2 || Math.abs(person.cy - cy) > person.height / 2,
    )
  );
}

/** @returns false where either place reaches over the frame's edge */
function copyBall(raster: Raster, rgba: Uint8Array, from: Label, to: Label): boolean {
  const { width, height } = raster;
  const radius = Math.max(from.width * width, from.height * height) / 2;
  const reach = Math.ceil(radius + FADE);
  const [fromX, fromY] = [Math.floor(from.cx * width), Math.floor(from.cy * height)];
  const [toX, toY] = [Math.floor(to.cx * width), Math.floor(to.cy * height)];
  const isInside = (x: number, y: number): boolean =>
    x >= reach && y >= reach && x < width - reach && y < height - reach;
  if (!isInside(fromX, fromY) || !isInside(toX, toY)) return false;
  for (let v = -reach; v <= reach; v++) {
    for (let u = -reach; u <= reach; u++) {
      const share = Math.min(1, Math.max(0, (radius + FADE - Math.hypot(u, v)) / FADE));
      const source = ((fromY + v) * width + fromX + u) * 4;
      const target = ((toY + v) * width + toX + u) * 4;
      for (let c = 0; c < 3; c++) {
        const under = rgba[target + c] ?? 0;
        rgba[target + c] = Math.round(under + ((raster.rgba[source + c] ?? 0) - under) * share);
      }
    }
  }
  return true;
}
