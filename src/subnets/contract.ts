import type { Rng } from '../shared/rng.ts';
import type { MaterialLabel, ScoreLabel, WorkLabel } from '../protocol/primitives.ts';
import type { Verdict } from '../protocol/verdict.ts';
import type { JobRules, JobSource } from './job.ts';

// What a subnet's folder must provide. Shared code knows these interfaces and no subnet by name.
// `judge.ts` (coordinator half) and `run.ts` (tab half) never import each other.

/** Who a subnet is. Every folder has one in its `manifest.ts`. */
export interface SubnetCard {
  readonly slug: string;
  readonly netuid: number;
  readonly title: string;
  /** One sentence: what the work is for and who wants it. */
  readonly purpose: string;
  readonly work: WorkLabel;
  readonly score: ScoreLabel;
}

/** The card of a subnet whose work a tab can do here, and how that work is cut and checked. */
export interface Manifest extends SubnetCard {
  /** What one item is, singular: `frame`. A unit is a number of items. */
  readonly item: string;
  readonly needs: {
    /** WebGPU features without which the GPU path is not tried. */
    readonly gpuFeatures: readonly string[];
    /** Downloaded once before the first unit: app, runtime and models, as they cross the wire. */
    readonly downloadBytes: number;
    /** Size of one item as the coordinator sends it. */
    readonly bytesPerItem: number;
    readonly memoryBytes: number;
    /** Names in public/models/manifest.json of the models a tab needs. */
    readonly models: readonly string[];
  };
  /** Seconds of the device's measured speed that a unit should take. */
  readonly unitSeconds: readonly [low: number, high: number];
  readonly unitItems: readonly [low: number, high: number];
  /** Share of the emission for verified work; the rest is the arena. */
  readonly workShare: number;
  readonly verification: {
    /** Share of items that are known answers mixed in (0.02 to 0.05). */
    readonly knownShare: number;
    /** Probability bound: items audited by recompute as a share of all items (≤ 0.02). */
    readonly auditShare: number;
    /** Answers a task of a new device needs. */
    readonly quorum: number;
    /** Valid units after which a device is trusted and no longer needs a second vote. */
    readonly trustedAfter: number;
    /** Smallest share of a trusted device's units that still gets an audit. */
    readonly auditFloor: number;
    /** How long a new device's answer waits for another device before the coordinator votes. */
    readonly secondVoteAfterMs: number;
    /** Full recomputes the coordinator spends on one device. */
    readonly secondVotesPerDevice: number;
    /** Most items of a new device's unit: the coordinator may have to recompute all of them. */
    readonly newDeviceItems: number;
  };
}

/** One piece of material in the coordinator's pool: a frame for score. Truth stays apart from it. */
export interface PoolItem {
  readonly itemId: string;
  /** Items of one group are consecutive: a clip. */
  readonly groupId: string;
  readonly ordinal: number;
  readonly material: MaterialLabel;
  /** sha256 of the content. */
  readonly blob: string;
  readonly bytes: number;
  readonly hasTruth: boolean;
  /** Public facts a task may carry: `{width, height}`. */
  readonly meta: Readonly<Record<string, string | number>>;
}

export interface ComposeRequest {
  /** Consecutive items of one group, as many as the device's speed asks for. */
  readonly work: readonly PoolItem[];
  /** Items with truth to hide among them; may be empty. */
  readonly known: readonly PoolItem[];
  /** sha256 of each model by its name in public/models/manifest.json. */
  readonly models: Readonly<Record<string, string>>;
  readonly rng: Rng;
}

export interface Composition<Input> {
  readonly input: Input;
  /** Pool item of each item of the input, same order. */
  readonly itemIds: readonly string[];
}

