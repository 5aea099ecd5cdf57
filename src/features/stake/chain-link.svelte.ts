import type { ChainClient, ChainFacts, ChainState } from '../../chain/contract.ts';
import { type AppError, toAppError } from '../../shared/errors.ts';

// The page's one connection to the chain. The library behind it arrives with the first use.

export type LinkState =
  /** The chain's library is on its way. */
  { readonly kind: 'loading' } | { readonly kind: 'broken'; readonly error: AppError } | ChainState;

export interface ChainLinkOptions {
  readonly connect: () => Promise<ChainClient>;
  /** Called with each new block, and once when the chain is ready. */
  readonly onBlock: () => void;
}

export class ChainLink {
  readonly #options: ChainLinkOptions;
  #client = $state.raw<ChainClient | null>(null);
  #state = $state.raw<LinkState>({ kind: 'loading' });
  #unsubscribe: (() => void) | null = null;
  #isClosed = false;
  #shownBlock = '';

  constructor(options: ChainLinkOptions) {
    this.#options = options;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Facts of the chain while it may be used; null otherwise. */
  get chain(): ChainFacts | null {
    return this.#state.kind === 'ready' ? this.#state.chain : null;
  }

  /** The connection, while it may be asked; null otherwise. */
  get client(): ChainClient | null {
    return this.chain ? this.#client : null;
  }

  /** Loads the library and connects; after `broken` again. Never throws. */
  async open(): Promise<void> {
    this.#state = { kind: 'loading' };
    try {
      const client = await this.#options.connect();
      if (this.#isClosed) return await client.close();
      this.#client = client;
      this.#unsubscribe = client.subscribe((state) => this.#take(state));
      this.#take(client.state());
    } catch (error) {
      this.#state = { kind: 'broken', error: toAppError(error, 'chain.unavailable') };
    }
  }

  #take(state: ChainState): void {
    this.#state = state;
    const block = state.kind === 'ready' ? `${state.chain.endpoint} ${state.chain.block}` : '';
    if (block === this.#shownBlock) return;
    this.#shownBlock = block;
    if (block !== '') this.#options.onBlock();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unsubscribe?.();
    await this.#client?.close();
  }
}
