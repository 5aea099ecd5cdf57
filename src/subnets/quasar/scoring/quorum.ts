/** Passing verdicts that an update needs. */
export const VERDICT_QUORUM = 1;

export interface VerdictVote {
  readonly status: 'pass' | 'fail';
  /** Weight the validator gives the update, 0..1. */
  readonly quality: number;
}

export interface QuorumRule {
  /** At least 1. */
  readonly quorum?: number;
  /** Whether one failing verdict is enough to refuse. */
  readonly veto?: boolean;
}

/**
 * Quality of an update by its verdicts: the mean of those that pass, null when too few do.
 * Section e.2. Label: from the specification.
 */
export function quorumQuality(
  votes: readonly VerdictVote[],
  { quorum = VERDICT_QUORUM, veto = false }: QuorumRule = {},
): number | null {
  const passing = votes.filter(({ status }) => status === 'pass');
  if (veto && passing.length < votes.length) return null;
  if (passing.length < Math.max(1, quorum)) return null;
  return passing.reduce((sum, { quality }) => sum + quality, 0) / passing.length;
}
