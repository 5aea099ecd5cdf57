// Football event spotting of the private track. Section e6.

export interface ActionRule {
  readonly weight: number;
  /** Decay at the edge of the tolerance. */
  readonly minScore: number;
  readonly toleranceSeconds: number;
}

/** One event: frame number and action name. */
export interface ActionEvent {
  readonly frame: number;
  readonly action: string;
}

const rule = (weight: number, minScore: number, toleranceSeconds: number): ActionRule => ({
  weight,
  minScore,
  toleranceSeconds,
});

/** Weight, least score and tolerance of each action. Section e6. */
export const ACTIONS: Readonly<Record<string, ActionRule>> = {
  pass: rule(1, 0, 1),
  pass_received: rule(1.4, 0, 1),
  recovery: rule(1.5, 0, 1.5),
  tackle: rule(2.5, 0.1, 1.5),
  interception: rule(2.8, 0.5, 2),
  ball_out_of_play: rule(2.9, 0.5, 2),
  clearance: rule(3.1, 0.5, 2),
  take_on: rule(3.2, 0.5, 2),
  substitution: rule(4.2, 0.5, 2),
  block: rule(4.2, 0.5, 2),
  aerial_duel: rule(4.3, 0.5, 2),
  shot: rule(4.7, 0.5, 2),
  save: rule(7.3, 0.5, 2),
  foul: rule(7.7, 0.5, 2.5),
  goal: rule(10.9, 0.5, 3),
};

/**
 * Score of spotted actions against the true ones.
 *
 * Predictions in order of frame; each takes the unused true event of its action with the highest
 * decay 1 − (dt / tolerance)(1 − min), which must exceed 0; dt = |frame/fps − true frame/fps| in
 * doubles, divided first. An unmatched prediction costs its weight. Unknown actions are ignored.
 *
 * @returns clip((Σ weight × decay − Σ weight of unmatched) / Σ weight of truth, 0, 1); 0 without truth
 */
export function scoreActions(
  predicted: readonly ActionEvent[],
  truth: readonly ActionEvent[],
  fps: number,
): number {
  const known = truth.filter(({ action }) => ruleOf(action));
  const total = known.reduce((sum, { action }) => sum + (ruleOf(action)?.weight ?? 0), 0);
  if (total === 0) return 0;
  const used = new Set<number>();
  let points = 0;
  for (const event of [...predicted].sort((a, b) => a.frame - b.frame)) {
    const actionRule = ruleOf(event.action);
    if (!actionRule) continue;
    let best = -1;
    let bestDecay = 0;
    for (const [index, other] of known.entries()) {
      if (used.has(index) || other.action !== event.action) continue;
      const decay = decayOf(Math.abs(event.frame / fps - other.frame / fps), actionRule);
      if (decay > bestDecay) [best, bestDecay] = [index, decay];
    }
    if (best >= 0) used.add(best);
    points += actionRule.weight * (best >= 0 ? bestDecay : -1);
  }
  return Math.min(1, Math.max(0, points / total));
}

function decayOf(dt: number, { minScore, toleranceSeconds }: ActionRule): number {
  return dt > toleranceSeconds ? 0 : 1 - (dt / toleranceSeconds) * (1 - minScore);
}

function ruleOf(action: string): ActionRule | undefined {
  return Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
}
