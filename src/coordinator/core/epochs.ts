import * as v from 'valibot';
import type { ArenaEntry } from '../../subnets/contract.ts';
import type { Row } from '../store/sql.ts';
import { splitEmission, type SubnetDemand } from './emission.ts';
import { emit, markBoard } from './events.ts';
import { readNumber, writeNumber } from './meta.ts';
import { type Earned, payDevice } from './payout.ts';
import { poolCounts, revealSeeds } from './pool.ts';
import type { Subnet, Turn } from './turn.ts';
import { emitUnit } from './units.ts';

// The end of an epoch: its emission is split by demand over the subnets that were worked on, and
// within each over two purses. Work pays every accepted unit by items × quality; the arena pays by the
// subnet's own rule. What nobody earned is not created.

/** Scores of a device that the arena looks at, newest. */
const ARENA_SCORES = 120;
/** Newest settled units whose devices are told; the rest is seen on the next read. */
const TOLD_UNITS = 200;

const Contests = v.record(v.string(), v.number());

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
    `SELECT l.device_key, g.account, SUM(l.credit) AS credit, SUM(l.work) AS work
     FROM leases l LEFT JOIN grants g ON g.grant_id = l.grant_id
     WHERE l.state = 'settled' AND l.epoch = ? AND l.subnet = ?
     GROUP BY l.device_key, g.account ORDER BY l.device_key, g.account`,
    purse.epoch,
    slug,
  );
  const shares = subnet.judge.arenaShares(await arenaEntries(turn, slug, devices.map(keyOf)));
  const arena = Math.floor(purse.emission * (1 - workShare));
  const earned = new Map<string, Earned[]>();
  for (const row of paid)
    earned.set(keyOf(row), [...(earned.get(keyOf(row)) ?? []), toEarned(row)]);
  for (const [key, parts] of earned) {
    const prize = Math.floor(arena * (shares.get(key) ?? 0));
    await payDevice(turn, key, { slug, epoch: purse.epoch, earned: parts, arena: prize });
  }
  for (const lease of told) await emitUnit(turn, lease.lease_id);
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
      `SELECT task_id, score, contests FROM leases WHERE device_key = ? AND subnet = ? AND state = 'settled'
       ORDER BY claimed_ms DESC LIMIT ${ARENA_SCORES}`,
      key,
      slug,
    );
    entries.push({
      deviceKey: key,
      registeredMs: device.registered_ms,
      scores: rows.toReversed().map((row) => ({
        taskId: String(row['task_id']),
        score: Number(row['score']),
        contests: contestsOf(row),
      })),
    });
  }
  return entries;
}

function contestsOf({ contests }: Row): Readonly<Record<string, number>> {
  return typeof contests === 'string' ? v.parse(Contests, JSON.parse(contests)) : {};
}

function toEarned(row: Row): Earned {
  const { account } = row;
  return {
    owner: typeof account === 'string' ? account : null,
    work: Number(row['work']),
    credit: Number(row['credit']),
  };
}

function keyOf(row: Readonly<Record<string, unknown>>): string {
  return String(row['device_key']);
}

function slugOf(row: Readonly<Record<string, unknown>>): string {
  return String(row['subnet']);
}
