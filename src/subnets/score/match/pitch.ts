import {
  AREA_DEPTH,
  AREA_HALF,
  CIRCLE,
  GOAL_AREA_DEPTH,
  GOAL_AREA_HALF,
  PITCH_LENGTH,
  PITCH_WIDTH,
  SPOT,
} from '../pitch/model.ts';

// Where the painted lines are, as shares of pixels. Both halves and both sides are mirror images, so
// lines are tested on one quarter.

export const GOAL_WIDTH = 7.32;
export const GOAL_HEIGHT = 2.44;

const HALF_LENGTH = PITCH_LENGTH / 2;
const HALF_WIDTH = PITCH_WIDTH / 2;
/** Half the width of a line; the Laws allow 12 cm in all. */
const LINE_HALF = 0.06;

/** Share of a pixel that a band around 0 covers, at `distance` and a pixel `footprint` wide. */
function band(distance: number, footprint: number): number {
  const reach = LINE_HALF + footprint / 2 - distance;
  if (reach <= 0) return 0;
  const share = reach / footprint;
  const most = Math.min(1, (2 * LINE_HALF) / footprint);
  return share < most ? share : most;
}

/** A circle around the origin. */
function ring(x: number, y: number, radius: number, footprint: number): number {
  return band(Math.abs(Math.sqrt(x * x + y * y) - radius), footprint);
}

/** Both areas, spot, arc and corner of one end; `depth` from the goal line, `v` from the middle. */
function areaShare(depth: number, v: number, footX: number, footY: number): number {
  const diagonal = (footX + footY) / 2;
  let share = 0;
  if (v < AREA_HALF + LINE_HALF) share = band(Math.abs(depth - AREA_DEPTH), footX);
  if (v < GOAL_AREA_HALF + LINE_HALF) {
    share = Math.max(share, band(Math.abs(depth - GOAL_AREA_DEPTH), footX));
  }
  if (depth > 0 && depth < AREA_DEPTH)
    share = Math.max(share, band(Math.abs(v - AREA_HALF), footY));
  if (depth > 0 && depth < GOAL_AREA_DEPTH) {
    share = Math.max(share, band(Math.abs(v - GOAL_AREA_HALF), footY));
  }
  if (depth > AREA_DEPTH) share = Math.max(share, ring(depth - SPOT, v, CIRCLE, diagonal));
  else if (v < 1) share = Math.max(share, ring(depth - SPOT, v, 0.05, diagonal));
  if (depth > 0 && v > HALF_WIDTH - 2 && v < HALF_WIDTH) {
    share = Math.max(share, ring(depth, HALF_WIDTH - v, 1, diagonal));
  }
  return share;
}

/**
 * Share of a pixel that is line.
 *
 * @param footX metres along x that one pixel spans at this place; `footY` along y
 */
export function lineShare(x: number, y: number, footX: number, footY: number): number {
  const u = Math.abs(x - HALF_LENGTH);
  const v = Math.abs(y - HALF_WIDTH);
  if (u > HALF_LENGTH + 1 || v > HALF_WIDTH + 1) return 0;
  const diagonal = (footX + footY) / 2;
  let share = 0;
  if (v < HALF_WIDTH) share = Math.max(share, band(u, footX));
  if (v < HALF_WIDTH + LINE_HALF) share = Math.max(share, band(Math.abs(u - HALF_LENGTH), footX));
  if (u < HALF_LENGTH + LINE_HALF) share = Math.max(share, band(Math.abs(v - HALF_WIDTH), footY));
  if (u < CIRCLE + 1 && v < CIRCLE + 1) share = Math.max(share, ring(u, v, CIRCLE, diagonal));
  const fromGoal = HALF_LENGTH - u;
  if (fromGoal > -1 && fromGoal < AREA_DEPTH + 4) {
    share = Math.max(share, areaShare(fromGoal, v, footX, footY));
  }
  return share;
}
