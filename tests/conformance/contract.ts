// Conformance: recorded pairs of the subnets' own code against this project's scorers.
// An adapter only maps shapes; it holds no formula.

/** One recorded case: what our code gave, and what was recorded. */
export interface ConformanceCase {
  readonly name: string;
  readonly actual: unknown;
  readonly expected: unknown;
}

export interface ConformanceAdapter {
  /** Stem of the file of pairs. */
  readonly name: string;
  /** Top-level keys that cases refer to: not groups. */
  readonly tables: readonly string[];
  /** Cases of each group built here, from the group's data. */
  readonly groups: Readonly<Record<string, (data: unknown) => readonly ConformanceCase[]>>;
  /** Why the other groups are not built, and per group where a reason is its own. */
  readonly whyNot: string | Readonly<Record<string, string>>;
  /** What a reader of a built group's figures should know, by group. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Relative tolerance by group where the source computed in float32; 1e-9 elsewhere. */
  readonly tolerance?: Readonly<Record<string, number>>;
}
