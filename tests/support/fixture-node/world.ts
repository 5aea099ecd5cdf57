import { decodeAddress, encodeAddress } from '@polkadot/util-crypto';
import { u8aToHex } from '@polkadot/util';
import type { Pool } from './pool.ts';

// State of the simulated chain as plain values. Accounts are public keys in hex.

export interface Account {
  nonce: number;
  free: bigint;
  reserved: bigint;
  frozen: bigint;
}

export interface Subnet extends Pool {
  name: string;
  symbol: string;
  tempo: number;
  /** False: `SubtokenDisabled` answers every stake call. */
  enabled: boolean;
  registrationAllowed: boolean;
  /** Cost of a registration now, rao. */
  burn: bigint;
  taoIn: bigint;
  alphaIn: bigint;
  alphaOut: bigint;
  /** Rao per block. */
  emission: bigint;
  feeRate: number;
  illiquid: boolean;
  transfersAllowed: boolean;
  ownerHotkey: string;
  ownerColdkey: string;
  /** Hotkeys by uid. */
  members: string[];
}

export interface Hotkey {
  owner: string;
  /** 0..65535; null for a hotkey that is no delegate. */
  take: number | null;
}

export interface Stake {
  coldkey: string;
  hotkey: string;
  netuid: number;
  alpha: bigint;
  locked: bigint;
}

export interface World {
  readonly accounts: Map<string, Account>;
  readonly subnets: Map<number, Subnet>;
  readonly hotkeys: Map<string, Hotkey>;
  /** By `stakeKey`. */
  readonly stakes: Map<string, Stake>;
  /** Coldkeys that announced a swap: they may not act. */
  readonly leaving: Set<string>;
}

/** Public key in hex of an SS58 address or of hex. */
export function publicKey(address: string): string {
  return u8aToHex(decodeAddress(address));
}

export function ss58(key: string): string {
  return encodeAddress(key, 42);
}

export function cloneWorld(world: World): World {
  const copy = <K, V extends object>(map: ReadonlyMap<K, V>): Map<K, V> =>
    new Map([...map].map(([key, value]) => [key, { ...value }]));
  return {
    accounts: copy(world.accounts),
    subnets: new Map(
      [...world.subnets].map(([netuid, one]) => [netuid, { ...one, members: [...one.members] }]),
    ),
    hotkeys: copy(world.hotkeys),
    stakes: copy(world.stakes),
    leaving: new Set(world.leaving),
  };
}

const NOBODY: Readonly<Account> = { nonce: 0, free: 0n, reserved: 0n, frozen: 0n };

export function accountOf(world: World, key: string): Readonly<Account> {
  return world.accounts.get(key) ?? NOBODY;
}

/** The account's own row, made when it is not there yet. */
export function touchAccount(world: World, key: string): Account {
  const known = world.accounts.get(key);
  if (known) return known;
  const made = { ...NOBODY };
  world.accounts.set(key, made);
  return made;
}

export function stakeKey(coldkey: string, hotkey: string, netuid: number): string {
  return `${coldkey}/${hotkey}/${netuid}`;
}

export function stakeOf(world: World, coldkey: string, hotkey: string, netuid: number): bigint {
  return world.stakes.get(stakeKey(coldkey, hotkey, netuid))?.alpha ?? 0n;
}

/** Stake that may go now: the lock stays. */
export function availableOf(world: World, coldkey: string, hotkey: string, netuid: number): bigint {
  const stake = world.stakes.get(stakeKey(coldkey, hotkey, netuid));
  return stake === undefined || stake.alpha <= stake.locked ? 0n : stake.alpha - stake.locked;
}

/** Adds to a position (a negative amount takes away); an empty one goes. */
export function changeStake(
  world: World,
  at: { readonly coldkey: string; readonly hotkey: string; readonly netuid: number },
  alpha: bigint,
): void {
  const key = stakeKey(at.coldkey, at.hotkey, at.netuid);
  const known = world.stakes.get(key);
  const next = (known?.alpha ?? 0n) + alpha;
  if (next < 0n) throw new Error(`a stake below zero at ${key}`);
  if (next === 0n) world.stakes.delete(key);
  else world.stakes.set(key, { ...at, locked: known?.locked ?? 0n, alpha: next });
}

export function stakesOf(world: World, coldkey: string): Stake[] {
  return [...world.stakes.values()].filter((stake) => stake.coldkey === coldkey);
}
