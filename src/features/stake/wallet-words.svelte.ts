import type { WalletMetadata } from '../../chain/contract.ts';
import { type AppError, toAppError } from '../../shared/errors.ts';
import type { WalletDictionary } from '../../wallet/contract.ts';

/** Unknown until the wallet has said what it knows. */
export type WordsState = 'unknown' | 'known' | 'offered' | 'asking' | 'learnt' | 'refused';

/** Whether the connected wallet shows the chain's calls in words, and the offer that it learns to. */
export class WalletWords {
  state = $state<WordsState>('unknown');
  error = $state.raw<AppError | null>(null);
  readonly #dictionary: WalletDictionary;
  readonly #metadata: () => Promise<WalletMetadata>;

  constructor(
    dictionary: WalletDictionary,
    { genesis, specVersion }: { readonly genesis: string; readonly specVersion: number },
    metadata: () => Promise<WalletMetadata>,
  ) {
    this.#dictionary = dictionary;
    this.#metadata = metadata;
    void this.#look(genesis, specVersion);
  }

  async #look(genesis: string, specVersion: number): Promise<void> {
    this.state = (await this.#dictionary.knows(genesis, specVersion)) ? 'known' : 'offered';
  }

  /** Offers the wallet the runtime's metadata; one popup. */
  async teach(): Promise<void> {
    if (this.state !== 'offered' && this.state !== 'refused') return;
    this.state = 'asking';
    this.error = null;
    try {
      this.state = (await this.#dictionary.teach(await this.#metadata())) ? 'learnt' : 'refused';
    } catch (cause) {
      this.error = toAppError(cause);
      this.state = 'refused';
    }
  }
}
