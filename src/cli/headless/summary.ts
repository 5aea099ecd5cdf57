import type { UnitInfo } from '../../protocol/submission.ts';
import { type VisitorReport, isAccepted } from './visitor.ts';

const HOUR_MS = 3_600_000;

/** The figures of `npm run mine`; a figure without data is null. */
export interface MineSummary {
  readonly backend: 'webgpu' | 'wasm' | null;
  readonly units: { readonly accepted: number; readonly rejected: number; readonly late: number };
  /** Mean milliseconds per item (one frame for score) by stage. */
  readonly msPerStage: Readonly<Record<string, number>>;
  /** Accepted units per hour, all tabs together. */
  readonly unitsPerHour: number | null;
  /** Mean of the subnet's own score over accepted units. */
  readonly score: number | null;
  readonly firstAcceptedMs: number | null;
}

export function summarize(reports: readonly VisitorReport[]): MineSummary {
  const units = reports.flatMap((report) => report.units);
  const accepted = units.filter(isAccepted);
  const perHour = reports.map(
    ({ units: own, minedMs }) => (own.filter(isAccepted).length * HOUR_MS) / minedMs,
  );
  const first = reports.flatMap(({ firstAcceptedMs }) => firstAcceptedMs ?? []);
  return {
    backend: reports.flatMap(({ submissions }) => submissions)[0]?.backend ?? null,
    units: {
      accepted: accepted.length,
      rejected: units.filter(({ state }) => state === 'rejected').length,
      late: units.filter(({ state }) => state === 'late').length,
    },
    msPerStage: stageMeans(reports),
    unitsPerHour: reports.length > 0 ? sum(perHour) : null,
    score: mean(accepted.flatMap(({ verdict }) => verdict?.score ?? [])),
    firstAcceptedMs: first.length > 0 ? Math.min(...first) : null,
  };
}

function stageMeans(reports: readonly VisitorReport[]): Record<string, number> {
  const itemsOf = new Map<string, number>(
    reports.flatMap(({ units }) =>
      units.map((unit: UnitInfo) => [unit.unitId, unit.items] as const),
    ),
  );
  const totals = new Map<string, number>();
  let items = 0;
  for (const { leaseId, msPerStage } of reports.flatMap(({ submissions }) => submissions)) {
    items += itemsOf.get(leaseId) ?? 0;
    for (const [stage, ms] of Object.entries(msPerStage))
      totals.set(stage, (totals.get(stage) ?? 0) + ms);
  }
  if (items === 0) return {};
  return Object.fromEntries([...totals].map(([stage, ms]) => [stage, ms / items]));
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? sum(values) / values.length : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
