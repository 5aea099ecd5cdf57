import { compareCodePoints } from '../../../shared/python-text.ts';
import { hourlyRate } from './hourly-rate.ts';
import { capOf } from './market.ts';
import type { RateTable } from './hourly-rate.ts';
import type { Market } from './market.ts';

// Idle nodes are paid by what they would rent for, diluted where there are more than wanted.
// Section e.5; incentive/rental_price.py 026d4498.

/** Idle GPUs of one node, or the free remainder of one that is partly rented. */
export interface IdleLot {
  readonly uuid: string;
  readonly model: string;
  readonly family: string;
  readonly gpus: number;
  /** Smallest part it rents out; null without splitting. */
  readonly splitMin: number | null;
  readonly remainder: boolean;
  /** Sysbox × driver, 0 or 1. */
  readonly factor: number;
}

export interface PlacedLot {
  readonly lot: IdleLot;
  /** GPU count whose cap it counts against. */
  readonly bucket: number;
  /** USD per GPU-hour. */
  readonly rate: number;
  /** min(n, cap) / n of its bucket; 0 without a cap or a rate. */
  readonly capMultiplier: number;
}

export interface IdlePool {
  readonly lots: readonly PlacedLot[];
  /** Σ cap multiplier × weight, USD per hour. */
  readonly costPerHour: number;
  /** By `family·bucket`, buckets with idle GPUs only. */
  readonly capMultipliers: ReadonlyMap<string, number>;
}

interface Draft {
  readonly lot: IdleLot;
  readonly rate: number;
  bucket: number;
}

/**
 * Places lots in buckets, moves what does not fit, and prices the result.
 *
 * @param lots in order of the nodes; the result keeps it
 */
export function fillIdlePool(lots: readonly IdleLot[], market: Market, rates: RateTable): IdlePool {
  const drafts = lots.map((lot): Draft => ({
    lot,
    rate: rateOf(lot, market, rates),
    bucket: bucketOf(lot, market),
  }));
  const fill = new Map<string, number>();
  const counting = drafts.filter((draft) => counts(draft, market));
  for (const { lot, bucket } of counting) add(fill, bucketKey(lot.family, bucket), lot.gpus);
  moveOverfull(counting, fill, market);
  const capMultipliers = new Map<string, number>();
  for (const { lot, bucket } of counting) {
    const idle = fill.get(bucketKey(lot.family, bucket)) ?? 0;
    const cap = capOf(market, lot.family, bucket);
    capMultipliers.set(bucketKey(lot.family, bucket), Math.min(idle, cap) / idle);
  }
  const placed = drafts.map(({ lot, rate, bucket }) => ({
    lot,
    rate,
    bucket,
    capMultiplier: capMultipliers.get(bucketKey(lot.family, bucket)) ?? 0,
  }));
  const costPerHour = placed.reduce((sum, entry) => sum + entry.lot.gpus * paidRate(entry), 0);
  return { lots: placed, costPerHour, capMultipliers };
}

/** Rate of one GPU after dilution, sysbox and driver, USD per hour. */
export function paidRate({ lot, rate, capMultiplier }: PlacedLot): number {
  return rate * capMultiplier * lot.factor;
}

/** Whole node or split size, whichever is dearer; a remainder is rated at its split size. */
function rateOf(lot: IdleLot, market: Market, rates: RateTable): number {
  const whole = hourlyRate(lot.model, lot.gpus, rates, market.prices);
  if (lot.splitMin === null) return whole;
  const split = hourlyRate(lot.model, lot.splitMin, rates, market.prices);
  return lot.remainder ? split : Math.max(whole, split);
}

function bucketOf(lot: IdleLot, market: Market): number {
  if (lot.splitMin === null) return lot.gpus;
  if (!lot.remainder && capOf(market, lot.family, lot.gpus) > 0) return lot.gpus;
  return lot.splitMin;
}

function counts({ lot, rate, bucket }: Draft, market: Market): boolean {
  return rate > 0 && capOf(market, lot.family, bucket) > 0;
}

/**
 * Moves splitting nodes, in ascending order of uuid, out of a whole-node bucket that is over its
 * cap at that moment into their split bucket, if the whole node fits under that cap.
 */
function moveOverfull(drafts: readonly Draft[], fill: Map<string, number>, market: Market): void {
  const movable = [...drafts].sort((a, b) => compareCodePoints(a.lot.uuid, b.lot.uuid));
  for (const draft of movable) {
    const { lot, bucket } = draft;
    if (lot.splitMin === null || lot.remainder || bucket === lot.splitMin) continue;
    const [source, target] = [bucket, lot.splitMin].map((size) => bucketKey(lot.family, size));
    if (source === undefined || target === undefined) continue; // both are given
    const room = capOf(market, lot.family, lot.splitMin) - (fill.get(target) ?? 0);
    const overfull = (fill.get(source) ?? 0) > capOf(market, lot.family, bucket);
    if (!overfull || lot.gpus > room) continue;
    add(fill, source, -lot.gpus);
    add(fill, target, lot.gpus);
    draft.bucket = lot.splitMin;
  }
}

function bucketKey(family: string, bucket: number): string {
  return `${family}·${bucket}`;
}

function add(counts: Map<string, number>, key: string, gpus: number): void {
  counts.set(key, (counts.get(key) ?? 0) + gpus);
}
