// Whether a nanobody is too like one of the best fifty. Section e, "Nanobody validity".

/** Least identity that makes a copy, by rule. */
const SAME_SEQUENCE = 0.95;
const SAME_SEQUENCE_ALONE = 0.9;
const SAME_CDR3 = 0.85;
const SAME_ALL_CDRS = { cdr3: 0.8, others: 0.9 } as const;

/** Identities of two sequences, 0..1; loops are null where they could not be found. */
export interface Identities {
  readonly sequence: number;
  readonly cdr1: number | null;
  readonly cdr2: number | null;
  readonly cdr3: number | null;
}

export type CopyRule = 'sequence' | 'sequence alone' | 'cdr3' | 'all loops';

/** The rule by which one of two sequences counts as a copy of the other, or null. */
export function copyRule({ sequence, cdr1, cdr2, cdr3 }: Identities): CopyRule | null {
  if (sequence >= SAME_SEQUENCE) return 'sequence';
  if (cdr3 === null) return sequence >= SAME_SEQUENCE_ALONE ? 'sequence alone' : null;
  if (cdr3 >= SAME_CDR3) return 'cdr3';
  const { others } = SAME_ALL_CDRS;
  const isLike = cdr3 >= SAME_ALL_CDRS.cdr3 && (cdr1 ?? 0) >= others && (cdr2 ?? 0) >= others;
  return isLike ? 'all loops' : null;
}

/** Least nativeness and humanness of the framework that a nanobody needs, as IgBLAST tells. */
export const NANOBODY_QUALITY = { nativeness: 0.45, humanFramework: 0.75 } as const;

export type QualityRule = keyof typeof NANOBODY_QUALITY;

/** Whether a nanobody is as native, or its framework as human, as asked. From the specification. */
export function hasQuality(rule: QualityRule, value: number): boolean {
  return value >= NANOBODY_QUALITY[rule];
}
