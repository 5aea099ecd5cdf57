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

/** Rate of a step: warm-up, constant, a cosine under a cosine saw, the tail. */
export function learningRate(step: number, schedule: Schedule = TODAY): number {
  return schedule.peak * rateFactor(step, schedule);
}

function rateFactor(step: number, schedule: Schedule): number {
  const { warmup, constant, total, warmStart, final, period } = schedule;
  if (step < warmup) return warmStart + ((1 - warmStart) * step) / warmup;
  if (step < warmup + constant) return 1;
  const tail = Math.trunc(schedule.tailShare * total);
  if (step >= total - tail) return final * fall((step - (total - tail)) / tail);
  const done = step - warmup - constant;
  const progress = done / (total - warmup - constant - tail);
  const saw = (done % period) / period;
  const damped = (part: number): number => final + (1 - final) * fall(part);
  return damped(progress) * damped(saw);
}

/** From 1 to 0 along half a cosine; 0 beyond. */
function fall(part: number): number {
  return 0.5 * (1 + Math.cos(Math.PI * Math.min(part, 1)));
}
