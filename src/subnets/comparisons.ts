// A subnet may say how close two answers to the same input are, for a visitor who runs a unit
// again: it registers by holding a `compare.ts`. What counts as the same work is its own rule.

/** How one item of two answers compares. */
export interface ItemAgreement {
  /** Index in the input. */
  readonly item: number;
  /** 0 (nothing in common) to 1 (the same). */
  readonly agreement: number;
  /** Whether the subnet's rule takes both for the same work. */
  readonly same: boolean;
  /** What differs, in the reader's language. */
  readonly note: string;
}

export interface AnswerAgreement {
  readonly items: readonly ItemAgreement[];
  /** Mean over items, 0..1. */
  readonly agreement: number;
  readonly same: boolean;
}

export interface Comparison {
  /**
   * Compares two answers to one input.
   *
   * @throws AppError `input.malformed`, `submission.malformed`
   */
  compareAnswers(input: unknown, submitted: unknown, rerun: unknown): AnswerAgreement;
  /** Content of an item, null when it has none to show. */
  itemBlob?(input: unknown, item: number): string | null;
  /** Something for the subnet's View to draw: one item with one answer. */
  itemPreview?(
    call: { readonly input: unknown; readonly result: unknown; readonly item: number },
    content: Uint8Array<ArrayBuffer> | null,
  ): unknown;
}

const comparisons = import.meta.glob<Comparison>('./*/compare.ts', { import: 'comparison' });

/** Loads how a subnet compares answers; null where it does not say. */
export async function loadComparison(slug: string): Promise<Comparison | null> {
  const load = comparisons[`./${slug}/compare.ts`];
  return load ? load() : null;
}
