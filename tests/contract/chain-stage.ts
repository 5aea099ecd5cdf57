import { Keyring } from '@polkadot/keyring';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { connectChain } from '../../src/chain/connect.ts';
import type { ChainClient, OrderStep, PreparedCall } from '../../src/chain/contract.ts';
import {
  type FixtureNode,
  type FixtureNodeOptions,
  startFixtureNode,
} from '../support/fixture-node/node.ts';
import { publicKey, ss58 } from '../support/fixture-node/world.ts';
import { ALICE } from '../unit/chain/stub-node.ts';
import { keyringSigner } from '../unit/chain/keyring-signer.ts';

// The chain client against a node that checks every extrinsic as a real one does. The node is a
// simulator: it proves our encoding and flows, not the chain's economics.

export const TAO = 1_000_000_000n;
export const LIMITS = { tolerance: 0.01, allowPartial: false };

interface Stage {
  readonly node: FixtureNode;
  readonly client: ChainClient;
  /** Of a validator. */
  readonly hotkey: string;
}

/** Node and client of the tests that need nothing special: opening them costs a second or two. */
let plain: Promise<Stage> | null = null;
/** Those that one test asked for. */
const special: Stage[] = [];

beforeAll(async () => {
  await cryptoWaitReady();
});

afterEach(async () => {
  for (const stage of special.splice(0)) await close(stage);
});

afterAll(async () => {
  if (plain) await close(await plain);
});

async function open(options?: FixtureNodeOptions): Promise<Stage> {
  const node = await startFixtureNode(options);
  const client = await connectChain([node.url], { genesis: node.genesis, pauseMs: 20 });
  return { node, client, hotkey: ss58(node.validators[0]!) };
}

async function close({ client, node }: Stage): Promise<void> {
  await client.close();
  await node.close();
}

/** A node on which Alice holds 1,000 TAO and nothing is staked, and a client of it. */
export async function setUp(options?: FixtureNodeOptions): Promise<Stage> {
  if (options) {
    const stage = await open({ balances: { [ALICE]: 1_000n * TAO }, ...options });
    special.push(stage);
    return stage;
  }
  plain ??= open();
  const stage = await plain;
  stage.node.change(({ stakes, subnets }) => {
    for (const [key, { coldkey }] of stakes) {
      if (coldkey === publicKey(ALICE)) stakes.delete(key);
    }
    for (const subnet of subnets.values())
      Object.assign(subnet, { enabled: true, illiquid: false });
  });
  stage.node.fund(ALICE, 1_000n * TAO);
  stage.node.newBlock();
  return stage;
}

export const alice = () => new Keyring({ type: 'sr25519' }).addFromUri('//Alice');

/** Sends, seals blocks whenever the transaction waits for one, and gives every step. */
export async function send(
  client: ChainClient,
  prepared: PreparedCall,
  node: FixtureNode,
  options: { signal?: AbortSignal; signer?: unknown; onStep?: (step: OrderStep) => void } = {},
): Promise<OrderStep[]> {
  const steps: OrderStep[] = [];
  await client.send(prepared, {
    account: { address: ALICE, signer: options.signer ?? keyringSigner(alice()) },
    signal: options.signal ?? new AbortController().signal,
    onStep(step) {
      steps.push(step);
      options.onStep?.(step);
      // Included at once, final two blocks later.
      if (step.kind === 'sent') node.newBlock();
      if (step.kind === 'in-block') node.newBlock(3);
    },
  });
  return steps;
}

export const kinds = (steps: readonly OrderStep[]) => steps.map(({ kind }) => kind);
