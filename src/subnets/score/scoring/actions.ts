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

/** What one prediction of a known action earned. */
export interface ActionOutcome {
  readonly event: ActionEvent;
  /** The true event it took; null where none is left within the tolerance. */
  readonly partner: ActionEvent | null;
  /** 0..1; 0 without a partner. */
  readonly decay: number;
  /** weight × decay, or −weight without a partner. */
  readonly points: number;
}

export interface ActionScore {
  /** 0..1. */
  readonly score: number;
  /** Σ points. */
  readonly points: number;
  /** Σ weight of the truth. */
  readonly total: number;
  /** In order of frame. */
  readonly outcomes: readonly ActionOutcome[];
}

/**
 * Score of spotted actions against the true ones.
 *
 * Predictions in order of frame; each takes the unused true event of its action with the highest
 * decay 1 − (dt / tolerance)(1 − min), which must exceed 0; dt = |frame/fps − true frame/fps| in
 * doubles, divided first. An unmatched prediction costs its weight. Unknown actions are ignored.
 *
 * @returns score = clip((Σ weight × decay − Σ weight of unmatched) / Σ weight of truth, 0, 1);
 *          0 without truth
 */
export function scoreActions(
  predicted: readonly ActionEvent[],
  truth: readonly ActionEvent[],
  fps: number,
): ActionScore {
  const known = truth.filter(({ action }) => ruleOf(action));
  const free = new Set(known.map((event) => ({ ...event })));
  const total = known.reduce((sum, { action }) => sum + (ruleOf(action)?.weight ?? 0), 0);
  const outcomes: ActionOutcome[] = [];
  for (const event of [...predicted].sort((a, b) => a.frame - b.frame)) {
    const actionRule = ruleOf(event.action);
    if (!actionRule) continue;
    let partner: ActionEvent | null = null;
    let decay = 0;
    for (const other of free) {
      if (other.action !== event.action) continue;
      const near = decayOf(Math.abs(event.frame / fps - other.frame / fps), actionRule);
      if (near > decay) [partner, decay] = [other, near];
    }
    if (partner) free.delete(partner);
    outcomes.push({ event, partner, decay, points: actionRule.weight * (partner ? decay : -1) });
  }
  const points = outcomes.reduce((sum, one) => sum + one.points, 0);
  const score = total === 0 ? 0 : Math.min(1, Math.max(0, points / total));
  return { score, points, total, outcomes };
}

function decayOf(dt: number, { minScore, toleranceSeconds }: ActionRule): number {
  return dt > toleranceSeconds ? 0 : 1 - (dt / toleranceSeconds) * (1 - minScore);
}

function ruleOf(action: string): ActionRule | undefined {
  return Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
}
