// What the app and the coordinator know of the chain. Amounts are bigint in rao: 1 TAO = 10⁹ rao,
// and one alpha of any subnet = 10⁹ of its smallest parts. Alpha of different subnets is never
// added. Everything here comes from the connected node's own metadata and runtime APIs.

export type ChainNetwork = 'mainnet' | 'testnet' | 'local' | 'other';

/** Newest runtime that this version was tested with; a newer one is said on screen. */
export const TESTED_SPEC = 424;

export type ChainState =
  | { readonly kind: 'connecting'; readonly endpoint: string; readonly attempt: number }
  | { readonly kind: 'ready'; readonly chain: ChainFacts }
  | { readonly kind: 'lost'; readonly endpoint: string; readonly reason: string };

export interface ChainFacts {
  readonly endpoint: string;
  readonly genesis: string;
  readonly network: ChainNetwork;
  readonly specName: string;
  readonly specVersion: number;
  /** True for a runtime newer than `TESTED_SPEC`. */
  readonly untested: boolean;
  readonly block: number;
  /** Rao below which an account cannot live. */
  readonly existentialDeposit: bigint;
  /**
   * Names that this runtime adds to what is signed and that this version cannot fill in. While
   * there are any every signature would be void, so no transaction is prepared; reads go on.
   */
  readonly unknownExtensions: readonly string[];
}

export interface Balance {
  readonly free: bigint;
  /** What a call may spend: free without what is frozen, the existential deposit kept. */
  readonly transferable: bigint;
}

export interface SubnetState {
  readonly netuid: number;
  readonly name: string;
  readonly symbol: string;
  /** Rao of TAO per alpha (price × 10⁹); 10⁹ for netuid 0. */
  readonly price: bigint;
  readonly taoIn: bigint;
  readonly alphaIn: bigint;
  /** Rao of TAO emitted into the subnet per block. */
  readonly emission: bigint;
  readonly tempo: number;
  /** False while the subnet takes no stake (`SubtokenDisabled`). */
  readonly isEnabled: boolean;
}

export interface Position {
  readonly hotkey: string;
  readonly netuid: number;
  /** Alpha (TAO on netuid 0). */
  readonly stake: bigint;
  /** Part that may be unstaked now. */
  readonly available: bigint;
  readonly locked: bigint;
  /**
   * Alpha per tempo that this position last earned, take deducted: its part, by stake over the
   * validator's whole stake, of the dividends that the runtime reports per validator and subnet.
   */
  readonly emission: bigint;
  readonly isRegistered: boolean;
}

export interface Validator {
  readonly hotkey: string;
  readonly owner: string;
  /** What the owner calls itself on the chain; anybody can take any name. */
  readonly name: string | null;
  /** 0..1, share of dividends it keeps. */
  readonly take: number;
  readonly nominators: number;
  readonly netuids: readonly number[];
}

/** What a trade would give now, from the chain's own simulation; of a swap, both trades together. */
export interface Quote {
  /** Null when the chain cannot fill it (it answers with zeros). */
  readonly out: bigint | null;
  /** Fee of the pool, in the token that goes in. */
  readonly fee: bigint;
  /** Spot output minus simulated output, in the token that comes out. */
  readonly slippage: bigint;
  /** 0..1: slippage over spot output. */
  readonly impact: number;
  readonly spotPrice: bigint;
  readonly block: number;
}

export type StakeOrder =
  | { readonly kind: 'add'; readonly hotkey: string; readonly netuid: number; readonly tao: bigint }
  | {
      readonly kind: 'remove';
      readonly hotkey: string;
      readonly netuid: number;
      readonly alpha: bigint;
    }
  | { readonly kind: 'remove-all'; readonly hotkey: string; readonly netuid: number }
  | {
      readonly kind: 'move';
      readonly fromHotkey: string;
      readonly toHotkey: string;
      readonly netuid: number;
      readonly alpha: bigint;
    }
  | {
      readonly kind: 'swap';
      readonly hotkey: string;
      readonly fromNetuid: number;
      readonly toNetuid: number;
      readonly alpha: bigint;
    };

export interface OrderLimits {
  /** 0..0.5: how far the price may move; default 0.01. */
  readonly tolerance: number;
  readonly allowPartial: boolean;
}

/** A hotkey that enters a subnet for the price of the moment, capped. */
export interface RegisterOrder {
  readonly kind: 'register';
  readonly hotkey: string;
  readonly netuid: number;
  /** The most that it may cost, rao. */
  readonly maxCost: bigint;
}

