import type {
  ChainClient,
  ChainFacts,
  ChainState,
  OrderStep,
  PreparedOrder,
  Quote,
  SendOptions,
  StakeOrder,
  SubnetState,
  Validator,
  Position,
} from '../../../../src/chain/contract.ts';
import { AppError } from '../../../../src/shared/errors.ts';

// A chain client of plain values: a test moves its blocks, breaks it, and says how every
// transaction goes on. Prices are whatever a test writes down; nothing is computed like a pool.

export const TAO = 10n ** 9n;
export const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
export const VALIDATOR = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty';
export const OTHER = '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y';

export function subnetOf(netuid: number, change: Partial<SubnetState> = {}): SubnetState {
  return {
    netuid,
    name: netuid === 0 ? 'root' : `Net ${netuid}`,
    symbol: netuid === 0 ? 'Τ' : 'α',
    price: netuid === 0 ? TAO : 50_000_000n,
    taoIn: 10_000n * TAO,
    alphaIn: 200_000n * TAO,
    emission: 10_000_000n,
    tempo: 360,
    isEnabled: true,
    ...change,
  };
}

export function positionOf(change: Partial<Position> = {}): Position {
  const stake = change.stake ?? 200n * TAO;
  return {
    hotkey: VALIDATOR,
    netuid: 44,
    stake,
    available: stake,
    locked: 0n,
    emission: 20_000_000n,
    isRegistered: true,
    ...change,
  };
}

export function validatorOf(hotkey: string, change: Partial<Validator> = {}): Validator {
  return { hotkey, owner: hotkey, name: null, take: 0.18, nominators: 3, netuids: [44], ...change };
}

export interface FakeChainClient extends ChainClient {
  readonly calls: string[];
  subnetList: SubnetState[];
  positionList: Position[];
  validatorList: Validator[];
  free: bigint;
  fee: bigint;
  cost: bigint | null;
  /** Answer to the next quotes; `out` null means that it cannot be filled. */
  quoteOf: (order: StakeOrder) => Partial<Quote>;
  /** Thrown by everything while set. */
  failure: AppError | null;
  /** Thrown by `prepare` alone while set. */
  refusal: AppError | null;
  /** What was last given to be sent. */
  sending: { prepared: PreparedOrder; options: SendOptions } | null;
  say(state: ChainState): void;
  block(block: number, change?: Partial<ChainFacts>): void;
  /** Goes on with what is being sent; the last step ends it. */
  step(step: OrderStep): void;
}

const FACTS: ChainFacts = {
  endpoint: 'ws://127.0.0.1:9944',
  genesis: `0x${'ab'.repeat(32)}`,
  network: 'local',
  specName: 'node-subtensor',
  specVersion: 424,
  untested: false,
  block: 100,
  existentialDeposit: 500n,
  unknownExtensions: [],
};

export function fakeChainClient(): FakeChainClient {
  const listeners = new Set<(state: ChainState) => void>();
  let state: ChainState = { kind: 'ready', chain: FACTS };
  let block = FACTS.block;
  let end = (): void => undefined;

  async function answer<T>(call: string, give: () => T): Promise<T> {
    client.calls.push(call);
    if (client.failure) throw client.failure;
    return give();
  }

  function quoted(order: StakeOrder): Quote {
    const base = { out: 19n * TAO, fee: 500_000n, slippage: 0n, impact: 0.001 };
    return { ...base, spotPrice: 50_000_000n, block, ...client.quoteOf(order) };
  }

  const client: FakeChainClient = {
    calls: [],
    subnetList: [subnetOf(0), subnetOf(8), subnetOf(44, { name: 'Score' })],
    positionList: [positionOf()],
    validatorList: [validatorOf(VALIDATOR, { name: 'Deep Shaft' }), validatorOf(OTHER)],
    free: 100n * TAO,
    fee: 140_000n,
    cost: TAO,
    quoteOf: () => ({}),
    failure: null,
    refusal: null,
    sending: null,
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    balance: (address) =>
      answer(`balance ${address}`, () => ({ free: client.free, transferable: client.free - 500n })),
    subnets: () => answer('subnets', () => client.subnetList),
    positions: () => answer('positions', () => client.positionList),
    validators: () => answer('validators', () => client.validatorList),
    exitValue: (netuid, alpha) =>
      answer(`exit ${netuid}`, () => (netuid === 0 ? alpha : alpha / 20n)),
    quote: (order) => answer(`quote ${order.kind}`, () => quoted(order)),
    minStake: () => answer('minStake', () => 2_000_000n),
    maximum: (order) =>
      answer(`maximum ${order.kind}`, () =>
        order.kind === 'add' ? client.free - 500n - client.fee : 200n * TAO,
      ),
    prepare: (order, limits) =>
      answer(`prepare ${order.kind}`, () => {
        if (client.refusal) throw client.refusal;
        const quote = quoted(order);
        if (quote.out === null) throw new AppError('chain.cannot-fill', 'all zero');
        return {
          order,
          limits,
          quote,
          limitPrice: order.kind === 'move' ? null : quote.spotPrice,
          fee: client.fee,
          call: {
            name: `subtensorModule.${order.kind}`,
            args: [{ name: 'hotkey', value: VALIDATOR }],
            hex: '0x0758',
          },
          specVersion: 424,
        };
      }),
    prepareRegistration: (order) =>
      answer(`prepare register`, () => {
        if (client.refusal) throw client.refusal;
        return {
          order,
          cost: client.cost ?? 0n,
          fee: client.fee,
          call: { name: 'subtensorModule.registerLimit', args: [], hex: '0x0786' },
          specVersion: 424,
        };
      }),
    send(prepared, options) {
      client.calls.push(`send ${prepared.order.kind}`);
      client.sending = { prepared: prepared as PreparedOrder, options };
      options.onStep({ kind: 'signing' });
      return new Promise((resolve) => {
        end = resolve;
      });
    },
    walletMetadata: () =>
      answer('wallet metadata', () => ({
        chain: 'Bittensor',
        genesisHash: '0x2f',
        icon: 'substrate',
        ss58Format: 42,
        chainType: 'substrate',
        specVersion: 424,
        tokenDecimals: 9,
        tokenSymbol: 'TAO',
        types: {},
        rawMetadata: '0x6d657461',
        userExtensions: {},
      })),
    registrationCost: (netuid) => answer(`cost ${netuid}`, () => client.cost),
    close: () => answer('close', () => undefined),
    say(next) {
      state = next;
      for (const listener of listeners) listener(next);
    },
    block(next, change = {}) {
      block = next;
      client.say({ kind: 'ready', chain: { ...FACTS, ...change, block: next } });
    },
    step(step) {
      client.sending?.options.onStep(step);
      if (step.kind === 'finalized' || step.kind === 'failed' || step.kind === 'unknown') end();
    },
  };
  return client;
}
