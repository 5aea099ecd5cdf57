import type { Corners } from './camera.ts';
import { type Estimate, begin, correct, predict, smooth } from './kalman.ts';

// How persons and balls move, in heights of a person, so that near and far players are alike.

/** Standard deviations. */
interface Spread {
  /** Of an unknown velocity, units a second. */
  readonly speed: number;
  /** Of what a second adds to the velocity, units a second. */
  readonly unrest: number;
  /** Of a measurement, units. */
  readonly noise: number;
}

export interface MotionModel {
  /** Units (heights of a person) per height of the box. */
  readonly unit: number;
  readonly x: Spread;
  readonly y: Spread;
  readonly width: Spread;
  readonly height: Spread;
}

/** A person is 1.8 m tall and runs at up to 7 m/s, seldom towards the camera. */
export const PERSON: MotionModel = {
  unit: 1,
  x: { speed: 1.6, unrest: 0.8, noise: 0.05 },
  y: { speed: 0.8, unrest: 0.4, noise: 0.05 },
  width: { speed: 0.3, unrest: 0.25, noise: 0.07 },
  height: { speed: 0.15, unrest: 0.06, noise: 0.06 },
};

/** A ball is an eighth of a person tall, is kicked, and its box is a handful of pixels. */
export const BALL: MotionModel = {
  unit: 8,
  x: { speed: 8, unrest: 8, noise: 0.04 },
  y: { speed: 4, unrest: 5, noise: 0.04 },
  width: { speed: 0.05, unrest: 0.02, noise: 0.04 },
  height: { speed: 0.05, unrest: 0.02, noise: 0.04 },
};

const SIDES = ['x', 'y', 'width', 'height'] as const;

/** Centre and size of a box, filtered. */
export type BoxState = Readonly<Record<(typeof SIDES)[number], Estimate>>;

type Measures = Readonly<Record<(typeof SIDES)[number], number>>;

function measure({ x1, y1, x2, y2 }: Corners): Measures {
  return { x: (x1 + x2) / 2, y: (y1 + y2) / 2, width: x2 - x1, height: y2 - y1 };
}

/** @param doubt factor on the standard deviation of the measurement, from 1 */
export function beginBox(box: Corners, model: MotionModel, doubt: number): BoxState {
  const measured = measure(box);
  const unit = model.unit * measured.height;
  return eachSide((side) => {
    const { speed, noise } = model[side];
    return begin(measured[side], (noise * unit * doubt) ** 2, (speed * unit) ** 2);
  });
}

export function predictBox(state: BoxState, model: MotionModel, dt: number): BoxState {
  const unit = unitOf(state, model);
  return eachSide((side) => predict(state[side], dt, (model[side].unrest * unit) ** 2));
}

export function correctBox(
  state: BoxState,
  box: Corners,
  model: MotionModel,
  doubt: number,
): BoxState {
  const measured = measure(box);
  const unit = unitOf(state, model);
  return eachSide((side) =>
    correct(state[side], measured[side], (model[side].noise * unit * doubt) ** 2),
  );
}

/** The whole way, smoothed: see `smooth` of one coordinate. */
export function smoothBoxes(
  filtered: readonly BoxState[],
  predicted: readonly BoxState[],
  dt: number,
): BoxState[] {
  const ways = eachSide((side) =>
    smooth(
      filtered.map((state) => state[side]),
      predicted.map((state) => state[side]),
      dt,
    ),
  );
  return filtered.map((state, i) => eachSide((side) => ways[side][i] ?? state[side]));
}

export function boxOf({ x, y, width, height }: BoxState): Corners {
  const [halfWidth, halfHeight] = [width.position / 2, height.position / 2];
  return {
    x1: x.position - halfWidth,
    y1: y.position - halfHeight,
    x2: x.position + halfWidth,
    y2: y.position + halfHeight,
  };
}

/**
 * How badly a box fits a predicted state: the squared Mahalanobis distance, and with it what the
 * state's own uncertainty costs (a state that could be anywhere must not win by that).
 */
export function misfit(
  state: BoxState,
  box: Corners,
  model: MotionModel,
): { readonly distance: number; readonly cost: number } {
  const measured = measure(box);
  const unit = unitOf(state, model);
  let [distance, uncertainty] = [0, 0];
  for (const side of SIDES) {
    const noise = (model[side].noise * unit) ** 2;
    const total = state[side].pp + noise;
    distance += (measured[side] - state[side].position) ** 2 / total;
    uncertainty += Math.log(total / noise);
  }
  return { distance, cost: distance + uncertainty };
}

/** Pixels of a person's height; never nothing, as everything is divided by it. */
function unitOf({ height }: BoxState, { unit }: MotionModel): number {
  return unit * Math.max(2, height.position);
}

function eachSide<T>(make: (side: (typeof SIDES)[number]) => T): Record<(typeof SIDES)[number], T> {
  return { x: make('x'), y: make('y'), width: make('width'), height: make('height') };
}
