/** Adds up milliseconds per stage of a run. */
export interface StageTimes {
  /** Runs `work` and books its wall time under `stage`. */
  measure<T>(stage: string, work: () => T | Promise<T>): Promise<T>;
  totals(): Record<string, number>;
  /** What was added since the last lap. */
  lap(): Record<string, number>;
}

/** @param now monotonic milliseconds */
export function createStageTimes(now: () => number): StageTimes {
  const totals: Record<string, number> = {};
  let before: Readonly<Record<string, number>> = {};
  return {
    async measure(stage, work) {
      const startedAt = now();
      const value = await work();
      totals[stage] = (totals[stage] ?? 0) + now() - startedAt;
      return value;
    },
    totals: () => ({ ...totals }),
    lap() {
      const entries = Object.entries(totals).map(
        ([stage, ms]) => [stage, ms - (before[stage] ?? 0)] as const,
      );
      before = { ...totals };
      return Object.fromEntries(entries);
    },
  };
}
