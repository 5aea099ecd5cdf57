import type { Codec } from '@polkadot/types/types';
import { hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { blake2AsU8a, xxhashAsU8a } from '@polkadot/util-crypto';
import type { Block } from './block.ts';
import type { Runtime, StorageEntry } from './runtime.ts';
import { stakesOf, type Subnet, type World } from './world.ts';

// Storage, read from the world when it is asked for: an entry is found by its prefix, its keys are
// taken out of the asked key, and the value is encoded by the type that the metadata gives it.

interface StateView {
  readonly block: Block;
  readonly world: World;
  /** Hash of a block of the same line. */
  hashOf(number: number): string | undefined;
}

interface Reader {
  /** Undefined where nothing is stored: the client takes its default. */
  readonly read: (state: StateView, keys: readonly Codec[]) => unknown;
  /** Keys of everything stored, for walks over a map. */
  readonly list?: (state: StateView) => unknown[][];
}

/** A map from netuid to one field of a subnet. */
function perSubnet(field: (subnet: Subnet) => unknown): Reader {
  return {
    read: ({ world }, [netuid]) => {
      const subnet = world.subnets.get(Number(netuid?.toString()));
      return subnet && field(subnet);
    },
    list: ({ world }) => [...world.subnets.keys()].map((netuid) => [netuid]),
  };
}

const keyOf = (codec: Codec | undefined): string => u8aToHex(codec?.toU8a() ?? new Uint8Array());
const numberOf = (codec: Codec | undefined): number => Number(codec?.toString());

const READERS: Readonly<Record<string, Reader>> = {
  'system.number': { read: ({ block }) => block.number },
  'system.blockHash': { read: ({ hashOf }, [number]) => hashOf(numberOf(number)) },
  'system.lastRuntimeUpgrade': {
    read: ({ block }) => ({
      specVersion: block.runtime.specVersion,
      specName: block.runtime.specName,
    }),
  },
  'system.account': {
    read({ world }, [who]) {
      const account = world.accounts.get(keyOf(who));
      if (!account) return undefined;
      const { nonce, free, reserved, frozen } = account;
      return {
        nonce,
        consumers: 0,
        providers: 1,
        sufficients: 0,
        data: { free, reserved, frozen },
      };
    },
    list: ({ world }) => [...world.accounts.keys()].map((key) => [key]),
  },
  'subtensorModule.networksAdded': perSubnet(() => true),
  'subtensorModule.totalNetworks': { read: ({ world }) => world.subnets.size },
  'subtensorModule.burn': perSubnet(({ burn }) => burn),
  'subtensorModule.networkRegistrationAllowed': perSubnet((one) => one.registrationAllowed),
  'subtensorModule.subtokenEnabled': perSubnet(({ enabled }) => enabled),
  'subtensorModule.tempo': perSubnet(({ tempo }) => tempo),
  'subtensorModule.tokenSymbol': perSubnet(({ symbol }) => symbol),
  'subtensorModule.subnetworkN': perSubnet(({ members }) => members.length),
  'subtensorModule.subnetTAO': perSubnet(({ taoIn }) => taoIn),
  'subtensorModule.subnetAlphaIn': perSubnet(({ alphaIn }) => alphaIn),
  'subtensorModule.subnetAlphaOut': perSubnet(({ alphaOut }) => alphaOut),
  'subtensorModule.owner': {
    read: ({ world }, [hotkey]) => world.hotkeys.get(keyOf(hotkey))?.owner,
    list: ({ world }) => [...world.hotkeys.keys()].map((key) => [key]),
  },
  'subtensorModule.stakingHotkeys': {
    read: ({ world }, [coldkey]) => [
      ...new Set(stakesOf(world, keyOf(coldkey)).map(({ hotkey }) => hotkey)),
    ],
  },
  'subtensorModule.uids': {
    read({ world }, [netuid, hotkey]) {
      const uid = world.subnets.get(numberOf(netuid))?.members.indexOf(keyOf(hotkey)) ?? -1;
      return uid < 0 ? undefined : uid;
    },
  },
  'subtensorModule.keys': {
    read: ({ world }, [netuid, uid]) => world.subnets.get(numberOf(netuid))?.members[numberOf(uid)],
  },
  'subtensorModule.isNetworkMember': {
    read: ({ world }, [hotkey, netuid]) =>
      world.subnets.get(numberOf(netuid))?.members.includes(keyOf(hotkey)) || undefined,
  },
  'subtensorModule.coldkeySwapAnnouncements': {
    // When it may be carried out, and a hash that stands for the new coldkey.
    read: ({ world, block }, [coldkey]) =>
      world.leaving.has(keyOf(coldkey))
        ? [block.number + 36_000, u8aToHex(blake2AsU8a(keyOf(coldkey), 256))]
        : undefined,
  },
  'swap.feeRate': perSubnet(({ feeRate }) => feeRate),
};

/** Hex of the stored value; null where nothing is stored. */
export function readStorage(view: Omit<StateView, 'world'>, key: string): string | null {
  const { block } = view;
  const entry = block.runtime.storage.get(key.slice(0, 66));
  if (!entry) return null;
  if (entry.name === 'system.events') return u8aToHex(block.events);
  const reader = READERS[entry.name];
  const keys = decodeKeys(block.runtime, entry, key);
  if (!reader || !keys) return null;
  const value = reader.read({ ...view, world: block.world }, keys);
  return value === undefined ? null : u8aToHex(block.runtime.encode(entry.value, value));
}

/** Every key below a prefix that has a value, in order. */
export function listStorage(view: Omit<StateView, 'world'>, prefix: string): string[] {
  const { block } = view;
  const entry = block.runtime.storage.get(prefix.slice(0, 66));
  if (!entry) return [];
  const listed = READERS[entry.name]?.list?.({ ...view, world: block.world }) ?? [];
  return listed
    .map((keys) => encodeKey(block.runtime, entry, keys))
    .filter((key) => key.startsWith(prefix))
    .sort();
}

/** Bytes that a hasher puts in front of the key itself; undefined for one that hides the key. */
const HASH_BYTES: Readonly<Record<string, number>> = {
  Identity: 0,
  Twox64Concat: 8,
  Blake2_128Concat: 16,
};

function decodeKeys(runtime: Runtime, entry: StorageEntry, key: string): Codec[] | null {
  const bytes = hexToU8a(key);
  let at = 32;
  const keys: Codec[] = [];
  for (const [n, hasher] of entry.hashers.entries()) {
    const skipped = HASH_BYTES[hasher];
    const type = entry.keys[n];
    if (skipped === undefined || type === undefined || at + skipped >= bytes.length) return null;
    const value = runtime.decode(type, bytes.subarray(at + skipped));
    at += skipped + value.encodedLength;
    keys.push(value);
  }
  return keys;
}

function encodeKey(runtime: Runtime, entry: StorageEntry, keys: readonly unknown[]): string {
  const parts = entry.hashers.map((hasher, n) => {
    const bytes = runtime.encode(entry.keys[n] ?? 0, keys[n]);
    if (hasher === 'Twox64Concat') return u8aConcat(xxhashAsU8a(bytes, 64), bytes);
    if (hasher === 'Blake2_128Concat') return u8aConcat(blake2AsU8a(bytes, 128), bytes);
    return bytes;
  });
  return u8aToHex(u8aConcat(hexToU8a(entry.prefix), ...parts));
}
