import { addToBucket } from '../boards/buckets.ts';
import { EMISSION, post } from '../ledger/ledger.ts';
import type { DeviceRow } from '../store/tables.ts';
import { addToOwner, adoptHeld, earningAccounts, type Owner } from './accounts.ts';
import { liveGrant } from './live-grant.ts';
import type { Turn } from './turn.ts';

// What the end of an epoch pays one device. Each unit pays whoever it was mined for: the account
// whose grant was in force at its claim, or the device itself.

/** Share of a new device's pay that is held back until it is trusted. */
const ESCROW_SHARE = 0.5;

export interface Earned {
  readonly owner: Owner;
  /** Work claims of these units, micro-units. */
  readonly work: number;
  /** What the work purse pays for them, micro-credits. */
  readonly credit: number;
}

export interface Payout {
  readonly slug: string;
  readonly epoch: number;
  readonly earned: readonly Earned[];
  /** What the arena pays the device, micro-credits. */
  readonly arena: number;
}

/** Pays one device's units of an epoch; a banned device gets nothing. */
export async function payDevice(turn: Turn, key: string, payout: Payout): Promise<void> {
  const device = await turn.sql.get('devices', 'WHERE key = ?', key);
  if (!device || device.standing === 'banned') return;
  const prizes = splitPrize(payout.arena, payout.earned);
  for (const [index, { owner, credit }] of payout.earned.entries()) {
    await payOwner(turn, device, owner, { ...payout, kind: 'work-purse', amount: credit });
    const prize = prizes[index] ?? 0;
    await payOwner(turn, device, owner, { ...payout, kind: 'arena-purse', amount: prize });
  }
  // A guest who linked a wallet meanwhile: what the earlier units pay goes the same way.
  const grant = await liveGrant(turn, key);
  if (grant) await adoptHeld(turn, grant);
  await addToBucket(
    turn,
    { subnet: payout.slug, device_key: key },
    {
      workCredit: payout.earned.reduce((sum, { credit }) => sum + credit, 0),
      arenaCredit: payout.arena,
    },
  );
}

/**
 * Splits the arena's prize over the owners of a device's units, by their work; what rounding
 * leaves goes to the last.
 */
export function splitPrize(prize: number, earned: readonly Pick<Earned, 'work'>[]): number[] {
  const work = earned.reduce((sum, part) => sum + part.work, 0);
  const parts = earned.map((part) => (work > 0 ? Math.floor((prize * part.work) / work) : 0));
  const left = prize - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, index) => (index === parts.length - 1 ? part + left : part));
}

interface Payment extends Pick<Payout, 'slug' | 'epoch'> {
  readonly kind: 'work-purse' | 'arena-purse';
  readonly amount: number;
}

async function payOwner(
  turn: Turn,
  device: DeviceRow,
  owner: Owner,
  { slug, epoch, kind, amount }: Payment,
): Promise<void> {
  if (amount === 0) return;
  const escrow = device.standing === 'new' ? Math.floor(amount * ESCROW_SHARE) : 0;
  const { own, held } = earningAccounts(device.key, owner);
  await post(turn.sql, {
    asset: 'credit',
    kind,
    ref: `${slug}:${epoch}`,
    epoch,
    atMs: turn.now,
    entries: [
      { account: EMISSION, amount: -amount },
      { account: own, amount: amount - escrow },
      { account: held, amount: escrow },
    ],
  });
  await addToOwner(turn, device.key, owner, { balance: amount - escrow, escrow });
}
