import type { BoardWindow, Leaderboard, NetworkInfo, SeedInfo } from '../protocol/board.ts';
import type {
  ClaimAnswer,
  ClaimRequest,
  HeartbeatAnswer,
  HeartbeatRequest,
  ReleaseRequest,
} from '../protocol/claim.ts';
import type { FeedEvent } from '../protocol/feed.ts';
import type { AccountInfo, EpochUnits, GrantOffer, KeyType } from '../protocol/grant.ts';
import type { DeviceInfo, DeviceRequest, SubnetInfo } from '../protocol/hello.ts';
import type { JobDetail, JobList, JobRequest, JobRerun } from '../protocol/job.ts';
import type { Receipt, SubmissionRequest, UnitDetail, UnitsPage } from '../protocol/submission.ts';
import type { Verdict } from '../protocol/verdict.ts';
import type { PoolItem } from '../subnets/contract.ts';
import type { ItemMeta, JobOutcome, JobResult } from '../subnets/job.ts';

// The seam between the coordinator's core (decisions, store, ledger) and its shell (HTTP, socket,
// blobs, verification workers). The shell has checked signatures and schemas; the core checks
// sequence numbers, leases and standing inside the transaction that acts on them.

/** A request whose device signature the shell has verified. */
export interface SignedBy {
  readonly deviceKey: string;
  readonly seq: number;
  readonly timeMs: number;
  readonly signature: string;
  readonly method: string;
  readonly path: string;
  /** sha256 of the raw body. */
  readonly bodyHash: string;
}

/** A line that a wallet signed: the shell has verified the signature over its wrapped bytes. */
export interface ProvenLine {
  readonly text: string;
  /** As the wallet gave it. */
  readonly signature: string;
  readonly keyType: KeyType;
  /** Public key of the account that the line names, 64 hexadecimal digits. */
  readonly account: string;
}

/** A submission that waits for its verdict; the core hands each out once per lock period. */
export interface VerificationJob {
  readonly submissionId: string;
  readonly unitId: string;
  readonly subnet: string;
  readonly input: unknown;
  readonly result: unknown;
  readonly truths: readonly (unknown | null)[];
  readonly recompute: readonly number[];
  readonly secondVote: boolean;
  readonly peer: unknown;
}

/** A unit under way whose second vote will be the coordinator's own. */
export interface AheadJob {
  readonly unitId: string;
  readonly subnet: string;
  readonly input: unknown;
  readonly items: number;
}

/** Material for the pool; `truth` never leaves the coordinator. */
export interface NewPoolItem {
  readonly item: PoolItem;
  readonly truth: unknown | null;
  /** Seed the item was rendered from, null for an operator's. */
  readonly seedId: string | null;
}

export interface PoolCounts {
  /** Groups and items not yet handed out, by material. */
  readonly fresh: Readonly<Record<'operator' | 'rendered' | 'job', number>>;
  readonly knownItems: number;
}

/** An item of a job in the pool's form; its content is stored. */
export interface NewPreparedItem {
  readonly ordinal: number;
  readonly blob: string;
  readonly bytes: number;
  readonly meta: ItemMeta;
  /** Whatever the subnet needs to put results together. */
  readonly facts: unknown;
}

/** A known answer made over for a job; its content is stored. */
export interface NewKnownItem {
  readonly blob: string;
  readonly bytes: number;
  readonly meta: ItemMeta;
  readonly truth: unknown;
}

/** A result file; its content is stored. */
export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly blob: string;
  readonly bytes: number;
}

/** What the shell has to do next for jobs. Doing a step twice does no harm. */
export type JobStep =
  | { readonly kind: 'remove'; readonly blobs: readonly string[] }
  | {
      readonly kind: 'prepare';
      readonly jobId: string;
      readonly subnet: string;
      readonly items: readonly {
        readonly ordinal: number;
        readonly name: string | null;
        readonly blob: string;
      }[];
    }
  | {
      readonly kind: 'disguise';
      readonly jobId: string;
      readonly subnet: string;
      readonly like: ItemMeta;
      readonly known: readonly {
        readonly blob: string;
        readonly truth: unknown;
        readonly seed: string;
      }[];
    }
  | {
      readonly kind: 'assemble';
      readonly jobId: string;
      readonly subnet: string;
      readonly round: number;
      readonly outcome: JobOutcome;
    };

export type BlobAccess = 'public' | 'private' | 'owner';

export interface FeedRow {
  readonly event: FeedEvent;
  /** Device that alone may see it; null for everybody. */
  readonly deviceKey: string | null;
}

