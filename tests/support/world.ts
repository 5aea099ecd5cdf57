import type { BlobStore } from '../../src/coordinator/blobs/store.ts';
import { createCore } from '../../src/coordinator/core/create.ts';
import type { CoreOptions } from '../../src/coordinator/core/create.ts';
import type { CoordinatorCore, NewPoolItem, SignedBy } from '../../src/coordinator/port.ts';
import type { ClaimAnswer, ClaimedUnit } from '../../src/protocol/claim.ts';
import { submissionId } from '../../src/protocol/signing.ts';
import { SubmissionAnswer, type SubmissionRequest } from '../../src/protocol/submission.ts';
import type { Verdict } from '../../src/protocol/verdict.ts';
import { manualClock } from '../../src/shared/clock.ts';
import { hashJson, sha256Hex } from '../../src/shared/hash.ts';
import { seededRng } from '../../src/shared/rng.ts';
import { parse } from 'valibot';
import { judge as scoreJudge } from '../../src/subnets/score/judge.ts';
import { judgeUnit } from '../../src/subnets/score/judging.ts';
import type { Judge } from '../../src/subnets/contract.ts';
import type { Detection } from '../../src/subnets/score/pipeline/contract.ts';
import { parseInput, type ScoreInput, type ScoreResult } from '../../src/subnets/score/task.ts';
import { answer, detectScene, foundIn, makeScene } from '../unit/subnets/score/scene.ts';

// A coordinator's core in the test's own process: the real decisions, store, ledger and judge; only
// the clock, the source of chance and the detector are the test's.

export interface WorldOptions {
  readonly seed?: string;
  readonly path?: string;
  readonly settings?: Partial<CoreOptions['settings']>;
  readonly chain?: NonNullable<CoreOptions['chain']>;
  /** Contents by hash, to open the same world again after a restart. */
  readonly blobs?: Map<string, Uint8Array>;
  /** Key of the coordinator; one whose signatures prove nothing where a test does not look at them. */
  readonly key?: CoreOptions['key'];
}

export interface World {
  readonly core: CoordinatorCore;
  readonly clock: ReturnType<typeof manualClock>;
  /** Adds a clip to the pool; without `labelled` nobody knows its truth. */
  addClip(name: string, options?: ClipOptions): Promise<void>;
  device(name: string, options?: { demo?: boolean }): Promise<SimDevice>;
  /** Lets `ms` pass and everything due happen, second by second. */
  pass(ms: number): Promise<void>;
  /** Judges everything that is due; returns the verdicts. */
  verify(): Promise<Verdict[]>;
  /** What the reference detector finds in a frame. */
  found(blob: string): readonly Detection[];
  /** The blob store of this world. */
  readonly content: Pick<BlobStore, 'get' | 'put' | 'remove'>;
}

export interface ClipOptions {
  readonly frames?: number;
  readonly labelled?: boolean;
  readonly material?: 'operator' | 'rendered';
  readonly seedId?: string;
}

/** Chain of the world's grants. */
export const GENESIS = `0x${'ab'.repeat(32)}`;

/** What a device may order in these worlds. */
export const JOB_LIMITS = {
  items: 500,
  bytes: 4_000_000,
  perDevice: 3,
  keepMs: 7 * 86_400_000,
};

const KEY = {
  publicKey: 'c'.repeat(43),
  sign: (bytes: Uint8Array) => sha256Hex(bytes).slice(0, 43).padEnd(86, '0'),
};

