import type { ScoreComponent } from '../../protocol/verdict.ts';
import { drawdownPercent } from './scoring/drawdown.ts';
import { dailyPnl, ledgerDays } from './scoring/ledger.ts';
import { calmar, omega, pnlScore, sharpe, sortino, tStatistic } from './scoring/metrics.ts';
import { penaltyFactors, totalPenalty } from './scoring/penalties.ts';
import type { Checkpoint, LedgerDay } from './scoring/ledger.ts';
import type { PenaltyFactors } from './scoring/penalties.ts';

// One trader under the validator's own formulas: every ratio, the PnL score and the penalty.

export interface TraderFacts {
  /** In order of time. */
  readonly checkpoints: readonly Checkpoint[];
  readonly accountUsd: number;
  /** Martingale-style risk of the positions; 0 is none. */
  readonly riskScore: number;
  readonly daysInYear: number;
  /** Days that the class asks for; 60 where null. */
  readonly minDays: number | null;
  /** Whether newer days weigh more, as in the competition. */
  readonly weighted: boolean;
}

export interface TraderMeasurement {
  readonly components: readonly ScoreComponent[];
  /** PnL score × penalty, USD a day: what the ranking compares. */
  readonly score: number;
  /** Days that count, and the PnL of each, USD. */
  readonly days: readonly LedgerDay[];
  readonly dailyPnlUsd: readonly number[];
  readonly penalties: PenaltyFactors;
}

/** Measures a ledger. Only the PnL score competes today (weight 1). */
export function measureTrader(facts: TraderFacts): TraderMeasurement {
  const days = ledgerDays(facts.checkpoints);
  const returns = days.map(({ logReturn }) => logReturn);
  const ratios = facts.checkpoints.map(({ mdd }) => mdd);
  const options = {
    weighted: facts.weighted,
    daysInYear: facts.daysInYear,
    minDays: facts.minDays,
    bypass: false,
  };
  const pnl = dailyPnl(
    days.map(({ realizedUsd }) => realizedUsd),
    facts.checkpoints.at(-1)?.unrealizedUsd ?? 0,
  );
  const score = pnlScore(pnl, options);
  const penalties = penaltyFactors({ ...facts, ratios });
  const penalty = totalPenalty(penalties);
  const component = (
    name: string,
    value: number,
    weight: number,
    label: ScoreComponent['label'] = 'exact',
  ): ScoreComponent => ({ name, value, weight, label });
  return {
    components: [
      component('pnl', score, 1),
      component('sharpe', sharpe(returns, options), 0),
      component('sortino', sortino(returns, options), 0),
      component('omega', omega(returns, options), 0),
      component('calmar', calmar(returns, ratios, options), 0),
      component('statistical_confidence', tStatistic(returns, options), 0),
      component('drawdown_percent', drawdownPercent(ratios), 0),
      component('penalty', penalty, 1, 'from the specification'),
    ],
    score: score * penalty,
    days,
    dailyPnlUsd: pnl,
    penalties,
  };
}
