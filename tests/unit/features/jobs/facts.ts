import type { CutItem } from '../../../../src/miner/cut-api.ts';
import type { Cutter } from '../../../../src/miner/cut-bridge.ts';
import type { JobClient } from '../../../../src/miner/job-client.ts';
import type { JobPorts } from '../../../../src/features/jobs/ports.ts';
import { createShelf } from '../../../../src/features/jobs/shelf.ts';
import type {
  JobDetail,
  JobInfo,
  JobLimits,
  JobProgress,
  JobRequest,
} from '../../../../src/protocol/job.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { sha256Hex } from '../../../../src/shared/hash.ts';
import type { JobLook, JobPage } from '../../../../src/subnets/job-page.ts';
import { NOW } from '../facts.ts';

// A coordinator that takes jobs, and files that are cut, for the screens of jobs.

export const LIMITS: JobLimits = {
  items: 100,
  bytes: 10_000_000,
  perDevice: 3,
  keepMs: 7 * 86_400_000,
};

export const PROGRESS: JobProgress = {
  items: { open: 4, leased: 0, verifying: 0, accepted: 0 },
  units: { open: 1, leased: 0, verifying: 0, accepted: 0, rejected: 0, late: 0, expired: 0 },
  share: 0,
  agreement: null,
  secondOpinions: 0,
  msLeft: null,
};

export const info = (more: Partial<JobInfo> = {}): JobInfo => ({
  jobId: 'job-1',
  subnet: 'score',
  title: 'Sunday',
  fps: 5,
  state: 'running',
  reason: 'Waiting for a device.',
  items: 4,
  bytes: 4_000,
  round: 0,
  createdMs: NOW,
  startedMs: NOW,
  finishedMs: null,
  expiresMs: NOW + LIMITS.keepMs,
  progress: PROGRESS,
  cost: { tabMs: 0, overheadShare: null, recomputedItems: 0 },
  quality: null,
  ...more,
});

export const detail = (
  job: Partial<JobInfo> = {},
  more: Partial<Omit<JobDetail, 'job'>> = {},
): JobDetail => ({ job: info(job), missing: [], doubts: [], files: [], ...more });

/** Items of some pictures, as the worker hands them out. */
export const itemsOf = (...texts: readonly string[]): CutItem[] =>
  texts.map((text, index) => ({
    name: `00000${index + 1}.jpg`,
    sha256: sha256Hex(text),
    bytes: text.length,
    content: new Blob([text]),
  }));

/** A file as a chooser gives it: with its place in a folder, which none of these has. */
export const fileOf = (name: string): File =>
  Object.assign(new File(['film'], name), { webkitRelativePath: '' });

export const clipLook: JobLook = {
  kind: 'recording',
  frames: 250,
  seconds: 10,
  fps: 25,
  width: 1280,
  height: 720,
  bytes: 2_000_000,
  first: new Blob(['x'.repeat(1000)]),
  leftOut: [],
};

export const page: JobPage = {
  lead: 'Boxes come back.',
  accept: 'video/mp4,image/png',
  kinds: 'Video or pictures.',
  fps: { least: 0.1, most: 30, usual: 5 },
  fault: (reason) => (reason === 'codec' ? 'This codec does not work.' : null),
  quality: 'How good it is.',
  fileMeaning: (name) => (name === 'result.json' ? 'The boxes.' : null),
  drawn: 'result.json',
  readResult: () => ({ items: 4, preview: () => null }),
};

export interface FakeJobs extends JobPorts {
  /** Requests in order. */
  readonly calls: string[];
  readonly ordered: JobRequest[];
  /** The jobs there are; a test changes it. */
  details: JobDetail[];
  /** Fails the next request of a name. */
  refuse(call: string, error: AppError): void;
}

export interface FakeOptions {
  readonly details?: readonly JobDetail[];
  readonly items?: readonly CutItem[];
  readonly look?: JobLook | AppError;
}

/** Jobs as a test says they are; what is asked is noted. */
export function fakeJobs({
  details = [],
  items = [],
  look = clipLook,
}: FakeOptions = {}): FakeJobs {
  const calls: string[] = [];
  const ordered: JobRequest[] = [];
  const refusals = new Map<string, AppError>();
  const note = (call: string): void => {
    calls.push(call);
    const refusal = refusals.get(call);
    refusals.delete(call);
    if (refusal) throw refusal;
  };
  const jobs: FakeJobs = {
    calls,
    ordered,
    details: [...details],
    refuse: (call, error) => void refusals.set(call, error),
    shelf: createShelf(null),
    cutter: fakeCutter(items, look),
    client: () => Promise.resolve(client),
  };
  const find = (jobId: string): JobDetail => {
    const found = jobs.details.find(({ job }) => job.jobId === jobId);
    if (!found) throw new AppError('job.unknown', `this device has no job ${jobId}`);
    return found;
  };
  const change = (jobId: string, state: JobInfo['state']): JobDetail => {
    const before = find(jobId);
    const after = { ...before, missing: [], job: { ...before.job, state } };
    jobs.details = jobs.details.map((one) => (one === before ? after : one));
    return after;
  };
  const client: JobClient = {
    learnClock: () => undefined,
    async create(request) {
      note('create');
      ordered.push(request);
      const made = detail(
        { jobId: 'job-new', title: request.title, state: 'draft', items: request.items.length },
        { missing: request.items.map(({ sha256 }) => sha256) },
      );
      jobs.details = [made, ...jobs.details];
      return made;
    },
    async list() {
      note('list');
      return { jobs: jobs.details.map(({ job }) => job), limits: LIMITS };
    },
    async read(jobId) {
      note('read');
      return find(jobId);
    },
    async upload({ missing }, content, { onSent } = {}) {
      note('upload');
      for (const [index, sha256] of missing.entries()) {
        calls.push(`put ${new TextDecoder().decode(await content(sha256))}`);
        onSent?.(index + 1);
      }
    },
    async start(jobId) {
      note('start');
      return change(jobId, 'preparing');
    },
    async cancel(jobId) {
      note('cancel');
      return change(jobId, 'cancelled');
    },
    async rerun(jobId, { parts }) {
      note(parts ? `rerun ${parts[0]?.from}-${parts[0]?.to}` : 'rerun');
      return change(jobId, 'running');
    },
    async remove(jobId) {
      note('remove');
      jobs.details = jobs.details.filter(({ job }) => job.jobId !== jobId);
    },
    async file(_jobId, name) {
      note(`file ${name}`);
      return new TextEncoder().encode('{}');
    },
  };
  return jobs;
}

function fakeCutter(items: readonly CutItem[], look: JobLook | AppError): Cutter {
  return {
    look: () => (look instanceof AppError ? Promise.reject(look) : Promise.resolve(look)),
    async cut(_call, onItem) {
      for (const item of items) onItem(item);
    },
    stop: () => undefined,
  };
}
