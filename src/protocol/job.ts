import * as v from 'valibot';
import { LIMITS } from './limits.ts';
import { Count, Id, Ms, Ratio, Sha256, Slug } from './primitives.ts';

// Jobs: work that somebody wants done. A draft names its items by hash, their content is uploaded,
// the start begins the work; what comes back are files. Everything of a job is for its owner alone,
// the device key that made it; each request is signed by it, reads too.

/** What people call a job or an item: printable, no control characters. */
const Words = (longest: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longest), v.regex(/^\P{C}+$/u));

/** One item of a job, in the order of the list: a still of a clip, a picture of a folder. */
export const JobItem = v.object({
  /** Of the content that will be uploaded. */
  sha256: Sha256,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.jobItemBytes)),
  /** File name in the results; the item's number where it is absent. */
  name: v.optional(Words(LIMITS.jobNameChars)),
});
export type JobItem = v.InferOutput<typeof JobItem>;

/** `POST /v1/jobs` (signed): makes a draft. */
export const JobRequest = v.object({
  subnet: Slug,
  title: Words(LIMITS.jobNameChars),
  /** Parsed by the subnet's own schema. */
  options: v.optional(v.record(v.string(), v.unknown()), {}),
  /** Items a second of the recording they were taken from; null where they are no recording. */
  fps: v.nullable(v.pipe(v.number(), v.minValue(0.01), v.maxValue(240))),
  items: v.pipe(v.array(JobItem), v.minLength(1), v.maxLength(LIMITS.jobItems)),
});
export type JobRequest = v.InferOutput<typeof JobRequest>;

export const JOB_STATES = [
  'draft',
  'preparing',
  'running',
  'assembling',
  'done',
  'cancelled',
  'failed',
] as const;
export const JobState = v.picklist(JOB_STATES);
export type JobState = v.InferOutput<typeof JobState>;

/** How far a job is. Items are counted once, units as devices took them. */
export const JobProgress = v.object({
  items: v.object({ open: Count, leased: Count, verifying: Count, accepted: Count }),
  /** `open` is an estimate: units are cut when a device comes, to its size. */
  units: v.object({
    open: Count,
    leased: Count,
    verifying: Count,
    accepted: Count,
    rejected: Count,
    late: Count,
    expired: Count,
  }),
  /** Accepted items of all. */
  share: Ratio,
  /** Mean agreement of the items that have a second opinion; null while none has. */
  agreement: v.nullable(Ratio),
  /** Items with a second opinion: another device's, or the coordinator's own recompute. */
  secondOpinions: Count,
  /** Estimate by the pace so far; null before the first accepted item and when nothing is left. */
  msLeft: v.nullable(Ms),
});
export type JobProgress = v.InferOutput<typeof JobProgress>;

/** What the work took, of all devices together. */
export const JobCost = v.object({
  /** Milliseconds of work as the tabs measured them. */
  tabMs: Ms,
  /** Share of it that only checked: second opinions and known answers; null before any work. */
  overheadShare: v.nullable(Ratio),
  /** Items that the coordinator computed itself: audits and second votes. */
  recomputedItems: Count,
});
export type JobCost = v.InferOutput<typeof JobCost>;

export const JobInfo = v.object({
  jobId: Id,
  subnet: Slug,
  title: v.string(),
  fps: v.nullable(v.number()),
  state: JobState,
  /** Sentence about the present state, for a person. */
  reason: v.string(),
  items: Count,
  bytes: Count,
  /** 0 for the first run, one more for each rerun. */
  round: Count,
  createdMs: Ms,
  startedMs: v.nullable(Ms),
  finishedMs: v.nullable(Ms),
  /** When the job and all that belongs to it is deleted. */
  expiresMs: Ms,
  progress: JobProgress,
  cost: JobCost,
  /** The subnet's estimate of quality, defined in its file `quality.json`; null where nothing tells. */
  quality: v.nullable(Ratio),
});
export type JobInfo = v.InferOutput<typeof JobInfo>;

/** Consecutive items in doubt for one reason, first and last included, counted from 0. */
export const JobPart = v.object({
  from: Count,
  to: Count,
  /** Lowest agreement in it; null where no item of it has a second opinion. */
  agreement: v.nullable(Ratio),
  reason: v.string(),
  /** Content of its first item, as devices get it: `GET /v1/blobs/<sha256>`. */
  blob: v.nullable(Sha256),
});
export type JobPart = v.InferOutput<typeof JobPart>;

/** A result: `GET /v1/jobs/<jobId>/files/<name>`. */
export const JobFile = v.object({
  name: v.pipe(v.string(), v.regex(/^[\w.-]{1,64}$/)),
  /** Media type. */
  type: v.string(),
  bytes: Count,
  sha256: Sha256,
});
export type JobFile = v.InferOutput<typeof JobFile>;

/** One job with everything about it: answer of each request that makes or changes one. */
export const JobDetail = v.object({
  job: JobInfo,
  /** Hashes of a draft whose content was not uploaded yet; empty after the start. */
  missing: v.array(Sha256),
  /** Items in doubt so far. */
  doubts: v.array(JobPart),
  /** Results; those of an earlier round while a rerun is under way. */
  files: v.array(JobFile),
});
export type JobDetail = v.InferOutput<typeof JobDetail>;

/** What one device may order here. */
export const JobLimits = v.object({
  /** Items of one job. */
  items: Count,
  /** Bytes of the uploads of one job. */
  bytes: Count,
  /** Jobs at once, finished ones included. */
  perDevice: Count,
  /** A job is deleted so long after its last change. */
  keepMs: Ms,
});
export type JobLimits = v.InferOutput<typeof JobLimits>;

/** `GET /v1/jobs` (signed): the device's own, newest first. */
export const JobList = v.object({ jobs: v.array(JobInfo), limits: JobLimits });
export type JobList = v.InferOutput<typeof JobList>;

/** `POST /v1/jobs/<jobId>/rerun` (signed): parts to do again; those in doubt where none is named. */
export const JobRerun = v.object({
  parts: v.optional(
    v.pipe(v.array(v.object({ from: Count, to: Count })), v.minLength(1), v.maxLength(1000)),
  ),
});
export type JobRerun = v.InferOutput<typeof JobRerun>;
