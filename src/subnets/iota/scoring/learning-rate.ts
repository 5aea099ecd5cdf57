// Learning rate of the local optimizer. Section d, optimisation. Steps count from 0.

export interface Schedule {
  readonly peak: number;
  readonly warmup: number;
  readonly constant: number;
  readonly total: number;
  /** Last part of all steps that runs out to 0. */
  readonly tailShare: number;
  /** Factor of step 0. */
  readonly warmStart: number;
  /** Factor that the cosine falls to. */
  readonly final: number;
  /** Steps of a saw tooth. */
  readonly period: number;
}

export const TODAY: Schedule = {
  peak: 2e-4,
  warmup: 1,
  constant: 90_999_999,
  total: 100_000_000,
  tailShare: 0.02,
  warmStart: 1,
  final: 0.1,
  period: 1000,
};

export interface RateTerms {
  readonly phase: 'warmup' | 'constant' | 'fall' | 'tail';
  readonly rate: number;
  /** Factors that the peak is multiplied by. */
  readonly factors: readonly number[];
}

/** Rate of a step: warm-up, constant, a cosine under a cosine saw, the tail. */
export function learningRate(step: number, schedule: Schedule = TODAY): number {
  return rateTerms(step, schedule).rate;
}

/** A step's rate with what it is made of; of the fall: the long cosine, then the saw. */
export function rateTerms(step: number, schedule: Schedule = TODAY): RateTerms {
  const phase = phaseOf(step, schedule);
  const factors = FACTORS[phase](step, schedule);
  return { phase, factors, rate: schedule.peak * factors.reduce((a, b) => a * b, 1) };
}

function phaseOf(step: number, schedule: Schedule): RateTerms['phase'] {
  const { warmup, constant, total } = schedule;
  if (step < warmup) return 'warmup';
  if (step < warmup + constant) return 'constant';
  return step >= total - tailOf(schedule) ? 'tail' : 'fall';
}

const FACTORS: Readonly<
  Record<RateTerms['phase'], (step: number, schedule: Schedule) => readonly number[]>
> = {
  warmup: (step, { warmup, warmStart }) => [warmStart + ((1 - warmStart) * step) / warmup],
  constant: () => [1],
  tail(step, schedule) {
    const tail = tailOf(schedule);
    return [schedule.final * fall((step - (schedule.total - tail)) / tail)];
  },
  fall(step, schedule) {
    const { warmup, constant, total, final, period } = schedule;
    const done = step - warmup - constant;
    const progress = done / (total - warmup - constant - tailOf(schedule));
    const damped = (part: number): number => final + (1 - final) * fall(part);
    return [damped(progress), damped((done % period) / period)];
  },
};

function tailOf({ tailShare, total }: Schedule): number {
  return Math.trunc(tailShare * total);
}

/** From 1 to 0 along half a cosine; 0 beyond. */
function fall(part: number): number {
  return 0.5 * (1 + Math.cos(Math.PI * Math.min(part, 1)));
}
