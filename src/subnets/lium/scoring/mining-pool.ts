import { driverFactor } from './driver.ts';
import { isVerified } from './node.ts';
import { entryOf } from './market.ts';
import type { Market } from './market.ts';
import type { LiumNode } from './node.ts';

// Rented nodes share a fixed part of emission. Section e.4; incentive/default.py 07175cf7.

/** 2026-04-03 12:00 UTC: rentals from then on need sysbox. */
export const SYSBOX_CUTOFF_MS = Date.UTC(2026, 3, 3, 12);
/** What an older rental without sysbox keeps. */
const OLD_RENTAL_SYSBOX = 0.8;
/** Minutes of uptime that replace collateral: two weeks. */
const FULL_UPTIME_MINUTES = 20160;

/** GPUs of each model over all verified nodes that are not spot, rented or idle. */
export function countGpus(nodes: readonly LiumNode[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    if (!isVerified(node) || node.spot) continue;
    counts.set(node.model, (counts.get(node.model) ?? 0) + node.gpus);
  }
  return counts;
}

/** What a rented node's part of the mining pool is made of. */
export interface MiningTerms {
  readonly verification: number;
  /** Of its model. */
  readonly portion: number;
  /** Rented GPUs of the node, and all of its model in the network. */
  readonly gpus: number;
  readonly modelGpus: number;
  readonly sysbox: number;
  readonly uptime: number;
  /** The product. */
  readonly score: number;
}

/**
 * score × portion of the model × GPUs / GPUs of that model × sysbox × uptime × driver.
 *
 * @param gpus      rented GPUs of the node
 * @param modelGpus GPUs of its model in the network; 0 gives 0
 */
export function miningScore(
  node: LiumNode,
  gpus: number,
  modelGpus: number,
  market: Market,
): MiningTerms {
  const portion = entryOf(market.portions, node.model) ?? 0;
  // Rented nodes are exempt from the driver's gate at any time.
  const driver = driverFactor({ driver: node.driver, rented: true, nowMs: 0 });
  const [sysbox, uptime] = [sysboxFactor(node), uptimeFactor(node)];
  const share = modelGpus === 0 ? 0 : (node.score * portion * gpus) / modelGpus;
  const score = share * (sysbox * uptime * driver);
  return { verification: node.score, portion, gpus, modelGpus, sysbox, uptime, score };
}

function sysboxFactor({ sysbox, rentedSinceMs }: LiumNode): number {
  if (sysbox) return 1;
  return rentedSinceMs !== null && rentedSinceMs >= SYSBOX_CUTOFF_MS ? 0 : OLD_RENTAL_SYSBOX;
}

function uptimeFactor({ collateralFine, uptimeMinutes }: LiumNode): number {
  return collateralFine ? 1 : Math.min(1, uptimeMinutes / FULL_UPTIME_MINUTES);
}
