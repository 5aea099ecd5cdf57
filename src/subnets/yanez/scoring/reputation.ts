import { roundDecimals } from '../../../shared/rounding.ts';

// Slow reputation and how emission splits into pools. Section 5.4; MIID/validator/reward.py
// d71f292b.

/** UID that burns. */
export const BURN_UID = 59;
export const PARTNER_HOTKEY = '5Dw7tYMwTBxc3BgapjJ2omvP5TGFSDe3UsV414aHHcpRKh2V';
export const PARTNER_SHARE = 0.35;
/** Parts of the miners' share: graded images, and reputation. */
export const POOL_WEIGHTS = { kav: 0.1, uav: 0.9 } as const;

export const TIERS: Readonly<Record<string, number>> = {
  Platinum: 1.25,
  Diamond: 1.15,
  Gold: 1.1,
  Silver: 1.05,
  Bronze: 1.02,
  Neutral: 1,
  Watch: 0.9,
};

/** (score up to which a piece goes, its start, value there, slope). */
const PIECES = [
  [5, 0.1, 0.5, 0.5 / 4.9],
  [15, 5, 1, 0.2 / 10],
  [30, 15, 1.2, 0.3 / 15],
  [50, 30, 1.5, 0.3 / 20],
  [200, 50, 1.8, 0.2 / 150],
] as const;

/** Reputation as a factor, 0..3, three decimals: steep to 0.1, then ever flatter. */
export function reputationFactor(score: number): number {
  if (!(score > 0)) return 0;
  if (score < 0.1) return roundDecimals(5 * score, 3);
  const piece = PIECES.find(([most]) => score <= most);
  if (!piece) return roundDecimals(Math.min(3, 2 + (score - 200) / 9799), 3);
  const [, start, value, slope] = piece;
  return roundDecimals(value + (score - start) * slope, 3);
}

/** Record of a hotkey; a missing number counts 1, a missing tier Neutral. */
export interface Reputation {
  readonly score: number | null;
  readonly tier: string | null;
}

export interface ReputationFactors {
  readonly factor: number;
  /** 0 like the factor for an unknown hotkey and for a score of 0 and below. */
  readonly tier: number;
}

/** Score that counts: 0 for a hotkey that the snapshot does not know. */
export function reputationScore(reputation: Reputation | null): number {
  return reputation ? (reputation.score ?? 1) : 0;
}

/** Both factors of a hotkey; null for one that the snapshot does not know. */
export function reputationFactors(reputation: Reputation | null): ReputationFactors {
  const score = reputationScore(reputation);
  if (!(score > 0)) return { factor: 0, tier: 0 };
  const tier = reputation?.tier ?? 'Neutral';
  const multiplier = Object.hasOwn(TIERS, tier) ? TIERS[tier] : undefined;
  return { factor: reputationFactor(score), tier: multiplier ?? 1 };
}

export interface SplitRule {
  /** Part of emission that always burns, 0..0.65. */
  readonly burn: number;
  readonly partnerPresent: boolean;
  readonly kavWeight: number;
  readonly uavWeight: number;
}

export interface PoolSplit {
  /** Parts of emission per miner, same order. */
  readonly miners: readonly number[];
  /** Of these, what comes from each pool. */
  readonly pools: readonly { readonly kav: number; readonly uav: number }[];
  readonly burn: number;
  /** 0 when the partner is not on the metagraph. */
  readonly partner: number;
  /** `configured`, or which parts are missing: `no_kav_no_uav_no_partner`. */
  readonly mode: string;
}

/**
 * Splits emission: each pool is scaled to its target by itself; an empty pool's target and an
 * absent partner's part burn.
 *
 * @param kav rewards from grading, per miner
 * @param uav reputation factor × tier, per miner
 */
export function splitPools(
  kav: readonly number[],
  uav: readonly number[],
  rule: SplitRule,
): PoolSplit {
  const minerShare = 1 - rule.burn - PARTNER_SHARE;
  const [kavTarget, uavTarget] = [minerShare * rule.kavWeight, minerShare * rule.uavWeight];
  const [kavSum, uavSum] = [sum(kav), sum(uav)];
  const pools = kav.map((own, i) => ({
    kav: kavSum > 0 ? (kavTarget * own) / kavSum : 0,
    uav: uavSum > 0 ? (uavTarget * (uav[i] ?? 0)) / uavSum : 0,
  }));
  const missing = [
    ...(kavSum > 0 ? [] : [{ name: 'no_kav', share: kavTarget }]),
    ...(uavSum > 0 ? [] : [{ name: 'no_uav', share: uavTarget }]),
    ...(rule.partnerPresent ? [] : [{ name: 'no_partner', share: PARTNER_SHARE }]),
  ];
  return {
    miners: pools.map((own) => own.kav + own.uav),
    pools,
    burn: rule.burn + sum(missing.map(({ share }) => share)),
    partner: rule.partnerPresent ? PARTNER_SHARE : 0,
    mode: missing.map(({ name }) => name).join('_') || 'configured',
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
