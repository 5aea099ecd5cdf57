// From reproduced work to weights on chain. Section e.

/** Uid of the owner, which takes what is burnt. */
export const OWNER_UID = 209;
const BURN_FACTOR = 5;
/** Score of a miner that is registered, before any work. v0.2. */
const BASE_SCORE = 1;
/** How long work counts. v0.2. */
export const SCORE_WINDOW_S = 36_000;

export interface RunPay {
  /** Score of the miner, and of all miners of the run. */
  readonly score: number;
  readonly runTotal: number;
  /** Run burn, run share, allocation, 0..1. */
  readonly burn: number;
  readonly share: number;
  readonly allocation: number;
}

export interface PayTerms {
  /** S_m / Σ S; 0 where nobody scored. */
  readonly part: number;
  /** 1 − b. */
  readonly kept: number;
  readonly share: number;
  readonly allocation: number;
  /** Product of the four: share of the subnet's emission. */
  readonly weight: number;
}

/** (S_m / Σ S) × (1 − b) × w × a; 0 where nobody scored. v3. */
export function minerPay({ score, runTotal, burn, share, allocation }: RunPay): PayTerms {
  const part = runTotal > 0 ? score / runTotal : 0;
  const kept = 1 - burn;
  return { part, kept, share, allocation, weight: part * kept * share * allocation };
}

/** Weight of each uid, summed over its runs. */
export function sumByUid(scores: readonly (readonly [uid: number, weight: number])[]) {
  const sums = new Map<number, number>();
  for (const [uid, weight] of scores) sums.set(uid, (sums.get(uid) ?? 0) + weight);
  return sums;
}

/** Weights over the sum of their sizes; null when all are 0: then nothing is set. */
export function normalizeWeights(
  sums: ReadonlyMap<number, number>,
): ReadonlyMap<number, number> | null {
  const total = [...sums.values()].reduce((sum, weight) => sum + Math.abs(weight), 0);
  if (total === 0) return null;
  return new Map([...sums].map(([uid, weight]) => [uid, weight / total]));
}

/**
 * Weights of v0.2: 1 + the score of the last ten hours by miner, normalised, a fifth of it; the
 * owner gets the other four fifths.
 *
 * @param events time (seconds) and score of every check
 */
export function burnedWeights(
  uids: readonly number[],
  events: readonly { readonly uid: number; readonly timeS: number; readonly score: number }[],
  nowS: number,
): Map<number, number> {
  const scores = uids.map((uid) => {
    const recent = events.filter((e) => e.uid === uid && e.timeS > nowS - SCORE_WINDOW_S);
    return Math.max(
      0,
      recent.reduce((sum, { score }) => sum + score, BASE_SCORE),
    );
  });
  const total = scores.reduce((sum, score) => sum + score, 0);
  const weights = new Map(
    uids.map((uid, i) => [uid, total > 0 ? (scores[i] ?? 0) / total / BURN_FACTOR : 0]),
  );
  return weights.set(OWNER_UID, (weights.get(OWNER_UID) ?? 0) + 1 - 1 / BURN_FACTOR);
}

/** Mean loss of the pathways that a miner was part of, by miner. */
export function pathwayLosses(
  samples: readonly { readonly pathway: readonly string[]; readonly loss: number }[],
): Map<string, number> {
  const sums = new Map<string, { total: number; count: number }>();
  for (const { pathway, loss } of samples) {
    for (const miner of new Set(pathway)) {
      const { total, count } = sums.get(miner) ?? { total: 0, count: 0 };
      sums.set(miner, { total: total + loss, count: count + 1 });
    }
  }
  return new Map([...sums].map(([miner, { total, count }]) => [miner, total / count]));
}
