import { u8aToHex } from '@polkadot/util';
import { sr25519PairFromSeed } from '@polkadot/util-crypto';
import { utf8 } from '../../../src/shared/bytes.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { type Rng, randomInt, seededRng } from '../../../src/shared/rng.ts';
import { changeStake, publicKey, type Subnet, touchAccount, type World } from './world.ts';
import { ONE } from './pool.ts';

// A world from a seed: the same numbers every time, so that a test may name them.

export interface WorldOptions {
  readonly seed: number;
  /** Subnets besides root, numbered from 1 unless `netuids` names them. */
  readonly subnets: number;
  readonly netuids?: readonly number[];
  readonly validators: number;
  /** Rao by address. */
  readonly balances: Readonly<Record<string, bigint>>;
}

export function seedWorld(options: WorldOptions): World {
  const world: World = {
    accounts: new Map(),
    subnets: new Map(),
    hotkeys: new Map(),
    stakes: new Map(),
    leaving: new Set(),
  };
  const rng = seededRng(String(options.seed));
  const owner = publicKey(seededKey(options.seed, 'owner'));
  world.hotkeys.set(owner, { owner, take: null });
  const netuids = options.netuids ?? Array.from({ length: options.subnets }, (_, n) => n + 1);
  for (const netuid of [0, ...netuids.filter((netuid) => netuid !== 0)]) {
    world.subnets.set(netuid, seedSubnet(netuid, owner, rng));
  }
  for (let n = 0; n < options.validators; n++) seedValidator(world, options.seed, n, rng);
  for (const [address, free] of Object.entries(options.balances)) {
    touchAccount(world, publicKey(address)).free = free;
  }
  return world;
}

function seedSubnet(netuid: number, owner: string, rng: Rng): Subnet {
  const root = netuid === 0;
  return {
    netuid,
    name: root ? 'root' : `fixture ${netuid}`,
    symbol: root ? 'Τ' : String.fromCodePoint(0x3b1 + (netuid % 24)),
    tempo: root ? 100 : 360,
    enabled: true,
    registrationAllowed: !root,
    burn: ONE / 2n + BigInt(randomInt(rng, 1e9)),
    taoIn: root ? 0n : (5_000n + BigInt(randomInt(rng, 20_000))) * ONE,
    alphaIn: root ? 0n : (200_000n + BigInt(randomInt(rng, 800_000))) * ONE,
    alphaOut: root ? 0n : 1_000_000n * ONE,
    emission: root ? 0n : BigInt(randomInt(rng, 1e7)),
    feeRate: 33,
    illiquid: false,
    transfersAllowed: true,
    ownerHotkey: owner,
    ownerColdkey: owner,
    members: [],
  };
}

/** Validators are on root and on about a third of the subnets, with stake of their own. */
function seedValidator(world: World, seed: number, n: number, rng: Rng): void {
  const hotkey = publicKey(seededKey(seed, `hotkey ${n}`));
  const coldkey = publicKey(seededKey(seed, `coldkey ${n}`));
  world.hotkeys.set(hotkey, { owner: coldkey, take: randomInt(rng, 11_797) });
  touchAccount(world, coldkey).free = 100n * ONE;
  for (const subnet of world.subnets.values()) {
    if (subnet.netuid !== 0 && rng.next() > 0.35) continue;
    subnet.members.push(hotkey);
    const alpha = (100n + BigInt(randomInt(rng, 10_000))) * ONE;
    changeStake(world, { coldkey, hotkey, netuid: subnet.netuid }, alpha);
  }
}

function seededKey(seed: number, name: string): string {
  return u8aToHex(sr25519PairFromSeed(sha256(utf8(`${seed} ${name}`))).publicKey);
}
