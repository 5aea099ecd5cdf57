import { m } from '../../../paraglide/messages.js';
import type { ScoreLabel } from '../../../protocol/primitives.ts';
import type { TraderMeasurement } from '../score.ts';
import type { History } from './history.ts';

// The numbers of a ledger that can stand at the top of the page.

export const MEASURES = [
  'competition',
  'pnl',
  'sharpe',
  'sortino',
  'omega',
  'calmar',
  'statistical_confidence',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Names in the present language. */
export const MEASURE_NAMES: Readonly<Record<Measure, () => string>> = {
  competition: m.judge_vanta_competition,
  pnl: m.judge_vanta_pnl,
  sharpe: m.judge_vanta_sharpe,
  sortino: m.judge_vanta_sortino,
  omega: m.judge_vanta_omega,
  calmar: m.judge_vanta_calmar,
  statistical_confidence: m.judge_vanta_t,
};

export function measureOf(measured: TraderMeasurement, measure: Measure): number {
  if (measure === 'competition') return measured.score;
  return measured.components.find(({ name }) => name === measure)?.value ?? 0;
}

/** How well a number is known that was worked out from this kind of history. */
export function labelOf(measure: Measure, { kind, isDrawdownDerived }: History): ScoreLabel {
  const needsDrawdown = measure === 'competition' || measure === 'calmar';
  if (kind === 'trades' || (isDrawdownDerived && needsDrawdown)) return 'proxy';
  return measure === 'competition' ? 'from the specification' : 'exact';
}
