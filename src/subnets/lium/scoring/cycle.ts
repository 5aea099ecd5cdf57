import { driverFactor } from './driver.ts';
import { BURN_EMISSION, idleShare } from './emission.ts';
import { PACKAGED_RATES } from './hourly-rate.ts';
import { fillIdlePool, paidRate } from './idle-pool.ts';
import { entryOf, isWantedFamily, PACKAGED_MARKET } from './market.ts';
import { countGpus, miningScore } from './mining-pool.ts';
import { exclusionsOf, isVerified, splits } from './node.ts';
import type { EmissionPrices } from './emission.ts';
import type { RateTable } from './hourly-rate.ts';
import type { IdleLot, IdlePool, PlacedLot } from './idle-pool.ts';
import type { Market } from './market.ts';
import type { MiningTerms } from './mining-pool.ts';
import type { LiumNode, ZeroReason } from './node.ts';

// One scoring cycle over all nodes. Sections e.3 to e.5; incentive/rental_price.py 026d4498.

export interface CycleRules {
  readonly prices: EmissionPrices;
  readonly nowMs: number;
  readonly market?: Market;
  readonly rates?: RateTable;
  /** Part of emission to burn, 0..1. */
  readonly burnEmission?: number;
}

export interface NodePay {
  /** Parts of emission. */
  readonly mining: number;
  readonly idle: number;
  /** Why it earns less than it could, in order of the checks; empty for a node that is paid. */
  readonly reasons: readonly ZeroReason[];
  /** Where its idle GPUs were placed; null when they are in no pool. */
  readonly placed: PlacedLot | null;
  /** What its rented GPUs count in the mining pool; null when none are in it. */
  readonly rental: MiningTerms | null;
}

export interface CycleResult {
  /** Same order as the nodes. */
  readonly nodes: readonly NodePay[];
  /** Σ of the mining pool's scores. */
  readonly miningScore: number;
  readonly idleCostPerHour: number;
  /** Before the cap at the burn. */
  readonly idleShareRaw: number;
  readonly idleShare: number;
  readonly burnShare: number;
  readonly capMultipliers: IdlePool['capMultipliers'];
}

/** Pays every node of a cycle: rented GPUs from the mining pool, idle ones out of the burn. */
export function scoreCycle(nodes: readonly LiumNode[], rules: CycleRules): CycleResult {
  const market = rules.market ?? PACKAGED_MARKET;
  const burn = rules.burnEmission ?? BURN_EMISSION;
  const entries = nodes.map((node) => enter(node, market, rules.nowMs));
  const counts = countGpus(nodes);
  const rentals = entries.map(({ node, rentedGpus }) =>
    rentedGpus > 0 ? miningScore(node, rentedGpus, counts.get(node.model) ?? 0, market) : null,
  );
  const totalScore = rentals.reduce((sum, terms) => sum + (terms?.score ?? 0), 0);
  const inPool = entries.flatMap((entry) => (entry.lot ? [entry.lot] : []));
  const pool = fillIdlePool(inPool, market, rules.rates ?? PACKAGED_RATES);
  const raw = idleShare(pool.costPerHour, rules.prices);
  const share = Math.min(burn, raw);
  const placed = new Map(pool.lots.map((entry) => [entry.lot, entry]));
  return {
    nodes: entries.map(({ lot, blocks, zeros }, i): NodePay => {
      const own = (lot && placed.get(lot)) ?? null;
      const capacity = own?.capMultiplier === 0 ? [NO_CAPACITY] : [];
      const rental = rentals[i] ?? null;
      return {
        mining: totalScore > 0 ? ((1 - burn) * (rental?.score ?? 0)) / totalScore : 0,
        idle: own ? idlePay(own, share, pool.costPerHour) : 0,
        reasons: [...blocks, ...capacity, ...zeros],
        placed: own,
        rental,
      };
    }),
    miningScore: totalScore,
    idleCostPerHour: pool.costPerHour,
    idleShareRaw: raw,
    idleShare: share,
    burnShare: burn - share,
    capMultipliers: pool.capMultipliers,
  };
}

interface Entry {
  readonly node: LiumNode;
  /** GPUs in the mining pool. */
  readonly rentedGpus: number;
  /** Its idle GPUs, when they are in the idle pool. */
  readonly lot: IdleLot | null;
  /** What keeps it out of a pool. */
  readonly blocks: readonly ZeroReason[];
  /** Which of the node's own factors are 0. */
  readonly zeros: readonly ZeroReason[];
}

function enter(node: LiumNode, market: Market, nowMs: number): Entry {
  const free = freeGpus(node);
  const excluded = node.rented ? exclusionsOf(node, true, nowMs) : [];
  const paysRent = node.rented && excluded.length === 0 && node.score > 0;
  const rented = { node, rentedGpus: paysRent ? node.gpus - free : 0 };
  if (free === 0) return { ...rented, lot: null, blocks: excluded, zeros: [] };
  const exclusions = exclusionsOf(node, false, nowMs);
  const family = entryOf(market.families, node.model);
  if (!isVerified(node)) return { ...rented, lot: null, blocks: exclusions, zeros: [] };
  if (family === undefined || !isWantedFamily(market, family)) {
    return { ...rented, lot: null, blocks: [...exclusions, UNWANTED], zeros: [] };
  }
  const driver = driverFactor({ driver: node.driver, rented: false, nowMs });
  const blocks = [...exclusions, ...node.failedGates];
  const zeros: ZeroReason[] = [
    ...(driver === 0 ? (['nvidia_driver_below_minimum'] as const) : []),
    ...(node.sysbox ? [] : (['sysbox_not_enabled'] as const)),
  ];
  const lot: IdleLot = {
    uuid: node.uuid,
    model: node.model,
    family,
    gpus: free,
    splitMin: splits(node) ? node.splitMin : null,
    remainder: node.rented,
    factor: node.sysbox ? driver : 0,
  };
  return { ...rented, lot: blocks.length > 0 ? null : lot, blocks, zeros };
}

const UNWANTED: ZeroReason = 'gpu_model_not_eligible_for_unrented_incentive';
const NO_CAPACITY: ZeroReason = 'no_unrented_capacity_for_gpu_count';

/** GPUs that nobody rents: a rented node has some only when it splits and says how many. */
export function freeGpus(node: LiumNode): number {
  if (!node.rented) return node.gpus;
  if (!splits(node) || node.rentedGpus === null || node.rentedGpus <= 0) return 0;
  return Math.max(0, node.gpus - node.rentedGpus);
}

function idlePay(placed: PlacedLot, share: number, costPerHour: number): number {
  if (costPerHour <= 0) return 0;
  return (share * placed.lot.gpus * paidRate(placed)) / costPerHour;
}
