import { compareCodePoints, formatFixed } from '../../../shared/python-text.ts';
import type { CardVerdict } from './signature.ts';

// All cards of a node together. Section b; services/gpu_signature.py 069c2b4f.

/** Longest time for all cards, seconds: fewer real cards than claimed would take longer. */
export const WALL_CLOCK_SECONDS = 120;

export interface NodeVerdict {
  readonly passed: boolean;
  /** In fixed order: count, failed cards, repeated UUIDs, time. */
  readonly reasons: readonly string[];
  readonly verifiedCount: number;
  readonly overWallClock: boolean;
}

/**
 * Judges a node: every card ok, as many as claimed, no kernel UUID twice, at most 120 s.
 *
 * @param elapsedSeconds over all cards, which answer at the same time
 */
export function judgeNode(
  cards: readonly CardVerdict[],
  elapsedSeconds: number,
  claimed: number,
): NodeVerdict {
  const verified = cards.filter((card) => card.ok).length;
  const failed = cards.length - verified;
  const repeated = repeatedUuids(cards);
  const overWallClock = elapsedSeconds > WALL_CLOCK_SECONDS;
  const reasons: string[] = [];
  if (cards.length !== claimed) reasons.push(`card_count ${cards.length} != claimed ${claimed}`);
  if (failed > 0) reasons.push(`${failed}/${cards.length} card(s) failed signature`);
  if (repeated.length > 0) {
    reasons.push(`duplicate kernel UUID across cards: ${repeated.join(',')}`);
  }
  if (overWallClock) {
    reasons.push(
      `aggregate wall-clock ${formatFixed(elapsedSeconds, 1)}s over ${WALL_CLOCK_SECONDS}s ` +
        '(serialisation on fewer real cards than claimed)',
    );
  }
  return { passed: reasons.length === 0, reasons, verifiedCount: verified, overWallClock };
}

/** Kernel UUIDs that more than one card, failed ones too, reports; sorted by code point. */
function repeatedUuids(cards: readonly CardVerdict[]): string[] {
  const seen = new Map<string, number>();
  for (const { kernelUuid } of cards) {
    if (kernelUuid !== '') seen.set(kernelUuid, (seen.get(kernelUuid) ?? 0) + 1);
  }
  return [...seen].flatMap(([uuid, count]) => (count > 1 ? [uuid] : [])).sort(compareCodePoints);
}
