import { type Block, buildOn, genesisBlock, sealBlock } from './block.ts';
import { execute } from './calls.ts';
import { transact } from './dispatch.ts';
import { decodeExtrinsic, type SignedExtrinsic } from './extrinsic.ts';
import type { PriceCurve } from './pool.ts';
import { RpcError } from './rpc-error.ts';
import type { Runtime } from './runtime.ts';
import { createTransactionPool, type TransactionPool, type Watch } from './transactions.ts';
import { type ValidityContext, type Verdict, checkValidity } from './validity.ts';
import type { World } from './world.ts';

// The simulated chain: a line of blocks, the transactions that wait for one, and finality some
// blocks behind the head. It knows nothing of sockets.

/** Blocks whose state is kept, as a node that is no archive does. */
const STATES_KEPT = 256;

export interface ChainOptions {
  readonly runtime: Runtime;
  readonly world: World;
  readonly curve: PriceCurve;
  readonly genesis: string | undefined;
  readonly finalityLag: number;
  /** True: stake calls that would fail are refused by the pool with `Custom error: N`. */
  readonly poolChecksStake: boolean;
  readonly startMs: number;
}

export interface ChainListener {
  readonly head?: (block: Block) => void;
  readonly finalized?: (block: Block) => void;
  readonly runtime?: (runtime: Runtime) => void;
  /** State may have changed: a new head, or a change by hand. */
  readonly state?: () => void;
}

export interface Chain {
  readonly genesis: Block;
  readonly curve: PriceCurve;
  readonly pool: TransactionPool;
  head(): Block;
  finalized(): Block;
  /** Any block ever made, also one that a reorganisation left behind. */
  block(hash: string): Block | undefined;
  /** Of the line that ends in the head. */
  atHeight(number: number): Block | undefined;
  /** @throws RpcError for a block that is unknown or whose state is gone */
  stateAt(hash: string | null | undefined): Block;
  submit(bytes: Uint8Array, watch?: Watch): string;
  seal(): Block;
  /** Drops the head; its transactions wait again. */
  retract(): void;
  upgrade(runtime: Runtime): void;
  change(mutate: (world: World) => void): void;
  holdFinality(held: boolean): void;
  listen(listener: ChainListener): () => void;
}

export function createChain(options: ChainOptions): Chain {
  const { curve, startMs } = options;
  const genesis = genesisBlock(options.runtime, options.world, options.genesis);
  const line: Block[] = [genesis];
  const known = new Map([[genesis.hash, genesis]]);
  const listeners = new Set<ChainListener>();
  let finalizedHeight = 0;
  let finalityHeld = false;
  let forks = 0;
  let nextRuntime: Runtime | null = null;

  const head = (): Block => line.at(-1) ?? genesis;
  const tell = (run: (listener: ChainListener) => void): void => {
    for (const listener of listeners) run(listener);
  };

  function validity(world: World): (extrinsic: SignedExtrinsic) => Verdict {
    const { runtime, number } = head();
    const context: ValidityContext = {
      runtime,
      world,
      genesis: genesis.hash,
      number: number + 1,
      hashOf: (height) => line[height]?.hash,
      poolRefusal: (extrinsic) =>
        options.poolChecksStake ? stakeRefusal(head(), world, curve, extrinsic) : null,
    };
    return (extrinsic) => checkValidity(context, extrinsic);
  }

  const pool = createTransactionPool(() => head().world);

  function decode(bytes: Uint8Array): SignedExtrinsic {
    try {
      return decodeExtrinsic(head().runtime, bytes);
    } catch (error) {
      // What a real runtime says when its codec panics while it validates.
      throw new RpcError(
        1002,
        `Verification Error: Runtime error: Execution failed: ${String(error)}`,
        'RuntimeApi("Execution failed: TaggedTransactionQueue_validate_transaction")',
      );
    }
  }

  function finalize(): void {
    const until = finalityHeld ? 0 : head().number - options.finalityLag;
    while (finalizedHeight < until) {
      finalizedHeight += 1;
      const block = line[finalizedHeight] as Block; // below the head by the loop's condition
      pool.finalized(block.hash);
      tell((listener) => listener.finalized?.(block));
    }
  }

  return {
    genesis,
    curve,
    pool,
    head,
    finalized: () => line[finalizedHeight] ?? genesis,
    block: (hash) => known.get(hash),
    atHeight: (number) => line[number],
    stateAt(hash) {
      const block = hash ? known.get(hash) : head();
      if (!block) {
        throw new RpcError(
          4003,
          `Client error: UnknownBlock: Header was not found in the database: ${hash}`,
        );
      }
      if (block.number !== 0 && block.number <= head().number - STATES_KEPT) {
        throw new RpcError(
          4003,
          `Client error: UnknownBlock: State already discarded for ${block.hash}`,
        );
      }
      return block;
    },
    submit(bytes, watch) {
      const extrinsic = decode(bytes);
      const verdict = pool.isKnown(extrinsic.hash)
        ? { kind: 'ready' as const }
        : validity(head().world)(extrinsic);
      if (verdict.kind === 'invalid') throw verdict.error;
      pool.add(extrinsic, watch);
      return extrinsic.hash;
    },
    seal() {
      const parent = head();
      const builder = buildOn(parent, curve, startMs);
      const included = pool.take((extrinsic) => {
        const verdict = validity(builder.world)(extrinsic);
        if (verdict.kind === 'ready') builder.apply(extrinsic);
        return verdict.kind;
      });
      const runtime = nextRuntime ?? parent.runtime;
      nextRuntime = null;
      const block = sealBlock({ parent, applied: builder.finish(), runtime, fork: forks, startMs });
      line.push(block);
      known.set(block.hash, block);
      tell((listener) => listener.head?.(block));
      tell((listener) => listener.state?.());
      if (runtime !== parent.runtime) tell((listener) => listener.runtime?.(runtime));
      pool.included(included, block.hash);
      finalize();
      return block;
    },
    retract() {
      const dropped = head();
      if (dropped.number <= finalizedHeight) throw new Error('a finalized block stays');
      line.pop();
      forks += 1;
      pool.retracted(dropped.hash);
    },
    upgrade(runtime) {
      nextRuntime = runtime;
    },
    change(mutate) {
      mutate(head().world);
      tell((listener) => listener.state?.());
    },
    holdFinality(held) {
      finalityHeld = held;
      finalize();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Subtensor's codes of refusals by name; runtimes before 2026 ran the stake calls in the pool. */
const CUSTOM_CODES: Readonly<Record<string, number>> = {
  AmountTooLow: 1,
  NotEnoughBalanceToStake: 2,
  SubnetNotExists: 3,
  HotKeyAccountNotExists: 4,
  NotEnoughStakeToWithdraw: 5,
  InsufficientLiquidity: 7,
  SlippageTooHigh: 8,
  TransferDisallowed: 9,
};
const OTHER_REFUSAL = 255;

function stakeRefusal(
  { runtime, number }: Block,
  world: World,
  curve: PriceCurve,
  { call, signer }: SignedExtrinsic,
): number | null {
  if (call.section !== 'subtensorModule') return null;
  const { failure } = transact(
    { world, runtime, curve, who: signer, block: number + 1 },
    (dispatch) => execute(dispatch, call),
  );
  return failure === null ? null : (CUSTOM_CODES[failure.message] ?? OTHER_REFUSAL);
}
