// What is owed to a trader and which weight pays it. Section e7, weekly.

const TEMPO_BLOCKS = 360;
const BLOCKS_PER_DAY = 7200;
const WEEK_DAYS = 7;

export interface PayCheckpoint {
  /** USD realised in this checkpoint. */
  readonly realizedUsd: number;
  /** USD not realised at its end. */
  readonly unrealizedUsd: number;
  /** Total penalty at that time, 0..1. */
  readonly penalty: number;
}

export interface PayoutSteps {
  /** After each checkpoint: the cumulative realised PnL, its record, and what it earned here, USD. */
  readonly steps: readonly {
    readonly totalUsd: number;
    readonly recordUsd: number;
    readonly earnedUsd: number;
  }[];
  /** What an open loss takes away in the end, USD, 0 or less. */
  readonly openLossUsd: number;
  /** USD, may be negative. */
  readonly neededUsd: number;
}

/**
 * Payout above the high-water mark: each rise of the cumulative realised PnL above its own record
 * × the penalty then; finally what would be lost now × the last penalty.
 *
 * @param checkpoints in order of time
 */
export function payoutSteps(checkpoints: readonly PayCheckpoint[]): PayoutSteps {
  let [total, record, needed] = [0, 0, 0];
  const steps = checkpoints.map(({ realizedUsd, penalty }) => {
    total += realizedUsd;
    const earned = total > record ? (total - record) * penalty : 0;
    record = Math.max(record, total);
    needed += earned;
    return { totalUsd: total, recordUsd: record, earnedUsd: earned };
  });
  const last = checkpoints.at(-1);
  const openLossUsd = last ? Math.min(0, last.unrealizedUsd) * last.penalty : 0;
  return { steps, openLossUsd, neededUsd: needed + openLossUsd };
}

/** What is still owed, USD. */
export function remainingPayout(neededUsd: number, paidUsd: number): number {
  return Math.max(0, neededUsd - paidUsd);
}

/** Days over which a debt is paid: to the end of the week. @param weekday Monday 0 … Sunday 6 */
export function daysUntilTarget(weekday: number): number {
  return WEEK_DAYS - ((weekday + 1) % WEEK_DAYS);
}

/** USD that the subnet's miners will earn in a day. */
export function emissionForecast(chain: {
  /** Alpha of all miners in a tempo. */
  readonly alphaPerTempo: number;
  readonly taoReserve: number;
  readonly alphaReserve: number;
  readonly taoUsd: number;
}): number {
  const alphaPerDay = (chain.alphaPerTempo / TEMPO_BLOCKS) * BLOCKS_PER_DAY;
  return alphaPerDay * (chain.taoReserve / chain.alphaReserve) * chain.taoUsd;
}

/** Weight that pays a debt in time; 0 without emissions. */
export function debtWeight(remainingUsd: number, weekday: number, forecastUsd: number): number {
  return forecastUsd > 0 ? remainingUsd / daysUntilTarget(weekday) / forecastUsd : 0;
}
