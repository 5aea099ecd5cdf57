import type { Clock } from '../../shared/clock.ts';
import type { ChainSnapshot } from '../../protocol/chain-snapshot.ts';
import type { Judge, Manifest } from '../../subnets/contract.ts';
import { readLeaderboard } from '../boards/leaderboard.ts';
import type { CoordinatorCore, SignedBy } from '../port.ts';
import { openLibsql } from '../store/libsql.ts';
import type { Sql, Store } from '../store/sql.ts';
import { readAccount } from './accounts.ts';
import { claim } from './claim.ts';
import { countersign, readEpochUnits } from './countersign.ts';
import { decide } from './decide.ts';
import { admit, admitMiner, register, toDeviceInfo } from './devices.ts';
import { closeEpoch, startEpochs } from './epochs.ts';
import { eventsSince, lastSeq, pushBoard, pushNetwork } from './events.ts';
import { offerGrant, revokeGrant, takeGrant } from './grants.ts';
import { endLease, expireLeases, heartbeat, liveLease } from './leases.ts';
import { liveGrant } from './live-grant.ts';
import { readNetwork } from './network.ts';
import { addPoolItems, addSeed, listSeeds, poolCounts, referencedBlobs } from './pool.ts';
import { submit } from './submit.ts';
import { newTurn } from './turn.ts';
import type { CoreSettings, SigningKey, Subnet, Turn, TurnParts } from './turn.ts';
import { listUnits, readReceipt, readUnit } from './units.ts';
import { nextCheckMs, nextVerification } from './verification.ts';

export interface CoreOptions {
  /** File of the store, or `:memory:`. */
  readonly path: string;
  readonly clock: Clock;
  /** Bytes of a cryptographic generator. */
  readonly random: (bytes: number) => Uint8Array;
  readonly judges: (slug: string) => Promise<Judge | null>;
  readonly manifests: readonly Manifest[];
  readonly key: SigningKey;
  readonly settings: CoreSettings;
  /** What the chain said last; absent where none is configured. */
  readonly chain?: () => ChainSnapshot | null;
}

/** How long `advance` is not needed at most, in ms. */
const IDLE_MS = 1_000;
/** Listeners hear of new events at most this often, in ms. */
const NOTIFY_MS = 50;

/** The coordinator's decisions over an embedded store. */
export async function createCore(options: CoreOptions): Promise<CoordinatorCore> {
  const store = openLibsql(options.path);
  const chain = options.chain ?? (() => null);
  const parts: TurnParts = { ...options, chain, subnets: await loadSubnets(options) };
  const events = eventBell();
  /** One decision in one transaction. */
  const turn = async <T>(work: (turn: Turn) => Promise<T>): Promise<T> => {
    const value = await store.transaction((sql) => work(newTurn(sql, parts)));
    events.ring();
    return value;
  };
  await turn(startEpochs);
  return {
    ...signed(turn),
    ...granting(turn),
    ...checking(turn),
    ...reads(store, { ...options, chain }),
    onEvents: events.listen,
    close: () => store.close(),
  };
}

type InTurn = <T>(work: (turn: Turn) => Promise<T>) => Promise<T>;

async function loadSubnets({ manifests, judges }: CoreOptions): Promise<Map<string, Subnet>> {
  const subnets = new Map<string, Subnet>();
  for (const manifest of manifests) {
    const judge = await judges(manifest.slug);
    if (judge) subnets.set(manifest.slug, { manifest, judge });
  }
  return subnets;
}

/** Requests that a device signed. */
function signed(turn: InTurn) {
  return {
    register: (by, request, { demo }) => turn((t) => register(t, by, request, demo)),
    claim: (by, request) => turn(async (t) => claim(t, await admitMiner(t, by), request)),
    heartbeat: (by, leaseId, { token }) =>
      turn(async (t) => {
        await admit(t, by);
        return heartbeat(t, await liveLease(t, by.deviceKey, leaseId, token));
      }),
    release: (by, leaseId, { token }) =>
      turn(async (t) => {
        await admit(t, by);
        await endLease(t, await liveLease(t, by.deviceKey, leaseId, token));
      }),
    submit: (by, request) => turn(async (t) => submit(t, await admit(t, by), by, request)),
    authorizeUpload: (by, leaseId, token) =>
      turn(async (t) => {
        await admitMiner(t, by);
        await liveLease(t, by.deviceKey, leaseId, token);
      }),
    authorizeFeed: (by) =>
      turn(async (t) => {
        await admit(t, by);
      }),
  } satisfies Partial<CoordinatorCore>;
}

