import type { CurrentUnit } from '../../miner/snapshot.ts';
import type { UnitInfo, UnitState } from '../../protocol/submission.ts';
import { unitStateWord } from '../session/words.ts';

export type SetLook = 'face' | 'checking' | 'done' | 'fallen' | 'late';

/** One unit in the drawing of the drive. */
export interface TimberSet {
  readonly id: string;
  readonly look: SetLook;
  /** 0..1, of the unit in hand. */
  readonly progress: number;
  readonly title: string;
}

const LOOKS: Readonly<Record<UnitState, SetLook>> = {
  leased: 'face',
  submitted: 'checking',
  verifying: 'checking',
  accepted: 'done',
  settled: 'done',
  rejected: 'fallen',
  late: 'late',
  expired: 'late',
};

/** Units in order of time, the one in hand last. */
export function setsOf(recent: readonly UnitInfo[], current: CurrentUnit | null): TimberSet[] {
  const past = recent
    .filter(({ unitId }) => unitId !== current?.unitId)
    .map(({ unitId, state }) => ({
      id: unitId,
      look: LOOKS[state],
      progress: 0,
      title: unitStateWord(state),
    }))
    .toReversed();
  if (!current) return past;
  const title = unitStateWord('leased');
  return [...past, { id: current.unitId, look: 'face', progress: current.progress, title }];
}
