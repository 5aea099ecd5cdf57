import type { ArenaEntry } from '../../subnets/contract.ts';
import { addToBucket } from '../boards/buckets.ts';
import { deviceAccount, EMISSION, escrowAccount, post } from '../ledger/ledger.ts';
import { splitEmission, type SubnetDemand } from './emission.ts';
import { emit, markBoard } from './events.ts';
import { readNumber, writeNumber } from './meta.ts';
import { poolCounts, revealSeeds } from './pool.ts';
import type { Subnet, Turn } from './turn.ts';
import { emitUnit } from './units.ts';

// The end of an epoch: its emission is split by demand over the subnets that were worked on, and
// within each over two purses. Work pays every accepted unit by items × quality; the arena pays by the
// subnet's own rule. What nobody earned is not created.

/** Share of a new device's pay that is held back until it is trusted. */
const ESCROW_SHARE = 0.5;
/** Scores of a device that the arena looks at, newest. */
const ARENA_SCORES = 120;
/** Newest settled units whose devices are told; the rest is seen on the next read. */
const TOLD_UNITS = 200;

/** Starts the first epoch of a new store. */
export async function startEpochs(turn: Turn): Promise<void> {
  if ((await readNumber(turn.sql, 'epoch')) > 0) return;
  await writeNumber(turn.sql, 'epoch', 1);
  await writeNumber(turn.sql, 'epoch.ends', turn.now + turn.settings.epochMs);
}

/** Closes the epoch when its time is over; returns ms until the present one ends. */
export async function closeEpoch(turn: Turn): Promise<number> {
  const ends = await readNumber(turn.sql, 'epoch.ends');
  if (turn.now < ends) return ends - turn.now;
  const epoch = await readNumber(turn.sql, 'epoch', 1);
  const worked = await turn.sql.query(
    "SELECT subnet, SUM(work) AS work FROM leases WHERE state = 'accepted' AND epoch <= ? GROUP BY subnet",
    epoch,
  );
  const split = splitEmission(turn.settings.emission, await demandOf(turn, worked.map(slugOf)));
  for (const row of worked) {
    const subnet = turn.subnets.get(slugOf(row));
    const emission = split.get(slugOf(row)) ?? 0;
    if (subnet) await paySubnet(turn, subnet, { epoch, emission, work: Number(row['work']) });
  }
  await revealSeeds(turn, epoch);
  await writeNumber(turn.sql, 'epoch', epoch + 1);
  await writeNumber(turn.sql, 'epoch.ends', turn.now + turn.settings.epochMs);
  await emit(turn, null, {
    type: 'epoch',
    epoch: epoch + 1,
    endsMs: turn.now + turn.settings.epochMs,
  });
  if (worked.length > 0) await markBoard(turn);
  return turn.settings.epochMs;
}

/** What is wanted now of each subnet that this version has. */
async function demandOf(turn: Turn, slugs: readonly string[]): Promise<SubnetDemand[]> {
  const listed = turn.chain()?.subnets ?? [];
  const demands: SubnetDemand[] = [];
  for (const slug of slugs) {
    const subnet = turn.subnets.get(slug);
    if (!subnet) continue;
    const emission = listed.find(({ netuid }) => netuid === subnet.manifest.netuid)?.emission;
    demands.push({
      slug,
      openJobs: (await poolCounts(turn.sql, slug)).fresh.job,
      chainEmission: emission === undefined ? null : BigInt(emission),
    });
  }
  return demands;
}

interface Purse {
  readonly epoch: number;
  /** Micro-credits for this subnet. */
  readonly emission: number;
  /** All work claims of the epoch on this subnet. */
  readonly work: number;
}

