import { handleStep } from '../../src/coordinator/jobs/handling.ts';
import { performStep } from '../../src/coordinator/jobs/perform.ts';
import type { ClaimedUnit } from '../../src/protocol/claim.ts';
import type { JobDetail, JobRequest } from '../../src/protocol/job.ts';
import { fromUtf8, utf8 } from '../../src/shared/bytes.ts';
import { sha256Hex } from '../../src/shared/hash.ts';
import { present } from '../../src/shared/assert.ts';
import type { SourceContext } from '../../src/subnets/contract.ts';
import type { JobSource } from '../../src/subnets/job.ts';
import { jobRules } from '../../src/subnets/score/job/rules.ts';
import { preparePicture } from '../../src/subnets/score/job/prepare.ts';
import { type ScoreResult, ScoreTruth } from '../../src/subnets/score/task.ts';
import { parse } from 'valibot';
import { makeScene } from '../unit/subnets/score/scene.ts';
import type { SimDevice, World } from './world.ts';

// Jobs in a world of scenes: the real decisions, the real preparing and assembling; only pixels are
// the scene's text. A prepared picture is the same text with a blank more, so that it has a hash of
// its own; a known answer made over keeps its boxes and gets another text.

const context: SourceContext = {
  decodeImage: (bytes) => Promise.resolve({ width: 1280, height: 720, rgba: bytes }),
  encodeImage: ({ rgba }) => Promise.resolve(Uint8Array.from([...rgba, 32])),
  signal: new AbortController().signal,
};

const source: JobSource = {
  async prepare(bytes, ctx) {
    if (!fromUtf8(bytes).startsWith('{')) return preparePicture(bytes, failing);
    return preparePicture(bytes, ctx);
  },
  disguise({ truth }, _like, rng) {
    const { boxes } = parse(ScoreTruth, truth);
    const made: ScoreTruth = { boxes, ordinal: Math.floor(rng.next() * 1e9) };
    return Promise.resolve({ bytes: utf8(JSON.stringify(made)), truth: { boxes } });
  },
};

/** A decoder that knows no picture. */
const failing: SourceContext = {
  ...context,
  decodeImage: () => Promise.reject(new Error('unsupported image format')),
};

/** Does everything that jobs need of the shell now. */
export async function handleJobs({ core, content: blobs }: World): Promise<void> {
  const hands = { source, rules: jobRules, blobs, context };
  for (;;) {
    const step = await core.nextJobStep();
    if (!step) return;
    const ask = (question: Parameters<typeof handleStep>[0]) => handleStep(question, hands);
    if (!(await performStep(step, { core, blobs, ask }))) return;
  }
}

export interface Clip {
  readonly request: JobRequest;
  /** Content by hash. */
  readonly content: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

/** A customer's clip: a scene that nobody has labels of. */
export async function makeClip(name: string, frames = 12): Promise<Clip> {
  const scene = makeScene(`job ${name}`, frames);
  const content = new Map<string, Uint8Array<ArrayBuffer>>();
  const items: JobRequest['items'] = [];
  for (const [index, { blob }] of scene.input.frames.entries()) {
    const bytes = Uint8Array.from(await scene.ctx.blob(blob));
    const sha256 = sha256Hex(bytes);
    content.set(sha256, bytes);
    items.push({ sha256, bytes: bytes.length, name: `${String(index + 1).padStart(6, '0')}.jpg` });
  }
  return { request: { subnet: 'score', title: name, options: {}, fps: 5, items }, content };
}

/** Orders a clip in the name of a device and uploads it; without `start` it stays a draft. */
export async function order(
  world: World,
  owner: SimDevice,
  clip: Clip,
  { start = true } = {},
): Promise<JobDetail> {
  const { core, content } = world;
  const draft = await core.createJob(owner.sign('/v1/jobs'), clip.request);
  const { jobId } = draft.job;
  for (const sha256 of draft.missing) {
    const bytes = present(clip.content.get(sha256), 'content of the clip');
    const facts = { sha256, bytes: bytes.length };
    await core.authorizeJobUpload(owner.sign('/v1/blobs'), jobId, facts);
    await content.put(bytes);
    await core.noteJobUpload(jobId, sha256);
  }
  if (!start) return look(world, owner, jobId);
  await core.startJob(owner.sign(`/v1/jobs/${jobId}/start`), jobId);
  await handleJobs(world);
  // Without labelled material it begins when it has waited for some.
  await world.pass(21_000);
  await handleJobs(world);
  return look(world, owner, jobId);
}

export function look({ core }: World, owner: SimDevice, jobId: string): Promise<JobDetail> {
  return core.job(owner.sign(`/v1/jobs/${jobId}`), jobId);
}

/** A result's text. */
export async function resultText(
  { core, content }: World,
  owner: SimDevice,
  jobId: string,
  name: string,
): Promise<string> {
  const { blob } = await core.jobFile(owner.sign(`/v1/jobs/${jobId}/files/${name}`), jobId, name);
  return fromUtf8(present(await content.get(blob), name));
}

export interface WorkOptions {
  /** Makes the answer; an honest one where it is absent. */
  readonly answer?: (unit: ClaimedUnit) => ScoreResult;
  readonly units?: number;
}

/**
 * A device takes units of jobs, answers them and has them judged, until there are none for it.
 *
 * @returns how many units it did
 */
export async function workOnJobs(
  world: World,
  device: SimDevice,
  { answer = (unit) => device.honest(unit), units = 100 }: WorkOptions = {},
): Promise<number> {
  for (let done = 0; done < units; done++) {
    const { unit } = await device.ask();
    if (unit?.material !== 'job') {
      if (unit) await giveBack(world, device, unit);
      return done;
    }
    world.clock.advance(3_000);
    await device.submit(unit, answer(unit));
    await world.pass(6_000);
    await world.verify();
    await handleJobs(world);
  }
  return units;
}

export async function giveBack(world: World, device: SimDevice, unit: ClaimedUnit): Promise<void> {
  const { leaseId, token } = unit.lease;
  await world.core.release(device.sign(`/v1/leases/${leaseId}/release`), leaseId, { token });
}