/** A call that is ready to be signed. */
export interface PreparedCall {
  readonly order: StakeOrder | RegisterOrder;
  /** Fee of the transaction by the chain's own estimate, rao. */
  readonly fee: bigint;
  /** `subtensorModule.addStakeLimit`, with the arguments as they are encoded. */
  readonly call: {
    readonly name: string;
    readonly args: readonly { readonly name: string; readonly value: string }[];
    readonly hex: string;
  };
  readonly specVersion: number;
}

export interface PreparedOrder extends PreparedCall {
  readonly order: StakeOrder;
  readonly limits: OrderLimits;
  readonly quote: Quote;
  /** Limit price sent with the call, rao per alpha; null where the call has none. */
  readonly limitPrice: bigint | null;
}

export interface PreparedRegistration extends PreparedCall {
  readonly order: RegisterOrder;
  /** What it costs now, rao. */
  readonly cost: bigint;
}

export type OrderStep =
  | { readonly kind: 'signing' }
  | { readonly kind: 'sent'; readonly hash: string }
  | { readonly kind: 'in-block'; readonly hash: string; readonly block: string }
  | { readonly kind: 'finalized'; readonly outcome: OrderOutcome }
  | {
      readonly kind: 'failed';
      /** Name of the chain's error (`SlippageTooHigh`), also for what the pool of a node refuses,
       *  or a code of `AppError`: `wallet.rejected`, `wallet.silent`, `chain.unavailable`, … */
      readonly code: string;
      readonly message: string;
      /** Null when nothing was sent. */
      readonly hash: string | null;
      /** Rao that it cost all the same; null when it was not included in a block. */
      readonly fee: bigint | null;
    }
  /** Sent, then the connection was lost for good: it may or may not be in a block. */
  | { readonly kind: 'unknown'; readonly hash: string; readonly message: string };

export interface SendOptions {
  readonly account: { readonly address: string; readonly signer: unknown };
  readonly onStep: (step: OrderStep) => void;
  /** Stops waiting for the wallet: what it signs afterwards is not sent. Nothing stops what was sent. */
  readonly signal: AbortSignal;
}

/** What the chain's events say happened. */
export interface OrderOutcome {
  readonly block: string;
  readonly fee: bigint;
  /** TAO and alpha of StakeAdded, StakeRemoved, StakeMoved or StakeSwapped; null where absent. */
  readonly tao: bigint | null;
  readonly alpha: bigint | null;
  readonly events: readonly { readonly name: string; readonly text: string }[];
}

/** What a wallet needs to show the runtime's calls in words. */
export interface WalletMetadata {
  readonly chain: string;
  readonly genesisHash: `0x${string}`;
  readonly icon: string;
  readonly ss58Format: number;
  readonly chainType: 'substrate';
  readonly specVersion: number;
  readonly tokenDecimals: number;
  readonly tokenSymbol: string;
  readonly types: Record<string, never>;
  readonly rawMetadata: `0x${string}`;
  readonly userExtensions: Record<string, never>;
}

/** One connection to the chain, with fail-over over the given endpoints. */
export interface ChainClient {
  state(): ChainState;
  /** Called with every change of state, new blocks included. */
  subscribe(listener: (state: ChainState) => void): () => void;
  balance(address: string): Promise<Balance>;
  /** Every subnet with its price, root first. */
  subnets(): Promise<SubnetState[]>;
  positions(coldkey: string): Promise<Position[]>;
  validators(): Promise<Validator[]>;
  /** TAO that a position would give at its exit; null when it cannot be filled. */
  exitValue(netuid: number, alpha: bigint): Promise<bigint | null>;
  /** @param coldkey whose position it is, where the order takes the whole of it */
  quote(order: StakeOrder, coldkey: string): Promise<Quote>;
  /** Smallest stake operation the chain takes without the swap fee, rao. */
  minStake(): Promise<bigint>;
  /** The most of a token that may go in, transaction fee kept back. */
  maximum(order: StakeOrder, coldkey: string): Promise<bigint>;
  /**
   * Quotes, encodes and estimates; nothing is signed.
   * @throws AppError `chain.cannot-fill` when the quote is null, `chain.unavailable`
   */
  prepare(order: StakeOrder, limits: OrderLimits, coldkey: string): Promise<PreparedOrder>;
  /** @throws AppError `chain.rejected` when registration is closed, `chain.unavailable` */
  prepareRegistration(order: RegisterOrder, coldkey: string): Promise<PreparedRegistration>;
  /**
   * Signs by the wallet, one popup, and follows to finality. Never throws: the last step is
   * `finalized`, `failed` or `unknown`.
   */
  send(prepared: PreparedCall, options: SendOptions): Promise<void>;
  /** Registration cost of a subnet now, rao; null when registration is closed. */
  registrationCost(netuid: number): Promise<bigint | null>;
  /** The runtime as a wallet takes it, to show its calls in words. */
  walletMetadata(): Promise<WalletMetadata>;
  close(): Promise<void>;
}