async function paySubnet(turn: Turn, subnet: Subnet, purse: Purse): Promise<void> {
  const { slug, workShare } = subnet.manifest;
  const told = await turn.sql.all(
    'leases',
    `WHERE state = 'accepted' AND epoch <= ? AND subnet = ? ORDER BY decided_ms DESC LIMIT ${TOLD_UNITS}`,
    purse.epoch,
    slug,
  );
  const devices = await turn.sql.query(
    "SELECT DISTINCT device_key FROM leases WHERE state = 'accepted' AND epoch <= ? AND subnet = ?",
    purse.epoch,
    slug,
  );
  const rate = purse.work > 0 ? (purse.emission * workShare) / purse.work : 0;
  await turn.sql.run(
    `UPDATE leases SET state = 'settled', credit = CAST(work * ? AS BIGINT), epoch = ?
     WHERE state = 'accepted' AND epoch <= ? AND subnet = ?`,
    rate,
    purse.epoch,
    purse.epoch,
    slug,
  );
  const paid = await turn.sql.query(
    "SELECT device_key, SUM(credit) AS credit FROM leases WHERE state = 'settled' AND epoch = ? AND subnet = ? GROUP BY device_key",
    purse.epoch,
    slug,
  );
  const shares = subnet.judge.arenaShares(await arenaEntries(turn, slug, devices.map(keyOf)));
  const arena = Math.floor(purse.emission * (1 - workShare));
  const amounts = new Map<string, { work: number; arena: number }>();
  for (const row of paid) amounts.set(keyOf(row), { work: Number(row['credit']), arena: 0 });
  for (const [key, share] of shares) {
    const work = amounts.get(key)?.work ?? 0;
    amounts.set(key, { work, arena: Math.floor(arena * share) });
  }
  for (const [key, { work, arena: won }] of amounts) {
    await pay(turn, key, { slug, epoch: purse.epoch, work, arena: won });
  }
  for (const lease of told) await emitUnit(turn, lease.lease_id);
}

interface Payment {
  readonly slug: string;
  readonly epoch: number;
  readonly work: number;
  readonly arena: number;
}

async function pay(turn: Turn, key: string, { slug, epoch, work, arena }: Payment): Promise<void> {
  const device = await turn.sql.get('devices', 'WHERE key = ?', key);
  if (!device || device.standing === 'banned') return;
  let [balance, escrow] = [device.balance, device.escrow];
  for (const [kind, amount] of [
    ['work-purse', work],
    ['arena-purse', arena],
  ] as const) {
    if (amount === 0) continue;
    const held = device.standing === 'new' ? Math.floor(amount * ESCROW_SHARE) : 0;
    await post(turn.sql, {
      asset: 'credit',
      kind,
      ref: `${slug}:${epoch}`,
      epoch,
      atMs: turn.now,
      entries: [
        { account: EMISSION, amount: -amount },
        { account: deviceAccount(key), amount: amount - held },
        { account: escrowAccount(key), amount: held },
      ],
    });
    balance += amount - held;
    escrow += held;
  }
  await turn.sql.update('devices', { balance, escrow }, 'key = ?', key);
  await addToBucket(
    turn,
    { subnet: slug, device_key: key },
    { workCredit: work, arenaCredit: arena },
  );
}

/** Recent scores of the devices that worked in this epoch. */
async function arenaEntries(
  turn: Turn,
  slug: string,
  keys: readonly string[],
): Promise<ArenaEntry[]> {
  const entries: ArenaEntry[] = [];
  for (const key of keys) {
    const device = await turn.sql.get('devices', 'WHERE key = ?', key);
    if (!device || device.standing === 'banned') continue;
    const rows = await turn.sql.query(
      `SELECT task_id, score FROM leases WHERE device_key = ? AND subnet = ? AND state = 'settled'
       ORDER BY claimed_ms DESC LIMIT ${ARENA_SCORES}`,
      key,
      slug,
    );
    entries.push({
      deviceKey: key,
      registeredMs: device.registered_ms,
      scores: rows
        .toReversed()
        .map((row) => ({ taskId: String(row['task_id']), score: Number(row['score']) })),
    });
  }
  return entries;
}

function keyOf(row: Readonly<Record<string, unknown>>): string {
  return String(row['device_key']);
}

function slugOf(row: Readonly<Record<string, unknown>>): string {
  return String(row['subnet']);
}
