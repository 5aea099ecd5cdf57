// Conformance: recorded pairs of the subnets' own code against this project's scorers.
// An adapter only maps shapes; it holds no formula.

/** One recorded case: what our code gave, and what was recorded. */
export interface ConformanceCase {
  readonly name: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

/** One file of pairs. */
export interface PairFile {
  /** File name without its extension. */
  readonly name: string;
  readonly content: unknown;
  /** The file as written, for groups where `1.0` is not `1`. */
  readonly text?: string;
}

/** A number agrees within either bound; the relative one is 1e-9 unless said otherwise. */
export interface Tolerance {
  readonly relative?: number;
  /** For numbers that were recorded with a fixed count of decimals. */
  readonly absolute?: number;
}

export interface ConformanceAdapter {
  /** Stem of the file of pairs. */
  readonly name: string;
  /** Top-level keys that cases refer to: not groups. */
  readonly tables: readonly string[];
  /**
   * Top-level keys that hold parts of their own: a part's adapter is called `section.part`, and the
   * section is reported as one group.
   */
  readonly sections?: readonly string[];
  /** Cases of each group built here, from the group's data and the file for its tables. */
  readonly groups: Readonly<
    Record<string, (data: unknown, file: PairFile) => readonly ConformanceCase[]>
  >;
  /** Why the other groups are not built, and per group where a reason is its own. */
  readonly whyNot: string | Readonly<Record<string, string>>;
  /** What a reader of a built group's figures should know, by group. */
  readonly notes?: Readonly<Record<string, string>>;
  /** By group, where the source computed in float32 (relative, if a number) or rounded what it wrote. */
  readonly tolerance?: Readonly<Record<string, number | Tolerance>>;
}
