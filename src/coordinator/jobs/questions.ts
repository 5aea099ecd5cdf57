import type { JobResult } from '../../subnets/job.ts';
import type { JobStep, NewKnownItem, NewPreparedItem, StoredFile } from '../port.ts';

/** An answer of the job thread that takes longer hangs. */
export const JOB_LIMIT_MS = 300_000;

/** What the server asks of the job thread: the steps that touch content. */
export type JobQuestion = Exclude<JobStep, { readonly kind: 'remove' }>;

/** What comes back. Content is stored by the thread, so that only facts travel. */
export type JobReply =
  | { readonly kind: 'prepared'; readonly items: readonly NewPreparedItem[] }
  /** An item that cannot be worked on, with what its owner is told. */
  | { readonly kind: 'unusable'; readonly reason: string }
  | { readonly kind: 'known'; readonly items: readonly NewKnownItem[] }
  | {
      readonly kind: 'results';
      readonly files: readonly StoredFile[];
      readonly result: Pick<JobResult, 'quality' | 'doubts'>;
    };