export async function createWorld(options: WorldOptions = {}): Promise<World> {
  const rng = seededRng(options.seed ?? 'world');
  const clock = manualClock(1_000_000);
  const blobs = options.blobs ?? new Map<string, Uint8Array>();
  const judge: Judge<ScoreInput, ScoreResult> = {
    ...scoreJudge,
    judge: (job) => judgeUnit(job, context, detectScene),
  };
  const context = {
    blob: (sha256: string) => Promise.resolve(blobs.get(sha256) ?? new Uint8Array()),
    decodeImage: (bytes: Uint8Array) => Promise.resolve({ width: 1280, height: 720, rgba: bytes }),
    infer: () => Promise.reject(new Error('no model in this world')),
  };
  const core = await createCore({
    path: options.path ?? ':memory:',
    clock,
    random: (size) => Uint8Array.from({ length: size }, () => Math.floor(rng.next() * 256)),
    judges: () => Promise.resolve(judge as Judge),
    manifests: [scoreJudge.manifest],
    key: options.key ?? KEY,
    settings: {
      epochMs: 60_000,
      emission: 1_000_000_000,
      chainGenesis: GENESIS,
      jobs: JOB_LIMITS,
      ...options.settings,
    },
    ...(options.chain ? { chain: options.chain } : {}),
  });
  await core.setModels('score', { centernet: 'a'.repeat(64) });

  async function addClip(name: string, clip: ClipOptions = {}): Promise<void> {
    const scene = makeScene(name, clip.frames ?? 12);
    const items: NewPoolItem[] = [];
    for (const [ordinal, { blob }] of scene.input.frames.entries()) {
      const bytes = await scene.ctx.blob(blob);
      blobs.set(blob, bytes);
      items.push({
        item: {
          itemId: hashJson([name, ordinal]).slice(0, 32),
          groupId: name,
          ordinal,
          material: clip.material ?? 'operator',
          blob,
          bytes: bytes.length,
          hasTruth: clip.labelled ?? false,
          meta: { width: 1280, height: 720 },
        },
        truth: clip.labelled ? scene.truths[ordinal] : null,
        seedId: clip.seedId ?? null,
      });
    }
    await core.addPoolItems('score', items);
  }

  async function verify(): Promise<Verdict[]> {
    const verdicts: Verdict[] = [];
    for (;;) {
      const job = await core.nextVerification();
      if (!job) return verdicts;
      const input = judge.parseInput(job.input);
      const peer = job.peer === null ? null : judge.parseResult(job.peer, input);
      const verdict = await judge.judge(
        { ...job, input, result: judge.parseResult(job.result, input), peer },
        context,
      );
      await core.decide(job.submissionId, verdict, 1);
      verdicts.push(verdict);
    }
  }

  const found = (blob: string) => {
    const bytes = blobs.get(blob);
    return bytes ? foundIn(bytes) : [];
  };
  return {
    core,
    clock,
    addClip,
    verify,
    found,
    content: {
      get: async (sha256) => {
        const bytes = blobs.get(sha256);
        return bytes ? Uint8Array.from(bytes) : null;
      },
      async put(bytes) {
        const sha256 = sha256Hex(bytes);
        blobs.set(sha256, bytes);
        return sha256;
      },
      async remove(sha256) {
        blobs.delete(sha256);
      },
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= 1000) {
        clock.advance(Math.min(left, 1000));
        await core.advance();
      }
    },
    async device(name, { demo = false } = {}) {
      const device = new SimDevice(core, name, found, clock.now);
      await core.register(device.sign('/v1/devices'), { name }, { demo });
      return device;
    },
  };
}

/** A device whose signatures the shell has already checked. */
export class SimDevice {
  readonly deviceKey: string;
  #core: CoordinatorCore;
  #found: (blob: string) => readonly Detection[];
  #now: () => number;
  #seq = 0;

  constructor(
    core: CoordinatorCore,
    name: string,
    found: (blob: string) => readonly Detection[],
    now: () => number,
  ) {
    this.#core = core;
    this.#found = found;
    this.#now = now;
    this.deviceKey = sha256Hex(name).slice(0, 43);
  }

  /** Goes on with a coordinator that was opened again. */
  moveTo({ core, found, clock }: World): void {
    this.#core = core;
    this.#found = found;
    this.#now = clock.now;
  }

  sign(path: string, seq = ++this.#seq): SignedBy {
    return {
      deviceKey: this.deviceKey,
      seq,
      timeMs: this.#now(),
      signature: 's'.repeat(86),
      method: 'POST',
      path,
      bodyHash: 'b'.repeat(64),
    };
  }

  ask(msPerItem = 800): Promise<ClaimAnswer> {
    const capability = { backend: 'wasm' as const, deviceClass: 'sim', msPerItem };
    return this.#core.claim(this.sign('/v1/claims'), { subnets: ['score'], capability });
  }

  async claim(msPerItem = 800): Promise<ClaimedUnit> {
    const answered = await this.ask(msPerItem);
    if (!answered.unit) throw new Error(`no unit: ${answered.reason}`);
    return answered.unit;
  }

  /** What the reference detector finds: an honest answer. */
  honest(unit: ClaimedUnit): ScoreResult {
    return answer(parseInput(unit.input).frames.map(({ blob }) => this.#found(blob)));
  }

  request(unit: ClaimedUnit, result: unknown): SubmissionRequest {
    const resultHash = hashJson(result);
    const { token, leaseId } = unit.lease;
    const { taskId } = unit;
    return {
      submissionId: submissionId({ taskId, token, deviceKey: this.deviceKey, resultHash }),
      taskId,
      leaseId,
      token,
      resultHash,
      result,
      backend: 'wasm',
      msPerStage: {},
    };
  }

  send(request: SubmissionRequest): Promise<string> {
    return this.#core.submit(this.sign('/v1/submissions'), request);
  }

  async submit(unit: ClaimedUnit, result: unknown): Promise<SubmissionAnswer> {
    return parse(SubmissionAnswer, JSON.parse(await this.send(this.request(unit, result))));
  }

  async info() {
    const info = await this.#core.device(this.deviceKey);
    if (!info) throw new Error('not registered');
    return info;
  }
}

/** Claims, answers honestly and lets the coordinator decide, `units` times. */
export async function mineHonestly(world: World, device: SimDevice, units: number): Promise<void> {
  for (let done = 0; done < units; done++) {
    const unit = await device.claim();
    world.clock.advance(3_000);
    await device.submit(unit, device.honest(unit));
    await world.pass(6_000);
    await world.verify();
  }
}