export interface JudgeJob<Input, Result> {
  readonly input: Input;
  readonly result: Result;
  /** Truth per item, null where none is known; same order as the input's items. */
  readonly truths: readonly (unknown | null)[];
  /** Items to recompute, drawn after the result was committed; all of them for a second vote. */
  readonly recompute: readonly number[];
  /** Whether the recompute is the second vote (all items) or an audit slice. */
  readonly secondVote: boolean;
  /** Another device's answer to the same task, when there is one. */
  readonly peer: Result | null;
  /** What the judge's `recompute` made of some items before the result came. */
  readonly ahead?: ReadonlyMap<number, unknown>;
}

/** Ports of a judge: everything it may touch outside its arguments. */
export interface JudgeContext {
  /** Content by hash (frames, models). */
  blob(sha256: string): Promise<Uint8Array>;
  /** Decodes an image to RGBA, row-major, 4 bytes a pixel. */
  decodeImage(bytes: Uint8Array): Promise<DecodedImage>;
  /** Runs a model by hash on float32 feeds; shapes as given. */
  infer(
    modelSha256: string,
    feeds: Readonly<Record<string, Tensor>>,
  ): Promise<Record<string, Tensor>>;
}

export interface DecodedImage {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array | Uint8ClampedArray;
}

export interface Tensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A unit as the arena sees it. */
export interface ArenaScore {
  readonly taskId: string;
  readonly score: number;
  /** Value of each of the judge's contests that the unit was measured in. */
  readonly contests: Readonly<Record<string, number>>;
}

/** Recent scores of one device, for the arena. */
export interface ArenaEntry {
  readonly deviceKey: string;
  readonly registeredMs: number;
  /** In order of time. */
  readonly scores: readonly ArenaScore[];
}

/** Coordinator half of a subnet: parse, compose, judge. Pure but for the ports in `JudgeContext`. */
export interface Judge<Input = unknown, Result = unknown> {
  readonly manifest: Manifest;
  /** @throws AppError `input.malformed` */
  parseInput(value: unknown): Input;
  /** @throws AppError `submission.malformed` when the value does not answer `input` */
  parseResult(value: unknown, input: Input): Result;
  /** Null when the offered material cannot make a unit. */
  compose(request: ComposeRequest): Composition<Input> | null;
  judge(job: JudgeJob<Input, Result>, ctx: JudgeContext): Promise<Verdict>;
  /**
   * The coordinator's own answer to one item, made while the tab still works; plain data that
   * `judge` gets back in `ahead`.
   */
  recompute?(input: Input, item: number, ctx: JudgeContext): Promise<unknown>;
  /** Components of a verdict that the arena looks at beside its score, one contest each. */
  readonly contests?: readonly string[];
  /** Shares (sum ≤ 1) of the arena purse by the subnet's own rule; empty when nobody qualifies. */
  arenaShares(entries: readonly ArenaEntry[]): ReadonlyMap<string, number>;
  /** Absent where the subnet takes no jobs. */
  readonly job?: JobRules;
}

export interface RunProgress {
  /** 0..1 of the unit. */
  readonly ratio: number;
  /** Name of the stage that runs. */
  readonly stage: string;
  /** Something to draw, plain transferable data; its shape belongs to the subnet's View. */
  readonly preview?: unknown;
}

