import type { KeyType } from '../../protocol/grant.ts';
import type { JobState } from '../../protocol/job.ts';
import type { MaterialLabel } from '../../protocol/primitives.ts';
import type { UnitState } from '../../protocol/submission.ts';

// One interface per table of schema.ts, column for column. JSON columns hold canonical text.

export interface MetaRow {
  readonly key: string;
  readonly value: string;
}

export interface DeviceRow {
  readonly key: string;
  readonly name: string;
  readonly demo: number;
  readonly standing: 'new' | 'trusted' | 'banned';
  readonly registered_ms: number;
  /** Highest sequence number seen, and which of the 64 up to it were: 16 hexadecimal digits. */
  readonly seq_top: number;
  readonly seq_window: string;
  /** Valid units in a row: enough of them make a device trusted. */
  readonly streak: number;
  readonly strikes: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly late: number;
  readonly balance: number;
  readonly escrow: number;
  /** Second votes the coordinator still spends on this device, refilled with time. */
  readonly votes: number;
  readonly votes_ms: number;
  readonly reason: string | null;
}

export interface GroupRow {
  readonly group_id: string;
  readonly subnet: string;
  readonly material: MaterialLabel;
  /** Items without truth come first as work. */
  readonly labelled: number;
  readonly items: number;
  /** Position of the next item to hand out. */
  readonly cursor: number;
  /** How often the whole group was handed out. */
  readonly uses: number;
  readonly seed_id: string | null;
  readonly created_ms: number;
}

export interface ItemRow {
  readonly item_id: string;
  readonly subnet: string;
  readonly group_id: string;
  readonly ordinal: number;
  readonly material: MaterialLabel;
  readonly blob: string;
  readonly bytes: number;
  readonly meta: string;
  readonly truth: string | null;
  readonly known_uses: number;
}

export interface TaskRow {
  readonly task_id: string;
  readonly subnet: string;
  readonly material: MaterialLabel;
  readonly input: string;
  readonly item_ids: string;
  readonly items: number;
  /** Items added as known answers. */
  readonly known: number;
  /** Group of the work items. */
  readonly group_id: string;
  /** Leases that may still be given. */
  readonly open_slots: number;
  readonly created_ms: number;
}

/** A lease, and from its submission on the unit with its fate. */
export interface LeaseRow {
  readonly lease_id: string;
  readonly task_id: string;
  readonly subnet: string;
  readonly material: MaterialLabel;
  readonly device_key: string;
  readonly token: string;
  readonly state: UnitState;
  readonly items: number;
  readonly backend: string;
  readonly device_class: string;
  readonly ttl_ms: number;
  readonly claimed_ms: number;
  readonly expires_ms: number;
  readonly submitted_ms: number | null;
  readonly decided_ms: number | null;
  readonly submission_id: string | null;
  readonly result_hash: string | null;
  readonly result: string | null;
  /** The acknowledgement, byte for byte. */
  readonly answer: string | null;
  /** The device's signed request, for the receipt. */
  readonly signed: string | null;
  readonly verify_ms: number | null;
  readonly locked_ms: number;
  readonly attempts: number;
  /** Items drawn for recompute, null before the draw. */
  readonly recompute: string | null;
  readonly second_vote: number;
  readonly peer_lease: string | null;
  readonly verdict: string | null;
  readonly score: number | null;
  /** Claim on the work purse: items × quality in micro-units. */
  readonly work: number;
  readonly credit: number | null;
  readonly epoch: number | null;
  /** Grant in force at the claim: whose the earnings are; null for a guest's unit. */
  readonly grant_id: string | null;
  /** Milliseconds of work by the tab's own measure; null before its answer. */
  readonly tab_ms: number | null;
  /** Values by which the unit counts in the arena's contests, JSON; null where it has none. */
  readonly contests: string | null;
}

export interface LedgerRow {
  readonly seq: number;
  /** Rows of one posting share its number and sum to zero. */
  readonly posting: number;
  readonly asset: 'work' | 'credit';
  readonly account: string;
  /** Micro-units, signed. */
  readonly amount: number;
  readonly kind: string;
  readonly ref: string;
  readonly epoch: number;
  readonly at_ms: number;
  readonly hash: string;
}

export interface ReceiptRow {
  readonly submission_id: string;
  readonly receipt: string;
}

export interface EventRow {
  readonly seq: number;
  readonly at_ms: number;
  readonly device_key: string | null;
  readonly event: string;
}

export interface SeedRow {
  readonly seed_id: string;
  readonly seed: string;
  readonly commitment: string;
  /** Epoch of the last task that used it; null before the first. */
  readonly epoch: number | null;
  readonly revealed: number;
  readonly created_ms: number;
}

export interface ModelRow {
  readonly subnet: string;
  readonly name: string;
  readonly sha256: string;
}

/** Milliseconds per item of recent units, newest last, for the length of leases. */
export interface TimingRow {
  readonly subnet: string;
  readonly device_class: string;
  readonly samples: string;
}

