// A provider's node as the incentive sees it, and what removes it from both pools. Section e.3;
// incentive/rental_price.py 026d4498.

/** Why a node earns nothing, in the network's own words. */
export const ZERO_REASONS = [
  'banned_network_abuse',
  'spot_tier',
  'provider_discord_not_connected',
  'new_rentals_paused',
  'miner_default_job',
  'gpu_model_not_eligible_for_unrented_incentive',
  'price_above_market_p90_soft_limit',
  'no_unrented_capacity_for_gpu_count',
  'nvidia_driver_below_minimum',
  'insufficient_disk_for_vram',
  'sysbox_not_enabled',
  'flagship_without_ncu_or_split',
  'cannot_apply_gpu_power_cap',
  'outdated_executor_image',
  'port_limited_remainder',
] as const;
export type ZeroReason = (typeof ZERO_REASONS)[number];

/** 2026-06-15 12:00 UTC: from then on a provider's Discord must be connected. */
export const DISCORD_CUTOFF_MS = Date.UTC(2026, 5, 15, 12);

export interface LiumNode {
  readonly uuid: string;
  /** Exact driver name of its GPUs. */
  readonly model: string;
  readonly gpus: number;
  /** Verification scores, 0 or 1. */
  readonly score: number;
  readonly jobScore: number;
  readonly rented: boolean;
  /** GPUs rented of a node that splits; null: all of a rented node. */
  readonly rentedGpus: number | null;
  /** Start of the rental; null where unknown, which counts as old. */
  readonly rentedSinceMs: number | null;
  /** Smallest part it rents out; null without GPU splitting. */
  readonly splitMin: number | null;
  readonly sysbox: boolean;
  readonly driver: string;
  /** Has its collateral in place, or the penalty is off. */
  readonly collateralFine: boolean;
  readonly uptimeMinutes: number;
  readonly banned: boolean;
  readonly spot: boolean;
  readonly discordConnected: boolean;
  readonly rentalsPaused: boolean;
  /** Runs a default job of the provider's own. */
  readonly ownDefaultJob: boolean;
  readonly outdatedImage: boolean;
  /** Gates of the idle pool that it fails and that are enforced, in order of the checks. */
  readonly failedGates: readonly ZeroReason[];
}

/** What a node reads as when nothing is known against it. */
export const PLAIN_NODE: Omit<LiumNode, 'uuid' | 'model' | 'gpus'> = {
  score: 1,
  jobScore: 1,
  rented: false,
  rentedGpus: null,
  rentedSinceMs: null,
  splitMin: null,
  sysbox: true,
  driver: '',
  collateralFine: true,
  uptimeMinutes: 0,
  banned: false,
  spot: false,
  discordConnected: true,
  rentalsPaused: false,
  ownDefaultJob: false,
  outdatedImage: false,
  failedGates: [],
};

/**
 * Reasons that keep a node's GPUs out of both pools; empty when none holds.
 *
 * @param rented whether these GPUs are rented: the free ones of a partly rented node are not
 */
export function exclusionsOf(node: LiumNode, rented: boolean, nowMs: number): ZeroReason[] {
  const reasons: ZeroReason[] = [];
  if (node.outdatedImage) reasons.push('outdated_executor_image');
  if (node.banned) reasons.push('banned_network_abuse');
  if (node.spot) reasons.push('spot_tier');
  if (!node.discordConnected && nowMs >= DISCORD_CUTOFF_MS) {
    reasons.push('provider_discord_not_connected');
  }
  if (node.rentalsPaused && !rented) reasons.push('new_rentals_paused');
  if (node.ownDefaultJob && !rented) reasons.push('miner_default_job');
  return reasons;
}

/** Whether a node is known to split its GPUs. */
export function splits(node: LiumNode): node is LiumNode & { splitMin: number } {
  return node.splitMin !== null && node.splitMin > 0;
}

/** Whether verification gave it any score. */
export function isVerified(node: LiumNode): boolean {
  return node.score > 0 || node.jobScore > 0;
}
