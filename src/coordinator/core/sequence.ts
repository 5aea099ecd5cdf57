import { LIMITS } from '../../protocol/limits.ts';
import { AppError } from '../../shared/errors.ts';

// The sliding window against replay (RFC 4303, section 3.4.3): the highest number seen, and one
// bit for each of the 64 up to it.

export interface SequenceWindow {
  readonly top: number;
  /** Bit i is set when number `top − i` was seen; 16 hexadecimal digits. */
  readonly seen: string;
}

export const EMPTY_WINDOW: SequenceWindow = { top: 0, seen: '0'.repeat(16) };

const SIZE = LIMITS.seqWindow;
const MASK = (1n << BigInt(SIZE)) - 1n;

/**
 * Admits a sequence number once.
 *
 * @throws AppError `request.replayed` when it was seen or is older than the window
 */
export function admitSequence(window: SequenceWindow, seq: number): SequenceWindow {
  const seen = BigInt(`0x${window.seen}`);
  if (seq > window.top) {
    const shift = seq - window.top;
    const moved = shift >= SIZE ? 0n : (seen << BigInt(shift)) & MASK;
    return { top: seq, seen: toText(moved | 1n) };
  }
  const age = window.top - seq;
  if (seq < 1 || age >= SIZE) {
    throw new AppError(
      'request.replayed',
      `sequence number ${seq} is older than the window of ${SIZE} below ${window.top}`,
    );
  }
  const bit = 1n << BigInt(age);
  if ((seen & bit) !== 0n) {
    throw new AppError('request.replayed', `sequence number ${seq} was used before`);
  }
  return { top: window.top, seen: toText(seen | bit) };
}

function toText(bits: bigint): string {
  return bits.toString(16).padStart(16, '0');
}