/** What wallets let devices do. */
function granting(turn: InTurn) {
  const admitted = <T>(by: SignedBy, work: (t: Turn) => Promise<T>) =>
    turn(async (t) => {
      await admit(t, by);
      return work(t);
    });
  return {
    offerGrant: (by) => admitted(by, (t) => offerGrant(t, by)),
    grant: (by, line, domain) => admitted(by, (t) => takeGrant(t, by, line, domain)),
    revoke: (by, deviceKey) => admitted(by, (t) => revokeGrant(t, by, deviceKey)),
    countersign: (by, line) => admitted(by, (t) => countersign(t, by, line)),
  } satisfies Partial<CoordinatorCore>;
}

/** Verification, material and the clock. */
function checking(turn: InTurn) {
  return {
    nextVerification: () => turn(nextVerification),
    decide: (submissionId, verdict) => turn((t) => decide(t, submissionId, verdict)),
    addPoolItems: (subnet, items) => turn((t) => addPoolItems(t, subnet, items)),
    addSeed: (seedId, seed, commitment) => turn((t) => addSeed(t, seedId, seed, commitment)),
    setModels: (subnet, models) => turn((t) => setModels(t, subnet, models)),
    tellNetwork: () => turn(pushNetwork),
    advance: () =>
      turn(async (t) => {
        const waits = [
          await expireLeases(t),
          await closeEpoch(t),
          await nextCheckMs(t),
          await pushBoard(t),
        ].filter((wait) => wait !== null);
        return Math.max(1, Math.min(IDLE_MS, ...waits));
      }),
  } satisfies Partial<CoordinatorCore>;
}

async function setModels(
  { sql }: Turn,
  subnet: string,
  models: Readonly<Record<string, string>>,
): Promise<void> {
  await sql.run('DELETE FROM models WHERE subnet = ?', subnet);
  for (const [name, sha256] of Object.entries(models)) {
    await sql.insert('models', { subnet, name, sha256 });
  }
}

/** Reads that anyone may make. */
function reads(
  store: Store,
  {
    manifests,
    clock,
    chain,
    key,
  }: Pick<TurnParts, 'clock' | 'chain' | 'key'> & Pick<CoreOptions, 'manifests'>,
) {
  const read = <T>(work: (sql: Sql) => Promise<T>) => store.read(work);
  return {
    poolCounts: (subnet) => read((sql) => poolCounts(sql, subnet)),
    subnets: () =>
      read((sql) => Promise.all(manifests.map((manifest) => subnetInfo(sql, manifest)))),
    device: (deviceKey) =>
      read(async (sql) => {
        const row = await sql.get('devices', 'WHERE key = ?', deviceKey);
        const grant = await liveGrant({ sql, now: clock.now() }, deviceKey);
        return row ? toDeviceInfo(row, grant) : null;
      }),
    units: (key, before, limit) => read((sql) => listUnits(sql, key, before, limit)),
    unit: (unitId) => read((sql) => readUnit(sql, unitId)),
    receipt: (submissionId) => read((sql) => readReceipt(sql, submissionId)),
    account: (account) => read((sql) => readAccount(sql, account)),
    epochUnits: (account, epoch) =>
      read((sql) => readEpochUnits(sql, key.publicKey, account, epoch)),
    leaderboard: (subnet, window) =>
      read((sql) => readLeaderboard(sql, subnet, window, clock.now())),
    network: () => read((sql) => readNetwork(sql, chain())),
    seeds: () => read(listSeeds),
    referencedBlobs: () => read(referencedBlobs),
    eventsSince: (seq, limit) => read((sql) => eventsSince(sql, seq, limit)),
    lastEventSeq: () => read(lastSeq),
  } satisfies Partial<CoordinatorCore>;
}

async function subnetInfo(sql: Sql, manifest: Manifest) {
  const { slug, netuid, title, work, score, needs } = manifest;
  const { fresh } = await poolCounts(sql, slug);
  const group = await sql.get('groups', 'WHERE subnet = ?', slug);
  return {
    slug,
    netuid,
    title,
    work,
    score,
    downloadBytes: needs.downloadBytes,
    bytesPerItem: needs.bytesPerItem,
    open: group !== undefined,
    waiting: fresh,
  };
}

/** Tells listeners that the outbox may have grown; many rings in a short time are one. */
function eventBell() {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  return {
    ring() {
      if (timer !== null || listeners.size === 0) return;
      timer = setTimeout(() => {
        timer = null;
        for (const listener of listeners) listener();
      }, NOTIFY_MS);
    },
    listen(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
