import { type ChainState, type SubnetState, TESTED_SPEC } from '../../../../src/chain/contract.ts';
import type { WatchedChain } from '../../../../src/coordinator/chain/watch.ts';

// A chain of plain values: a test moves its blocks and breaks it.

export const GENESIS = `0x${'ab'.repeat(32)}`;

export function subnetState(netuid: number, change: Partial<SubnetState> = {}): SubnetState {
  return {
    netuid,
    name: `Subnet ${netuid}`,
    symbol: 'α',
    price: 20_000_000n,
    taoIn: 0n,
    alphaIn: 0n,
    emission: 10_000_000n,
    tempo: 360,
    isEnabled: true,
    ...change,
  };
}

export interface FakeChain extends WatchedChain {
  /** Names of the calls in order. */
  readonly calls: string[];
  list: SubnetState[];
  /** Answers the next calls with this error instead. */
  failure: Error | null;
  /** While set, calls wait for it. */
  gate: Promise<void> | null;
  say(state: ChainState): void;
  block(
    block: number,
    change?: { genesis?: string; endpoint?: string; specVersion?: number },
  ): void;
}

export function fakeChain(): FakeChain {
  const listeners = new Set<(state: ChainState) => void>();
  let state: ChainState = { kind: 'connecting', endpoint: 'wss://node.example:443', attempt: 1 };
  async function call<T>(name: string, value: T): Promise<T> {
    chain.calls.push(name);
    await chain.gate;
    if (chain.failure) throw chain.failure;
    return value;
  }
  const chain: FakeChain = {
    calls: [],
    list: [subnetState(0), subnetState(8), subnetState(44), subnetState(120)],
    failure: null,
    gate: null,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    subnets: () => call('subnets', chain.list),
    registrationCost: (netuid) => call(`cost ${netuid}`, netuid === 8 ? null : 500_000_000n),
    validators: () =>
      call('validators', [
        { hotkey: '5Hot', owner: '5Cold', name: null, take: 0.18, nominators: 3, netuids: [0, 44] },
      ]),
    close: () => call('close', undefined),
    say(next) {
      state = next;
      for (const listener of listeners) listener(next);
    },
    block(block, change = {}) {
      chain.say({
        kind: 'ready',
        chain: {
          endpoint: 'wss://user:secret@node.example:9944/path',
          genesis: GENESIS,
          network: 'other',
          specName: 'node-subtensor',
          specVersion: TESTED_SPEC,
          untested: false,
          block,
          existentialDeposit: 500n,
          unknownExtensions: [],
          ...change,
        },
      });
    },
  };
  return chain;
}
