// Whether a nanobody is too like one of the best fifty. Section e, "Nanobody validity".

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

/** Whether one of two sequences counts as a copy of the other. From the specification. */
export function isDuplicate({ sequence, cdr1, cdr2, cdr3 }: Identities): boolean {
  if (sequence >= SAME_SEQUENCE) return true;
  if (cdr3 === null) return sequence >= SAME_SEQUENCE_ALONE;
  if (cdr3 >= SAME_CDR3) return true;
  const { others } = SAME_ALL_CDRS;
  return cdr3 >= SAME_ALL_CDRS.cdr3 && (cdr1 ?? 0) >= others && (cdr2 ?? 0) >= others;
}

/** Least nativeness and humanness of the framework that a nanobody needs, as IgBLAST tells. */
export const NANOBODY_QUALITY = { nativeness: 0.45, humanFramework: 0.75 } as const;

/** Whether a nanobody is native and human enough. From the specification. */
export function isNativeEnough(nativeness: number, humanFramework: number): boolean {
  return (
    nativeness >= NANOBODY_QUALITY.nativeness && humanFramework >= NANOBODY_QUALITY.humanFramework
  );
}
