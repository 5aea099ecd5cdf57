import type { Rng } from '../shared/rng.ts';
import type { Verdict } from '../protocol/verdict.ts';
import type { SourceContext } from './contract.ts';

// What a subnet provides to take jobs, work that somebody wants done. Its source brings the
// customer's items into the pool's form and makes known answers over so that they pass among them;
// its judge reads second opinions from verdicts and puts the answers together into files.

/** Public facts that a task may carry of an item. */
export type ItemMeta = Readonly<Record<string, string | number>>;

export interface PreparedItem {
  /** Content in the pool's one form: nothing tells it from any other item. */
  readonly bytes: Uint8Array;
  readonly meta: ItemMeta;
  /** Whatever the subnet needs to put results together: the picture's own size. JSON. */
  readonly facts: unknown;
}

export interface KnownItem {
  readonly bytes: Uint8Array;
  readonly truth: unknown;
}

/** How a subnet's source handles a job's items. Runs in a thread. */
export interface JobSource {
  /** @throws AppError `media.unsupported` with the reason, where the content is no item at all */
  prepare(bytes: Uint8Array, ctx: SourceContext): Promise<PreparedItem>;
  /**
   * Makes a labelled item of the pool over so that it could be one of the job's, and its truth with
   * it: no device that has seen the original may know it again by its content.
   *
   * @param like facts of the job's items
   * @returns null where this one cannot be made to pass
   */
  disguise(
    known: KnownItem,
    like: ItemMeta,
    rng: Rng,
    ctx: SourceContext,
  ): Promise<KnownItem | null>;
}

/** How one item of an accepted answer compares with a second opinion on it. */
export interface SecondOpinion {
  /** Index in the unit. */
  readonly item: number;
  /** 0 (nothing in common) to 1 (the same). */
  readonly agreement: number;
  /** Why the item is in doubt, in few words without numbers; null where it is not. */
  readonly doubt: string | null;
}

export interface JobOutcomeItem {
  /** File name, when the customer gave one. */
  readonly name: string | null;
  readonly facts: unknown;
  /** With the newest second opinion; null without one. */
  readonly agreement: number | null;
  /** From second opinions. */
  readonly doubt: string | null;
}

/** One accepted answer to a unit of the job. */
export interface JobAnswer {
  readonly result: unknown;
  readonly verdict: Verdict;
  /** Which of the job's devices gave it, counted from 0. */
  readonly device: number;
  /** Item of the job for each item of the unit; null for a known answer mixed in. */
  readonly ordinals: readonly (number | null)[];
}

/** All that a job's results are made of. Every item is in one answer at least. */
export interface JobOutcome {
  readonly title: string;
  readonly fps: number | null;
  readonly options: unknown;
  readonly items: readonly JobOutcomeItem[];
  /** In the order of their verdicts. */
  readonly answers: readonly JobAnswer[];
}

export interface ResultFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly text: string;
}

export interface JobResult {
  readonly files: readonly ResultFile[];
  /** 0..1; null where nothing tells. */
  readonly quality: number | null;
  readonly doubts: readonly { readonly ordinal: number; readonly reason: string }[];
}

/** The judge's part of jobs. Pure. */
export interface JobRules {
  /** @throws AppError `input.malformed` */
  checkOptions(options: unknown): void;
  secondOpinions(verdict: Verdict): readonly SecondOpinion[];
  assemble(outcome: JobOutcome): JobResult;
}