/** Projection: one device's results of five minutes on one subnet. */
export interface BucketRow {
  readonly subnet: string;
  readonly device_key: string;
  readonly bucket: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly items: number;
  /** Σ quality × items. */
  readonly quality_items: number;
  readonly work_credit: number;
  readonly arena_credit: number;
  readonly last_ms: number;
}

/** Offered to a device for one grant; deleted when used. */
export interface NonceRow {
  readonly nonce: string;
  readonly device_key: string;
  readonly issued_ms: number;
}

/** A device's grant; the newest that is neither revoked, replaced nor expired is in force. */
export interface GrantRow {
  readonly grant_id: string;
  /** Public key of the account, 64 hexadecimal digits: an account is its key. */
  readonly account: string;
  readonly address: string;
  readonly key_type: KeyType;
  readonly device_key: string;
  readonly text: string;
  readonly signature: string;
  readonly issued_ms: number;
  readonly expires_ms: number;
  readonly revoked_ms: number | null;
  /** When the device got another grant, of the same account or not. */
  readonly replaced_ms: number | null;
  /** Accepted units of its leases. */
  readonly accepted: number;
  readonly created_ms: number;
}

/** Projection: what an account holds by the ledger. */
export interface AccountRow {
  readonly account: string;
  readonly balance: number;
  /** The part of it that guests had earned. */
  readonly adopted: number;
}

/** Projection: what is held back for an account until a device of it is trusted. */
export interface EscrowRow {
  readonly device_key: string;
  readonly account: string;
  readonly amount: number;
  readonly adopted: number;
}

export interface CountersignatureRow {
  readonly account: string;
  readonly epoch: number;
  readonly text: string;
  readonly signature: string;
  readonly key_type: KeyType;
  readonly created_ms: number;
}

/** Work that somebody wants done. Deleted jobs keep their row until nothing of them is left. */
export interface JobRow {
  readonly job_id: string;
  /** Owner. */
  readonly device_key: string;
  readonly subnet: string;
  readonly title: string;
  readonly options: string;
  readonly fps: number | null;
  readonly state: JobState;
  /** Why it failed. */
  readonly reason: string | null;
  readonly round: number;
  readonly items: number;
  /** Of the uploads. */
  readonly bytes: number;
  readonly quality: number | null;
  /** Items that the coordinator computed itself to check answers. */
  readonly recomputed: number;
  readonly created_ms: number;
  readonly started_ms: number | null;
  readonly finished_ms: number | null;
  /** When the work of the present round began. */
  readonly round_ms: number | null;
  /** When a unit was cut last: jobs take turns. */
  readonly served_ms: number;
  readonly expires_ms: number;
  /** When its owner deleted it, or it expired. */
  readonly deleted_ms: number | null;
}

/**
 * One item of a job. Open: no task, not done. In work: a task, not done. `done` once an answer
 * that holds it was accepted.
 */
export interface JobItemRow {
  readonly job_id: string;
  readonly ordinal: number;
  readonly name: string | null;
  /** sha256 of what the customer sends. */
  readonly upload: string;
  readonly bytes: number;
  readonly received: number;
  /** The item in the pool's form; null before it was prepared. */
  readonly item_id: string | null;
  /** What the subnet noted when it prepared the item. */
  readonly facts: string | null;
  readonly task_id: string | null;
  readonly done: number;
  /** With the second opinion of the present round; null without one. */
  readonly agreement: number | null;
  readonly doubt: string | null;
}

export interface JobFileRow {
  readonly job_id: string;
  readonly name: string;
  readonly type: string;
  readonly blob: string;
  readonly bytes: number;
}

/** Which device has an opinion on an item, or works on one. */
export interface JobSeenRow {
  readonly job_id: string;
  readonly ordinal: number;
  readonly device_key: string;
  readonly task_id: string;
}

/** Content of a deleted job that has to leave the blob store. */
export interface DoomedRow {
  readonly blob: string;
}

export interface Tables {
  readonly meta: MetaRow;
  readonly devices: DeviceRow;
  readonly groups: GroupRow;
  readonly items: ItemRow;
  readonly tasks: TaskRow;
  readonly leases: LeaseRow;
  readonly ledger: LedgerRow;
  readonly receipts: ReceiptRow;
  readonly events: EventRow;
  readonly seeds: SeedRow;
  readonly models: ModelRow;
  readonly timings: TimingRow;
  readonly buckets: BucketRow;
  readonly nonces: NonceRow;
  readonly grants: GrantRow;
  readonly accounts: AccountRow;
  readonly escrows: EscrowRow;
  readonly countersignatures: CountersignatureRow;
  readonly jobs: JobRow;
  readonly job_items: JobItemRow;
  readonly job_files: JobFileRow;
  readonly job_seen: JobSeenRow;
  readonly doomed: DoomedRow;
}
