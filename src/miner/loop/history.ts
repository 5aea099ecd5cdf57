import type { ClaimedUnit } from '../../protocol/claim.ts';
import type { SubmissionAnswer, UnitInfo, UnitState } from '../../protocol/submission.ts';

// The device's newest units for the screen, pieced together from claims, answers, and the feed.

const KEPT = 20;
const ORDER: readonly UnitState[] = [
  'leased',
  'submitted',
  'verifying',
  'late',
  'expired',
  'rejected',
  'accepted',
  'settled',
];

export interface History {
  /** Newest first. */
  list(): readonly UnitInfo[];
  /** Takes what the coordinator says; never goes back to an earlier state. */
  learn(units: readonly UnitInfo[]): void;
  /** The coordinator has the answer, whether the feed tells or not. */
  acknowledged(answer: SubmissionAnswer): void;
  claimed(unit: ClaimedUnit, owner: { deviceKey: string; name: string; nowMs: number }): void;
}

export function createHistory(): History {
  let units: readonly UnitInfo[] = [];
  function learn(news: readonly UnitInfo[]): void {
    const known = new Map(units.map((unit) => [unit.unitId, unit]));
    for (const unit of news) {
      const old = known.get(unit.unitId);
      if (!old || ORDER.indexOf(unit.state) >= ORDER.indexOf(old.state)) {
        known.set(unit.unitId, unit);
      }
    }
    units = [...known.values()].sort((a, b) => b.claimedMs - a.claimedMs).slice(0, KEPT);
  }
  return {
    list: () => units,
    learn,
    acknowledged({ unitId, submissionId, state, acknowledgedMs }) {
      const unit = units.find((one) => one.unitId === unitId);
      if (unit) learn([{ ...unit, state, submissionId, submittedMs: acknowledgedMs }]);
    },
    claimed(unit, { deviceKey, name, nowMs }) {
      learn([
        {
          unitId: unit.unitId,
          taskId: unit.taskId,
          subnet: unit.subnet,
          deviceKey,
          deviceName: name,
          material: unit.material,
          items: unit.items,
          state: 'leased',
          claimedMs: nowMs,
          submittedMs: null,
          decidedMs: null,
          submissionId: null,
          verdict: null,
          credit: null,
          reason: '',
        },
      ]);
    },
  };
}