export interface CoordinatorCore {
  // Signed by a device. Each throws AppError with a code of the protocol when refused.
  register(by: SignedBy, request: DeviceRequest, options: { demo: boolean }): Promise<DeviceInfo>;
  claim(by: SignedBy, request: ClaimRequest): Promise<ClaimAnswer>;
  heartbeat(by: SignedBy, leaseId: string, request: HeartbeatRequest): Promise<HeartbeatAnswer>;
  release(by: SignedBy, leaseId: string, request: ReleaseRequest): Promise<void>;
  /** Resolves when the submission is durable, to the exact body of the answer. */
  submit(by: SignedBy, request: SubmissionRequest): Promise<string>;
  /** Whether this device holds a live lease that may upload; throws otherwise. */
  authorizeUpload(by: SignedBy, leaseId: string, token: string): Promise<void>;
  /** A nonce and what else a grant's line must say. */
  offerGrant(by: SignedBy): Promise<GrantOffer>;
  /**
   * Lets the device mine for the account that signed, and moves its guest's credit there.
   * @param domain host and port under which the visitor has the page
   */
  grant(by: SignedBy, line: ProvenLine, domain: string): Promise<AccountInfo>;
  /** Ends the grant of a device. */
  revoke(by: SignedBy, deviceKey: string): Promise<AccountInfo>;
  /** Keeps a wallet's signature under an ended epoch. */
  countersign(by: SignedBy, line: ProvenLine): Promise<EpochUnits>;
  /** Consumes the sequence number of a feed opening. */
  authorizeFeed(by: { deviceKey: string; seq: number }): Promise<void>;

  // Jobs, for their owner. Each throws `job.unknown` for a job of somebody else.
  /** @throws AppError `job.unsupported`, `job.item-limit`, `job.byte-limit`, `job.limit` */
  createJob(by: SignedBy, request: JobRequest): Promise<JobDetail>;
  jobs(by: SignedBy): Promise<JobList>;
  job(by: SignedBy, jobId: string): Promise<JobDetail>;
  /** Whether this content is one the draft waits for. @throws AppError `job.state`, `job.item-unknown` */
  authorizeJobUpload(
    by: SignedBy,
    jobId: string,
    content: { readonly sha256: string; readonly bytes: number },
  ): Promise<void>;
  /** Notes that content of a draft is stored. */
  noteJobUpload(jobId: string, sha256: string): Promise<void>;
  /** @throws AppError `job.incomplete`, `job.state` */
  startJob(by: SignedBy, jobId: string): Promise<JobDetail>;
  /** @throws AppError `job.state` */
  cancelJob(by: SignedBy, jobId: string): Promise<JobDetail>;
  /** @throws AppError `job.state`, `input.malformed` */
  rerunJob(by: SignedBy, jobId: string, request: JobRerun): Promise<JobDetail>;
  deleteJob(by: SignedBy, jobId: string): Promise<void>;
  /** @throws AppError `not-found` when the job has no such result */
  jobFile(by: SignedBy, jobId: string, name: string): Promise<StoredFile>;

  // Jobs, for the shell.
  nextJobStep(): Promise<JobStep | null>;
  addJobItems(jobId: string, items: readonly NewPreparedItem[]): Promise<void>;
  addJobKnown(jobId: string, items: readonly NewKnownItem[]): Promise<void>;
  finishJob(
    job: { readonly jobId: string; readonly round: number },
    files: readonly StoredFile[],
    result: Pick<JobResult, 'quality' | 'doubts'>,
  ): Promise<void>;
  failJob(jobId: string, reason: string): Promise<void>;
  /** Content of deleted jobs that has left the blob store. */
  forgetBlobs(blobs: readonly string[]): Promise<void>;
  /** Who may read a content by its hash. */
  blobAccess(sha256: string): Promise<BlobAccess>;

  // Verification.
  nextVerification(): Promise<VerificationJob | null>;
  /** A unit that a lone newcomer works on, apart from the `known` ones; null when there is none. */
  nextAhead(known: readonly string[]): Promise<AheadJob | null>;
  decide(submissionId: string, verdict: Verdict, costMs: number): Promise<void>;

  // Material.
  addPoolItems(subnet: string, items: readonly NewPoolItem[]): Promise<void>;
  poolCounts(subnet: string): Promise<PoolCounts>;
  /** Stores a secret seed with its commitment; the core reveals it after the epoch it was used in. */
  addSeed(seedId: string, seed: string, commitment: string): Promise<void>;
  setModels(subnet: string, models: Readonly<Record<string, string>>): Promise<void>;

  /** Pushes totals and chain figures to everybody on the feed. */
  tellNetwork(): Promise<void>;

  /** Runs due timers (lease expiry, second votes, epoch close); returns ms until the next one. */
  advance(): Promise<number>;

  // Public reads.
  subnets(): Promise<SubnetInfo[]>;
  device(deviceKey: string): Promise<DeviceInfo | null>;
  units(deviceKey: string, before: string | null, limit: number): Promise<UnitsPage>;
  unit(unitId: string): Promise<UnitDetail | null>;
  receipt(submissionId: string): Promise<Receipt | null>;
  /** @param account public key, hexadecimal; null for one that never granted anything */
  account(account: string): Promise<AccountInfo | null>;
  epochUnits(account: string, epoch: number): Promise<EpochUnits | null>;
  leaderboard(subnet: string, window: BoardWindow): Promise<Leaderboard>;
  network(): Promise<NetworkInfo>;
  seeds(): Promise<SeedInfo[]>;
  /** Hashes that must not be collected: referenced by pool, tasks or submissions. */
  referencedBlobs(): Promise<ReadonlySet<string>>;

  // Live feed.
  /** Rows after `seq` in order; `resync` when they are no longer kept. */
  eventsSince(seq: number, limit: number): Promise<FeedRow[] | 'resync'>;
  lastEventSeq(): Promise<number>;
  /** Called (at most once per 50 ms) when new rows are in the outbox. */
  onEvents(listener: () => void): () => void;

  close(): Promise<void>;
}
