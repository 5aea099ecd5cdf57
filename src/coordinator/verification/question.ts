import type { VerificationJob } from '../port.ts';
import type { Thread } from '../threads/thread.ts';
import type { Judged } from './judging.ts';

/** What a verification thread is asked. */
export type VerifyQuestion =
  | {
      readonly kind: 'judge';
      readonly job: VerificationJob;
      /** The coordinator's own answers by item, where it made some before. */
      readonly ahead: ReadonlyMap<number, unknown>;
    }
  | {
      readonly kind: 'recompute';
      readonly subnet: string;
      readonly input: unknown;
      readonly item: number;
    };

export type VerifyAnswer =
  | ({ readonly kind: 'judged' } & Judged)
  | { readonly kind: 'recomputed'; readonly answer: unknown; readonly costMs: number };

export type VerifyThread = Thread<VerifyQuestion, VerifyAnswer>;
