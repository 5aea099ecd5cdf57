import type { ErrorCode } from '../shared/errors.ts';
import type { DeviceInfo, Hello } from '../protocol/hello.ts';
import type { MaterialLabel } from '../protocol/primitives.ts';
import type { UnitInfo } from '../protocol/submission.ts';
import type { Placement, ProbeFinding } from '../subnets/contract.ts';
import type { JobClient } from './job-client.ts';
import type { Plan } from './planning/guide.ts';
import type { MeasuredBySubnet } from './planning/rank.ts';
import type { SignedClient } from './signed-client.ts';

// What the page may know of mining: plain data, pushed at most ten times a second.

/** Why nothing runs, or what runs: exactly one at a time, shown as the reason line. */
export type ReasonCode =
  | 'idle'
  | 'loading-model'
  | 'probing'
  | 'claiming'
  | 'no-work'
  | 'working'
  | 'submitting'
  | 'paused-by-you'
  | 'paused-battery'
  | 'paused-hidden'
  | 'paused-saver'
  | 'other-tab'
  | 'offline'
  | 'coordinator-down'
  | 'finishing'
  | 'stopped-by-you'
  | 'banned'
  | 'old-version'
  | 'worker-blocked'
  | 'worker-restarting'
  | 'gpu-lost'
  | 'failed';

export type MinerPhase =
  'idle' | 'preparing' | 'running' | 'paused' | 'finishing' | 'stopped' | 'failed';

export interface Reason {
  readonly code: ReasonCode;
  /** Values for the sentence: seconds to wait, unit numbers, an error's message. */
  readonly values: Readonly<Record<string, string | number>>;
}

export interface CurrentUnit {
  readonly unitId: string;
  readonly subnet: string;
  readonly material: MaterialLabel;
  readonly items: number;
  readonly progress: number;
  readonly stage: string;
}

export interface MinerSnapshot {
  readonly phase: MinerPhase;
  readonly reason: Reason;
  readonly current: CurrentUnit | null;
  /** Shape belongs to the subnet's View; null between units. */
  readonly preview: unknown;
  readonly placement: Placement | null;
  readonly findings: readonly ProbeFinding[];
  readonly msPerItem: number | null;
  readonly unitsPerHour: number | null;
  readonly msPerStage: Readonly<Record<string, number>>;
  /**
   * GPU share, 0.1..1 as set and 0..1 as measured over the last 30 s; null before any work.
   * `yielding` while a loaded machine gets less than what was set.
   */
  readonly share: {
    readonly target: number;
    readonly measured: number | null;
    readonly yielding: boolean;
  };
  readonly totals: {
    readonly accepted: number;
    readonly rejected: number;
    readonly late: number;
    /** Results kept here that the coordinator has not acknowledged yet. */
    readonly unsent: number;
    readonly creditMicro: number;
  };
  /** Newest first, at most 20. */
  readonly recent: readonly UnitInfo[];
  readonly connection: 'connecting' | 'online' | 'offline';
  readonly hello: Hello | null;
  readonly device: DeviceInfo | null;
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
  /** Which subnet is mined now and next, and who decides. */
  readonly plan: Plan;
}

/** What the visitor agreed to on the consent sheet. Nothing is on by default but the share. */
export interface Consent {
  /** What was agreed to, in the visitor's order: the first is mined, in auto mode any of them. */
  readonly subnets: readonly string[];
  /** Follow where work counts most; off unless chosen. */
  readonly auto?: boolean;
  readonly gpuShare: number;
  readonly stopOnBattery: boolean;
  readonly hiddenTab: 'pause' | 'continue';
  readonly agreedMs: number;
}

/** What the device can do, in facts; the page turns them into words. */
export interface DeviceCheck {
  readonly secureContext: boolean;
  readonly crossOriginIsolated: boolean;
  readonly workers: boolean;
  readonly wasmThreads: number;
  readonly ed25519: boolean;
  readonly storage: 'opfs' | 'indexeddb' | 'none';
  readonly storagePersisted: boolean;
  readonly webCodecs: boolean;
  readonly saveData: boolean;
  readonly battery: { readonly charging: boolean; readonly level: number } | null;
  readonly gpu: {
    readonly available: boolean;
    readonly software: boolean;
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly f16: boolean;
    readonly subgroups: boolean;
    readonly maxBufferBytes: number;
    readonly reason: string;
  };
}

export interface BenchmarkOutcome {
  readonly subnet: string;
  readonly placement: Placement;
  readonly msPerItem: number;
  readonly unitsPerHour: number;
  readonly findings: readonly ProbeFinding[];
  readonly tookMs: number;
  /** True when an earlier probe of the same adapter and version was remembered. */
  readonly fromMemory: boolean;
}

/** The page's handle on mining; implemented in `src/miner/session.ts`. */
export interface MinerSession {
  /** Calls back at once with the present snapshot, then on each change; returns the unsubscribe. */
  subscribe(listener: (snapshot: MinerSnapshot) => void): () => void;
  check(): Promise<DeviceCheck>;
  /** Takes about ten seconds; progress 0..1. */
  benchmark(
    subnet: string,
    onProgress: (ratio: number, stage: string) => void,
  ): Promise<BenchmarkOutcome>;
  start(consent: Consent): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  finishThenStop(): Promise<void>;
  setGpuShare(share: number): void;
  setHiddenTab(policy: 'pause' | 'continue'): void;
  setStopOnBattery(stop: boolean): void;
  /** Mines this subnet after the unit in hand; the visitor has agreed to it before. */
  chooseSubnet(subnet: string): void;
  /** Lets the device follow where its work counts most, among what was agreed to. */
  setAuto(auto: boolean): void;
  /** What this device is known to do per subnet. */
  measured(): Promise<MeasuredBySubnet>;
  rename(name: string): Promise<void>;
  /** Requests in this device's name, apart from mining; makes the key when there is none. */
  signed(): Promise<SignedClient>;
  /** A customer's requests in this device's name; makes the key when there is none, and registers it. */
  jobs(): Promise<JobClient>;
  /** Re-runs a decided unit's input in this tab and returns the result, for comparison. */
  rerun(subnet: string, input: unknown, onProgress: (ratio: number) => void): Promise<unknown>;
  /**
   * Works on the visitor's own video in this tab; nothing is submitted. `onFrame` gets the ratio
   * done and a preview in the shape of the subnet's View. Rejects with `media.unsupported`.
   */
  practice(
    call: { readonly subnet: string; readonly file: Blob; readonly signal: AbortSignal },
    onFrame: (ratio: number, preview: unknown) => void,
  ): Promise<void>;
  /**
   * Asks the subnet's own workshop in this tab; nothing is submitted. Request, answer and previews
   * are the subnet's.
   */
  workshop(
    call: { readonly subnet: string; readonly request: unknown; readonly signal: AbortSignal },
    onProgress: (ratio: number, preview: unknown) => void,
  ): Promise<unknown>;
  /** What was agreed to before, for a sheet that remembers; null on a first visit. */
  lastConsent(): Promise<Consent | null>;
  /** Own public key, null before the first start. */
  deviceKey(): Promise<string | null>;
}
