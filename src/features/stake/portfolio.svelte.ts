import type {
  Balance,
  ChainClient,
  Position,
  SubnetState,
  Validator,
} from '../../chain/contract.ts';
import { type AppError, toAppError } from '../../shared/errors.ts';

// What an account holds, read anew with every block. A reading that is still under way is not
// overtaken by the next one: on a slow node the figures are simply older, and say so.

export type Holder = Pick<
  ChainClient,
  'balance' | 'subnets' | 'positions' | 'exitValue' | 'minStake'
>;

export interface Holding extends Position {
  /** Rao of TAO that the chain would give for all that is available; null when it cannot fill it. */
  readonly exit: bigint | null;
}

export interface Portfolio {
  readonly address: string;
  readonly block: number;
  readonly balance: Balance;
  readonly holdings: readonly Holding[];
  /** TAO at the exits that can be filled, each simulated by itself. */
  readonly exitTotal: bigint;
}

export interface Market {
  readonly subnets: readonly SubnetState[];
  /** Rao below which the chain takes no stake, swap fee not counted. */
  readonly minStake: bigint;
}

/** Reads everything that one account holds. @throws AppError of the chain */
export async function readPortfolio(
  client: Holder,
  address: string,
  block: number,
): Promise<Portfolio> {
  const [balance, positions] = await Promise.all([
    client.balance(address),
    client.positions(address),
  ]);
  const holdings = await Promise.all(
    positions.map(async (position): Promise<Holding> => {
      const { netuid, available } = position;
      const exit = available === 0n ? 0n : await client.exitValue(netuid, available);
      return { ...position, exit };
    }),
  );
  const exitTotal = holdings.reduce((sum, { exit }) => sum + (exit ?? 0n), 0n);
  return { address, block, balance, holdings: holdings.toSorted(byExit), exitTotal };
}

function byExit(a: Holding, b: Holding): number {
  const [left, right] = [a.exit ?? -1n, b.exit ?? -1n];
  if (left === right) return a.netuid - b.netuid;
  return left < right ? 1 : -1;
}

/** What the page knows of the chain's market and of one account; one reading at a time. */
export class Readings {
  #market = $state.raw<Market | null>(null);
  #portfolio = $state.raw<Portfolio | null>(null);
  #validators = $state.raw<readonly Validator[] | null>(null);
  #error = $state.raw<AppError | null>(null);
  #isReading = $state(false);
  #isListing = false;
  #address: string | null = null;
  /** The next reading, asked for while one is under way. */
  #wanted: { readonly client: Holder; readonly block: number } | null = null;

  get market(): Market | null {
    return this.#market;
  }

  get portfolio(): Portfolio | null {
    return this.#portfolio;
  }

  get validators(): readonly Validator[] | null {
    return this.#validators;
  }

  /** Why the last reading failed; what was read before stays. */
  get error(): AppError | null {
    return this.#error;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  /** Shows another account from the next reading on; null shows none. */
  show(address: string | null): void {
    if (address === this.#address) return;
    this.#address = address;
    this.#portfolio = null;
  }

  /** Reads the market and the account; while a reading is under way, once more after it. Never throws. */
  async read(client: Holder | null, block: number): Promise<void> {
    if (!client) return;
    this.#wanted = { client, block };
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#wanted) {
      const wanted: { readonly client: Holder; readonly block: number } = this.#wanted;
      this.#wanted = null;
      await this.#readOnce(wanted.client, wanted.block);
    }
    this.#isReading = false;
  }

  async #readOnce(client: Holder, block: number): Promise<void> {
    const address = this.#address;
    try {
      const [subnets, minStake, portfolio] = await Promise.all([
        client.subnets(),
        client.minStake(),
        address === null ? null : readPortfolio(client, address, block),
      ]);
      this.#market = { subnets, minStake };
      this.#error = null;
      // Figures of an account that is not shown any more are read again for the one that is.
      if (address === this.#address) this.#portfolio = portfolio;
      else this.#wanted ??= { client, block };
    } catch (error) {
      this.#error = toAppError(error, 'chain.unavailable');
    }
  }

  /** Reads the list of validators, from the first source that has one. Never throws. */
  async readValidators(
    sources: readonly (() => Promise<readonly Validator[] | null>)[],
  ): Promise<void> {
    if (this.#isListing) return;
    this.#isListing = true;
    for (const source of sources) {
      // One that fails is as good as one that has none: the next is asked, and later all again.
      const list = await source().catch(() => null);
      if (!list) continue;
      this.#validators = list;
      break;
    }
    this.#isListing = false;
  }
}
