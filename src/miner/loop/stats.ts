// Speed as measured over the last units, for the screen and for the size of the next claims.

const KEPT_RUNS = 8;
const HOUR_MS = 3_600_000;

export interface RunStat {
  readonly items: number;
  /** From start to result, rests for the GPU share included, pauses not. */
  readonly wallMs: number;
  readonly msPerStage: Readonly<Record<string, number>>;
}

export interface Stats {
  add(run: RunStat): void;
  /** Mean milliseconds of wall time per item; null before the first unit. */
  msPerItem(): number | null;
  unitsPerHour(): number | null;
  /** Mean milliseconds per item of each stage. */
  msPerStage(): Record<string, number>;
}

export function createStats(): Stats {
  let runs: RunStat[] = [];
  const sum = (pick: (run: RunStat) => number): number =>
    runs.reduce((total, run) => total + pick(run), 0);
  return {
    add(run) {
      runs = [...runs, run].slice(-KEPT_RUNS);
    },
    msPerItem: () => (runs.length > 0 ? sum((run) => run.wallMs) / sum((run) => run.items) : null),
    unitsPerHour: () =>
      runs.length > 0 ? (HOUR_MS * runs.length) / sum((run) => run.wallMs) : null,
    msPerStage() {
      const items = sum((run) => run.items);
      const stages = new Set(runs.flatMap((run) => Object.keys(run.msPerStage)));
      return Object.fromEntries(
        [...stages].map((stage) => [stage, sum((run) => run.msPerStage[stage] ?? 0) / items]),
      );
    },
  };
}
