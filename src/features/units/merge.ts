import type { UnitInfo } from '../../protocol/submission.ts';

/** Both lists as one, newest first; of two reports of a unit the one that knows more stays. */
export function mergeUnits(
  known: readonly UnitInfo[],
  reported: readonly UnitInfo[],
): readonly UnitInfo[] {
  const byId = new Map(known.map((unit) => [unit.unitId, unit]));
  for (const unit of reported) byId.set(unit.unitId, newer(byId.get(unit.unitId), unit));
  return [...byId.values()].sort((a, b) => b.claimedMs - a.claimedMs);
}

/** A report that was overtaken on the way must not undo a verdict. */
function newer(old: UnitInfo | undefined, unit: UnitInfo): UnitInfo {
  if (!old) return unit;
  if (old.decidedMs !== null && unit.decidedMs === null) return old;
  return old.state === 'settled' && unit.state === 'accepted' ? old : unit;
}
