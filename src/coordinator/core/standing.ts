import type { DeviceRow } from '../store/tables.ts';
import { forfeitEscrow, releaseEscrow } from './escrow.ts';
import type { Turn } from './turn.ts';

// What a verdict does to a device: trust grows unit by unit, goes at the first wrong answer, and
// the third ends it.

/** Wrong answers after which a device gets no more work. */
export const STRIKES = 3;
/** Valid units in a row that take one strike back. */
const FORGIVEN_AFTER = 100;

/** Counts a valid unit; enough in a row make the device trusted and free its escrow. */
export async function countAccepted(turn: Turn, device: DeviceRow, trustedAfter: number) {
  const streak = device.streak + 1;
  const becomesTrusted = device.standing === 'new' && streak >= trustedAfter;
  const forgiven = streak % FORGIVEN_AFTER === 0 && device.strikes > 0 ? 1 : 0;
  await turn.sql.update(
    'devices',
    {
      accepted: device.accepted + 1,
      streak,
      strikes: device.strikes - forgiven,
      ...(becomesTrusted ? { standing: 'trusted' as const } : {}),
    },
    'key = ?',
    device.key,
  );
  if (becomesTrusted) await releaseEscrow(turn, device);
}

/** Counts a wrong answer: trust is lost; the third strike bans and forfeits the escrow. */
export async function countRejected(turn: Turn, device: DeviceRow, reason: string): Promise<void> {
  const strikes = device.strikes + 1;
  const isBanned = strikes >= STRIKES;
  await turn.sql.update(
    'devices',
    {
      rejected: device.rejected + 1,
      streak: 0,
      strikes,
      standing: isBanned ? 'banned' : 'new',
      reason: isBanned ? `${strikes} wrong answers. The last: ${reason}` : null,
    },
    'key = ?',
    device.key,
  );
  if (isBanned) await forfeitEscrow(turn, device);
}
