import type { BoardRow } from '../../protocol/board.ts';
import type { UnitState } from '../../protocol/submission.ts';
import type { Check } from '../../protocol/verdict.ts';
import { m } from '../../paraglide/messages.js';

// The protocol's words of boards and verdicts, beside those in `../session/words.ts`.

export type Tone = 'plain' | 'lamp' | 'good' | 'bad' | 'info';

/** Colour of a unit's fate. */
export const STATE_TONES: Readonly<Record<UnitState, Tone>> = {
  leased: 'lamp',
  submitted: 'info',
  verifying: 'info',
  accepted: 'good',
  rejected: 'bad',
  late: 'plain',
  expired: 'plain',
  settled: 'good',
};

interface Standing {
  readonly word: () => string;
  readonly help: () => string;
  readonly tone: Tone;
}

export const STANDINGS: Readonly<Record<BoardRow['standing'], Standing>> = {
  new: { word: m.board_standing_new, help: m.board_standing_new_help, tone: 'plain' },
  trusted: { word: m.board_standing_trusted, help: m.board_standing_trusted_help, tone: 'good' },
  banned: { word: m.board_standing_banned, help: m.board_standing_banned_help, tone: 'bad' },
};

const CHECKS: Readonly<Record<Check['kind'], () => string>> = {
  schema: m.units_check_schema,
  'known-answer': m.units_check_known,
  slice: m.units_check_slice,
  recompute: m.units_check_recompute,
  agreement: m.units_check_agreement,
};

export function checkWord(kind: Check['kind']): string {
  return CHECKS[kind]();
}
