import type { PlanePoint } from '../../pitch/model.ts';
import { type Plane, planeOf } from './plane.ts';

// The pitch template of section e2: a drawing of 1050 × 680 pixels, ground grey and lines white,
// with 32 points. The points are the subnet's; the drawing is ours, through those points, because
// the subnet's picture is not at hand: lines of half a metre, no spots.

export const TEMPLATE_SIZE = { width: 1050, height: 680 };

export const TEMPLATE_POINTS: readonly PlanePoint[] = (
  [
    [5, 5],
    [5, 140],
    [5, 250],
    [5, 430],
    [5, 540],
    [5, 675],
    [55, 250],
    [55, 430],
    [110, 340],
    [165, 140],
    [165, 270],
    [165, 410],
    [165, 540],
    [527, 5],
    [527, 253],
    [527, 433],
    [527, 675],
    [888, 140],
    [888, 270],
    [888, 410],
    [888, 540],
    [940, 340],
    [998, 250],
    [998, 430],
    [1045, 5],
    [1045, 140],
    [1045, 250],
    [1045, 430],
    [1045, 540],
    [1045, 675],
    [435, 340],
    [615, 340],
  ] as const
).map(([x, y]) => ({ x, y }));

/** Corners of the pitch in the order of its outline: near left, near right, far right, far left. */
export const TEMPLATE_CORNERS = [
  { x: 5, y: 675 },
  { x: 1045, y: 675 },
  { x: 1045, y: 5 },
  { x: 5, y: 5 },
] as const;

const GROUND = 128;
const LINE = 255;
const HALF_LINE = 2.5;

/** Segments as (x1, y1, x2, y2), level or upright. */
const SEGMENTS: readonly (readonly [number, number, number, number])[] = [
  [5, 5, 1045, 5],
  [5, 675, 1045, 675],
  [5, 5, 5, 675],
  [1045, 5, 1045, 675],
  [527, 5, 527, 675],
  [5, 140, 165, 140],
  [5, 540, 165, 540],
  [165, 140, 165, 540],
  [888, 140, 1045, 140],
  [888, 540, 1045, 540],
  [888, 140, 888, 540],
  [5, 250, 55, 250],
  [5, 430, 55, 430],
  [55, 250, 55, 430],
  [998, 250, 1045, 250],
  [998, 430, 1045, 430],
  [998, 250, 998, 430],
];

/** Circles as centre, radius and the columns where they are drawn. */
const CIRCLES = [
  { x: 525, y: 343, radius: 90, from: 0, to: TEMPLATE_SIZE.width },
  { x: 110, y: 340, radius: 89, from: 165, to: TEMPLATE_SIZE.width },
  { x: 940, y: 340, radius: 87, from: 0, to: 888 },
] as const;

/** The drawing, grey levels. */
export function drawTemplate(): Plane {
  const plane = planeOf(TEMPLATE_SIZE);
  const { width } = plane;
  plane.pixels.fill(GROUND);
  for (const [x1, y1, x2, y2] of SEGMENTS) {
    for (let y = Math.ceil(y1 - HALF_LINE); y <= y2 + HALF_LINE; y++) {
      const from = y * width + Math.ceil(x1 - HALF_LINE);
      plane.pixels.fill(LINE, from, y * width + Math.floor(x2 + HALF_LINE) + 1);
    }
  }
  for (const { x, y, radius, from, to } of CIRCLES) {
    const reach = radius + HALF_LINE;
    for (let row = Math.ceil(y - reach); row <= y + reach; row++) {
      for (let column = Math.ceil(x - reach); column <= x + reach; column++) {
        const isOn = Math.abs(Math.hypot(column - x, row - y) - radius) <= HALF_LINE;
        if (isOn && column >= from && column <= to) plane.pixels[row * width + column] = LINE;
      }
    }
  }
  return plane;
}