/** Ports of a run in the tab's worker. */
export interface RunContext {
  readonly signal: AbortSignal;
  /** Content by hash, verified and cached. */
  blob(sha256: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The shared device, null where the probe chose the CPU or there is none. */
  readonly device: GPUDevice | null;
  readonly placement: Placement;
  report(progress: RunProgress): void;
  /** Monotonic milliseconds for stage timing. */
  now(): number;
  /**
   * Called after each slice of work with its busy time; waits as the GPU share asks. After a report
   * of 1 it does not: the answer goes out, and the rest comes before the next unit.
   */
  yieldShare(busyMs: number): Promise<void>;
}

/** Where the model and each small stage run, by the probe's measurement. */
export interface Placement {
  readonly backend: 'webgpu' | 'wasm';
  readonly threads: number;
  readonly stages: Readonly<Record<string, 'gpu' | 'cpu'>>;
}

export interface RunOutcome<Result> {
  readonly result: Result;
  readonly msPerStage: Readonly<Record<string, number>>;
}

/** One line of what a probe measured, shown on screen and kept by adapter and version. */
export interface ProbeFinding {
  readonly stage: string;
  readonly choice: string;
  /** Milliseconds per item of each candidate; null where it failed or exceeded the time limit. */
  readonly candidates: Readonly<Record<string, number | null>>;
}

export interface ProbeOutcome {
  readonly placement: Placement;
  readonly msPerItem: number;
  readonly findings: readonly ProbeFinding[];
}

/** Tab half of a subnet. Created once per worker by `createRunner()`. */
export interface Runner<Input = unknown, Result = unknown> {
  /** @throws AppError `input.malformed` */
  parseInput(value: unknown): Input;
  /** Content that a unit needs, by hash, so that it can be fetched while another unit runs. */
  inputs?(input: Input): readonly string[];
  /** Chooses back end and stage placement within `limitMs` on synthetic items. */
  probe(ctx: Omit<RunContext, 'placement'>, limitMs: number): Promise<ProbeOutcome>;
  /** Loads and warms everything so that the first unit starts at once. */
  warm(ctx: RunContext): Promise<void>;
  run(input: Input, ctx: RunContext): Promise<RunOutcome<Result>>;
  /**
   * Works on the visitor's own file in this tab only: nothing is submitted. Each item arrives as
   * a `report` with a preview. Ends with the file or when `ctx.signal` aborts.
   */
  practice?(file: Blob, ctx: RunContext): Promise<void>;
  /**
   * Answers the subnet's own workshop (its `Workshop.svelte`), in this tab only: nothing is
   * submitted. Request, answer and the previews reported on the way are the subnet's.
   */
  workshop?(request: unknown, ctx: RunContext): Promise<unknown>;
  dispose(): Promise<void>;
}

/** Where the coordinator's material comes from. Either half may be missing. */
export interface TaskSource {
  /** Material the coordinator makes ahead of time from a secret seed. */
  readonly rendered?: {
    readonly itemsPerGroup: number;
    /** Pure in `seed`: same seed, same items. Runs in a worker thread. */
    renderGroup(seed: string, ctx: SourceContext): Promise<SourceGroup>;
  };
  /** Material in a folder that the operator names. */
  readonly folder?: {
    /** Yields group by group; says what it leaves out through `files.problem`. */
    readGroups(files: FolderFiles, ctx: SourceContext): AsyncIterable<SourceGroup>;
  };
  /** Items of jobs; absent where the subnet takes none. */
  readonly job?: JobSource;
}

/** Consecutive items that belong together: a clip. */
export interface SourceGroup {
  readonly groupId: string;
  readonly material: MaterialLabel;
  readonly items: readonly SourceItem[];
}

export interface SourceItem {
  readonly ordinal: number;
  /** Content that a tab gets, encoded like every other item of the pool. */
  readonly bytes: Uint8Array;
  /** Public facts a task may carry: `{width, height}`. */
  readonly meta: Readonly<Record<string, string | number>>;
  /** What the judge measures against; null where nobody knows. Never leaves the coordinator. */
  readonly truth: unknown;
}

/** Ports of a source. */
export interface SourceContext {
  /** Encodes RGBA as the one picture format of the pool, so that no item stands out. */
  encodeImage(image: DecodedImage): Promise<Uint8Array>;
  decodeImage(bytes: Uint8Array): Promise<DecodedImage>;
  readonly signal: AbortSignal;
}

/** The operator's folder, read-only. Paths are relative with forward slashes. */
export interface FolderFiles {
  /** Every file below the folder, sorted. */
  list(): Promise<readonly string[]>;
  read(path: string): Promise<Uint8Array>;
  /** Reports a file that cannot be used, with the reason; reading goes on. */
  problem(path: string, reason: string): void;
}
