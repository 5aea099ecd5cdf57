import type { Clock } from '../../shared/clock.ts';
import type { ChainSnapshot } from '../../protocol/chain-snapshot.ts';
import type { Judge, Manifest } from '../../subnets/contract.ts';
import { readLeaderboard } from '../boards/leaderboard.ts';
import type { CoordinatorCore, SignedBy } from '../port.ts';
import { openLibsql } from '../store/libsql.ts';
import type { Sql, Store } from '../store/sql.ts';
import type { JobRow } from '../store/tables.ts';
import { readAccount } from './accounts.ts';
import { nextAhead } from './ahead.ts';
import { claim } from './claim.ts';
import { countersign, readEpochUnits } from './countersign.ts';
import { decide } from './decide.ts';
import { admit, admitMiner, register, toDeviceInfo } from './devices.ts';
import { closeEpoch, startEpochs } from './epochs.ts';
import { eventsSince, lastSeq, pushBoard, pushNetwork } from './events.ts';
import { offerGrant, revokeGrant, takeGrant } from './grants.ts';
import { checkUpload, createJob, noteUpload, startJob } from './jobs/draft.ts';
import { cancelJob, ownJob, rerunJob } from './jobs/own.ts';
import { purgeJobs, withdraw } from './jobs/purge.ts';
import { listJobs, readFile, readJob } from './jobs/read.ts';
import { nextJobStep } from './jobs/steps.ts';
import { addKnown, addPrepared, failJob, finishJob, forgetBlobs } from './jobs/supplies.ts';
import { endLease, expireLeases, heartbeat, liveLease } from './leases.ts';
import { liveGrant } from './live-grant.ts';
import { readNetwork } from './network.ts';
import {
  addPoolItems,
  addSeed,
  blobAccess,
  listSeeds,
  poolCounts,
  referencedBlobs,
} from './pool.ts';
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
    ...jobRequests(turn),
    ...jobWork(turn),
    ...checking(turn),
    ...reads(store, parts),
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

/** What owners ask of their jobs. */
function jobRequests(turn: InTurn) {
  const owned = <T>(by: SignedBy, jobId: string, work: (t: Turn, job: JobRow) => Promise<T>) =>
    turn(async (t) => {
      await admit(t, by);
      return work(t, await ownJob(t.sql, by.deviceKey, jobId));
    });
  const changed = (by: SignedBy, jobId: string, work: (t: Turn, job: JobRow) => Promise<void>) =>
    owned(by, jobId, async (t, job) => {
      await work(t, job);
      return readJob(t, jobId);
    });
  return {
    createJob: (by, request) =>
      turn(async (t) => {
        await admit(t, by);
        return readJob(t, (await createJob(t, by.deviceKey, request)).job_id);
      }),
    jobs: (by) =>
      turn(async (t) => {
        await admit(t, by);
        return { jobs: await listJobs(t, by.deviceKey), limits: t.settings.jobs };
      }),
    job: (by, jobId) => owned(by, jobId, (t) => readJob(t, jobId)),
    authorizeJobUpload: (by, jobId, content) =>
      owned(by, jobId, (t, job) => checkUpload(t, job, content)),
    noteJobUpload: (jobId, sha256) => turn((t) => noteUpload(t, jobId, sha256)),
    startJob: (by, jobId) => changed(by, jobId, startJob),
    cancelJob: (by, jobId) => changed(by, jobId, cancelJob),
    rerunJob: (by, jobId, request) => changed(by, jobId, (t, job) => rerunJob(t, job, request)),
    deleteJob: (by, jobId) => owned(by, jobId, (t) => withdraw(t, jobId)),
    jobFile: (by, jobId, name) => owned(by, jobId, (t) => readFile(t.sql, jobId, name)),
  } satisfies Partial<CoordinatorCore>;
}

/** What the shell does for jobs. */
function jobWork(turn: InTurn) {
  return {
    nextJobStep: () => turn(nextJobStep),
    addJobItems: (jobId, items) => turn((t) => addPrepared(t, jobId, items)),
    addJobKnown: (jobId, items) => turn((t) => addKnown(t, jobId, items)),
    finishJob: (job, files, result) => turn((t) => finishJob(t, job, files, result)),
    failJob: (jobId, reason) => turn((t) => failJob(t, jobId, reason)),
    forgetBlobs: (blobs) => turn((t) => forgetBlobs(t, blobs)),
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
          await purgeJobs(t),
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
  { subnets, clock, chain, key }: Pick<TurnParts, 'subnets' | 'clock' | 'chain' | 'key'>,
) {
  const read = <T>(work: (sql: Sql) => Promise<T>) => store.read(work);
  return {
    poolCounts: (subnet) => read((sql) => poolCounts(sql, subnet)),
    subnets: () =>
      read((sql) => Promise.all([...subnets.values()].map((subnet) => subnetInfo(sql, subnet)))),
    nextAhead: (known) => read((sql) => nextAhead({ sql, now: clock.now() }, subnets, known)),
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
    blobAccess: (sha256) => read((sql) => blobAccess(sql, sha256)),
    eventsSince: (seq, limit) => read((sql) => eventsSince(sql, seq, limit)),
    lastEventSeq: () => read(lastSeq),
  } satisfies Partial<CoordinatorCore>;
}

async function subnetInfo(sql: Sql, { manifest, judge }: Subnet) {
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
    takesJobs: judge.job !== undefined,
    open: group !== undefined || fresh.job > 0,
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
