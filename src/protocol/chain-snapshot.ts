import * as v from 'valibot';
import { Genesis } from './grant.ts';
import { Count, Ms, Ratio } from './primitives.ts';

// What the coordinator last read from the chain: a cache with its time, never a promise. Amounts
// cross the wire as decimal strings, since a u64 does not fit a JSON number.

/** Decimal digits of an amount in rao (10⁻⁹ TAO), at most a u64. */
export const Rao = v.pipe(v.string(), v.regex(/^(?:0|[1-9]\d{0,19})$/, 'must be an amount in rao'));

export const ChainSubnet = v.object({
  netuid: Count,
  name: v.string(),
  symbol: v.string(),
  /** Rao of TAO per alpha. */
  price: Rao,
  /** Rao of TAO that the chain emits into the subnet per block. */
  emission: Rao,
  /** What a miner pays to register now, rao; null while registration is closed. */
  registrationCost: v.nullable(Rao),
  /** Blocks between two payouts. */
  tempo: Count,
});
export type ChainSubnet = v.InferOutput<typeof ChainSubnet>;

export const ChainSnapshot = v.object({
  /** Host of the node it came from, without port, path or credentials. */
  endpoint: v.string(),
  genesis: Genesis,
  network: v.picklist(['mainnet', 'testnet', 'local', 'other']),
  specVersion: Count,
  block: Count,
  /** When it was read, by the coordinator's clock. */
  atMs: Ms,
  /** True while the chain does not answer: the figures are those of `atMs`. */
  stale: v.boolean(),
  /** Rao per block over every subnet of the chain, also those not listed. */
  emissionTotal: Rao,
  subnets: v.array(ChainSubnet),
});
export type ChainSnapshot = v.InferOutput<typeof ChainSnapshot>;

/** `GET /v1/network/validators`: who may be staked to; `null` until the chain was read once. */
export const ChainValidators = v.object({
  block: Count,
  atMs: Ms,
  validators: v.array(
    v.object({
      hotkey: v.string(),
      owner: v.string(),
      /** What the owner calls itself on the chain. */
      name: v.nullable(v.string()),
      /** Share of the dividends it keeps. */
      take: Ratio,
      nominators: Count,
      netuids: v.array(Count),
    }),
  ),
});
export type ChainValidators = v.InferOutput<typeof ChainValidators>;

/**
 * A subnet's part of everything the chain emits.
 * @returns 0..1; null when the snapshot does not list it or nothing is emitted
 */
export function emissionShare(
  { subnets, emissionTotal }: Pick<ChainSnapshot, 'subnets' | 'emissionTotal'>,
  netuid: number,
): number | null {
  const subnet = subnets.find((one) => one.netuid === netuid);
  const total = BigInt(emissionTotal);
  if (!subnet || total === 0n) return null;
  // Parts per billion: exact enough for a share, and bigint until the end.
  return Number((BigInt(subnet.emission) * 1_000_000_000n) / total) / 1e9;
}
