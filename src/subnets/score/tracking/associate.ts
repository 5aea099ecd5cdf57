import { assignMaximum } from '../scoring/assignment.ts';
import type { Corners } from './camera.ts';
import { type BoxState, type MotionModel, misfit } from './model.ts';

// Which detection continues which track.

/** Squared Mahalanobis distance of four numbers that 1 in 10⁴ true pairs exceed is 23.5. */
const GATE = 24;
/** What leaving a pair apart costs; above the gate by what uncertainty may add to a pair's cost. */
const CEILING = 40;

export interface AssociationPair {
  readonly track: number;
  readonly box: number;
}

/** Pairs with the lowest total cost; a pair outside the gate is none. */
export function associate(
  states: readonly BoxState[],
  boxes: readonly Corners[],
  model: MotionModel,
): AssociationPair[] {
  const values = states.map((state) =>
    boxes.map((box) => {
      const { distance, cost } = misfit(state, box, model);
      return distance <= GATE ? Math.max(0, CEILING - cost) : 0;
    }),
  );
  return assignMaximum(values).flatMap(([track, box]) =>
    (values[track]?.[box] ?? 0) > 0 ? [{ track, box }] : [],
  );
}
