import type { RpcError } from './rpc-error.ts';
import { type BlobSpec } from './blob.ts';
import { createChain } from './chain.ts';
import type { MetadataChange } from './metadata.ts';
import { constantProduct, type PriceCurve } from './pool.ts';
import { loadRuntime } from './runtime.ts';
import { seedWorld } from './seed.ts';
import { startServer } from './server.ts';
import {
  changeStake,
  publicKey,
  stakeKey,
  type Subnet,
  touchAccount,
  type World,
} from './world.ts';

// A Subtensor node on the loopback, for tests. A simulator: it serves the chain's real metadata,
// takes every extrinsic apart by it and checks it as a node does, but its pools are simple ones
// (pool.ts) and it has no peers, consensus or tries. It proves our encoding and flows, not the
// chain's economics.

export interface FixtureNodeOptions {
  /** 0 takes a free one. */
  readonly port?: number;
  /** Which real metadata is served; 424 unless said. */
  readonly metadata?: BlobSpec;
  /** Changes written into the metadata. */
  readonly change?: MetadataChange;
  readonly seed?: number;
  /** Subnets besides root: 4 unless said. */
  readonly subnets?: number;
  /** Their numbers, instead of 1, 2, 3 … */
  readonly netuids?: readonly number[];
  /** 8 unless said. */
  readonly validators?: number;
  /** Rao by address. */
  readonly balances?: Readonly<Record<string, bigint>>;
  /** A block every so often; null (unless said) makes them by `newBlock` alone. */
  readonly blockMs?: number | null;
  /** Blocks that finality is behind the head; 2 unless said. */
  readonly finalityLag?: number;
  readonly curve?: PriceCurve;
  /** Genesis hash to be known by; its header's own hash unless said. */
  readonly genesis?: string;
  readonly chainName?: string;
  /** True: the pool refuses stake calls that would fail, with `Custom error: N`. */
  readonly poolChecksStake?: boolean;
}

export interface FixtureNode {
  /** ws://127.0.0.1:port */
  readonly url: string;
  readonly genesis: string;
  /** Hotkeys (hex public keys) of the seeded validators. */
  readonly validators: readonly string[];
  readonly counters: FixtureCounters;
  head(): { readonly number: number; readonly hash: string; readonly specVersion: number };
  finalized(): { readonly number: number; readonly hash: string };
  /** Makes blocks from what waits; @returns the hash of the last. */
  newBlock(count?: number): string;
  /** Starts making blocks by itself; null stops it. */
  setBlockTime(ms: number | null): void;
  /** Transactions that wait for a block. */
  waiting(): number;
  /** The next block brings another runtime. */
  upgrade(metadata: BlobSpec, change?: MetadataChange): void;
  /** Drops the newest block; its transactions are retracted and wait again. */
  retractHead(): void;
  /** Ends what waits (`finalityTimeout`: what is in a block) with a status. */
  endTransactions(status: 'dropped' | 'invalid' | 'usurped' | 'finalityTimeout'): void;
  holdFinality(held: boolean): void;
  fund(address: string, rao: bigint): void;
  setSubnet(netuid: number, change: Partial<Omit<Subnet, 'netuid'>>): void;
  /** Sets a position and, optionally, the part of it that is locked. */
  setStake(at: StakeAt, alpha: bigint, locked?: bigint): void;
  /** Any other change of the state, at once. */
  change(mutate: (world: World) => void): void;
  dropSockets(): void;
  /** While true, new connections are cut. */
  refuseConnections(refused: boolean): void;
  /** Answers come this much later, all or those of one method. */
  delayAnswers(ms: number, method?: string): void;
  close(): Promise<void>;
}

export interface StakeAt {
  readonly coldkey: string;
  readonly hotkey: string;
  readonly netuid: number;
}

export interface FixtureCounters {
  /** Calls by RPC method. */
  readonly calls: ReadonlyMap<string, number>;
  /** Every error answered, in order. */
  readonly errors: readonly { readonly method: string; readonly error: RpcError }[];
  connections(): number;
  /** Connections ever taken. */
  accepted(): number;
}

export async function startFixtureNode(options: FixtureNodeOptions = {}): Promise<FixtureNode> {
  const world = seedWorld({
    seed: options.seed ?? 1,
    subnets: options.subnets ?? 4,
    ...(options.netuids ? { netuids: options.netuids } : {}),
    validators: options.validators ?? 8,
    balances: options.balances ?? {},
  });
  const validators = [...world.hotkeys].filter(([, { take }]) => take !== null).map(([key]) => key);
  const chain = createChain({
    runtime: loadRuntime(options.metadata ?? 424, options.change),
    world,
    curve: options.curve ?? constantProduct,
    genesis: options.genesis,
    finalityLag: options.finalityLag ?? 2,
    poolChecksStake: options.poolChecksStake ?? false,
    startMs: Date.UTC(2026, 5, 29),
  });
  const server = await startServer({
    port: options.port ?? 0,
    context: { chain, chainName: options.chainName ?? 'Bittensor' },
  });

  let timer: NodeJS.Timeout | null = null;
  function setBlockTime(ms: number | null): void {
    if (timer) clearInterval(timer);
    timer = ms === null ? null : setInterval(() => chain.seal(), ms);
  }
  setBlockTime(options.blockMs ?? null);

  return {
    url: server.url,
    genesis: chain.genesis.hash,
    validators,
    counters: server,
    head() {
      const { number, hash, runtime } = chain.head();
      return { number, hash, specVersion: runtime.specVersion };
    },
    finalized: () => ({ number: chain.finalized().number, hash: chain.finalized().hash }),
    newBlock(count = 1) {
      for (let n = 0; n < count; n++) chain.seal();
      return chain.head().hash;
    },
    setBlockTime,
    waiting: () => chain.pool.waiting().length,
    upgrade: (metadata, change) => chain.upgrade(loadRuntime(metadata, change)),
    retractHead: () => chain.retract(),
    endTransactions: (status) => chain.pool.end(status),
    holdFinality: (held) => chain.holdFinality(held),
    fund: (address, rao) =>
      chain.change((state) => {
        touchAccount(state, publicKey(address)).free = rao;
      }),
    setSubnet: (netuid, change) =>
      chain.change((state) => {
        const subnet = state.subnets.get(netuid);
        if (!subnet) throw new Error(`there is no subnet ${netuid}`);
        Object.assign(subnet, change);
      }),
    setStake: (at, alpha, locked = 0n) =>
      chain.change((state) => putStake(state, at, alpha, locked)),
    change: (mutate) => chain.change(mutate),
    dropSockets: () => server.dropSockets(),
    refuseConnections: (refused) => server.refuse(refused),
    delayAnswers: (ms, method) =>
      server.delay((asked) => (method === undefined || method === asked ? ms : 0)),
    async close() {
      setBlockTime(null);
      await server.close();
    },
  };
}

function putStake(world: World, at: StakeAt, alpha: bigint, locked: bigint): void {
  const coldkey = publicKey(at.coldkey);
  const hotkey = publicKey(at.hotkey);
  const key = stakeKey(coldkey, hotkey, at.netuid);
  world.stakes.delete(key);
  changeStake(world, { coldkey, hotkey, netuid: at.netuid }, alpha);
  const stake = world.stakes.get(key);
  if (stake) stake.locked = locked;
  if (!world.hotkeys.has(hotkey)) world.hotkeys.set(hotkey, { owner: coldkey, take: null });
}
