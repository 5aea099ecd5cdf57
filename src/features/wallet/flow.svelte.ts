import { type AppError, toAppError } from '../../shared/errors.ts';
import type { WalletAccount, WalletChoice } from '../../wallet/contract.ts';
import { watchWallets } from '../../wallet/find.ts';
import { walletName } from '../../wallet/known.ts';
import { linkedAddress } from './link.ts';
import type { GrantDraft, WalletState } from './wallet.svelte.ts';

// From "Connect" to a linked account, one step at a time. A step that asks the wallet can be left
// at any moment: what the wallet answers afterwards is ignored.

/** `link` lets this device mine for the account; `pick` only chooses one, for staking. */
export type FlowPurpose = 'link' | 'pick';

export type FlowStep =
  | { readonly kind: 'wallets' }
  | { readonly kind: 'asking'; readonly walletId: string; readonly name: string }
  | { readonly kind: 'accounts'; readonly walletId: string; readonly name: string }
  | { readonly kind: 'consent'; readonly account: WalletAccount; readonly draft: GrantDraft | null }
  | { readonly kind: 'signing'; readonly account: WalletAccount; readonly text: string }
  | { readonly kind: 'linked'; readonly account: WalletAccount; readonly moved: number };

export interface FlowOptions {
  readonly wallet: WalletState;
  readonly purpose: FlowPurpose;
  readonly onpicked: () => void;
}

export class ConnectFlow {
  readonly #wallet: WalletState;
  readonly #purpose: FlowPurpose;
  readonly #onpicked: () => void;
  #step = $state.raw<FlowStep>({ kind: 'wallets' });
  #problem = $state.raw<AppError | null>(null);
  #choices = $state.raw<readonly WalletChoice[]>([]);
  #isLooking = $state(true);
  #stopLooking: (() => void) | null = null;
  /** Counts the questions asked, so that a late answer to an old one is known as such. */
  #turn = 0;
  #signing: AbortController | null = null;

  constructor({ wallet, purpose, onpicked }: FlowOptions) {
    this.#wallet = wallet;
    this.#purpose = purpose;
    this.#onpicked = onpicked;
  }

  get step(): FlowStep {
    return this.#step;
  }

  get problem(): AppError | null {
    return this.#problem;
  }

  get choices(): readonly WalletChoice[] {
    return this.#choices;
  }

  /** Wallets may still announce themselves. */
  get isLooking(): boolean {
    return this.#isLooking;
  }

  /** Looks for wallets, or again. */
  look(): void {
    this.#stopLooking?.();
    this.#isLooking = true;
    this.#stopLooking = watchWallets(
      this.#wallet.host,
      (choices) => (this.#choices = choices),
      () => (this.#isLooking = false),
    );
  }

  /** Starts where a returning visitor left off: with the account of last time, when it still shows. */
  async begin(): Promise<void> {
    this.look();
    const connected = this.#wallet.connected;
    if (connected && this.#purpose === 'link') return this.choose(connected.account);
    const last = this.#wallet.remembered;
    if (!last || !this.#choices.some(({ id, installed }) => installed && id === last.walletId)) {
      return;
    }
    await this.pick(last.walletId);
    const address = linkedAddress(this.#wallet.link) ?? last.address;
    const account = this.#wallet.accounts.find((one) => one.address === address);
    if (this.#step.kind === 'accounts' && account?.unusable === null) await this.choose(account);
  }

  /** Asks one wallet for its accounts. */
  async pick(walletId: string): Promise<void> {
    const turn = this.#next({ kind: 'asking', walletId, name: walletName(walletId) });
    try {
      await this.#wallet.open(walletId);
      if (turn !== this.#turn) return;
      this.#next({ kind: 'accounts', walletId, name: walletName(walletId) });
    } catch (error) {
      if (turn === this.#turn) this.#fail({ kind: 'wallets' }, error);
    }
  }

  /** Takes an account; for a link, asks the coordinator what the line must say. */
  async choose(account: WalletAccount): Promise<void> {
    const back = this.#step;
    try {
      this.#wallet.use(account);
    } catch (error) {
      return this.#fail(back, error);
    }
    if (this.#purpose === 'pick') return this.#onpicked();
    await this.offer(account);
  }

  /** Reads a fresh offer for the consent step; also after one was used up or refused. */
  async offer(account: WalletAccount): Promise<void> {
    const turn = this.#next({ kind: 'consent', account, draft: null });
    try {
      const draft = await this.#wallet.draft();
      if (turn === this.#turn) this.#step = { kind: 'consent', account, draft };
    } catch (error) {
      if (turn === this.#turn) this.#problem = toAppError(error);
    }
  }

  /** Has the wallet sign: one popup. A refusal leads back to the consent, with a fresh offer. */
  async sign(account: WalletAccount, text: string): Promise<void> {
    const turn = this.#next({ kind: 'signing', account, text });
    const signing = new AbortController();
    this.#signing = signing;
    try {
      const moved = await this.#wallet.grant(text, signing.signal);
      if (turn === this.#turn) this.#next({ kind: 'linked', account, moved });
    } catch (error) {
      if (turn !== this.#turn) return;
      await this.offer(account);
      this.#problem = toAppError(error);
    } finally {
      if (this.#signing === signing) this.#signing = null;
    }
  }

  /** Leaves the present step for the one before it. */
  async back(): Promise<void> {
    const step = this.#step;
    this.#signing?.abort();
    this.#signing = null;
    if (step.kind === 'signing') return this.offer(step.account);
    if (step.kind === 'consent') {
      const { walletId } = step.account;
      this.#next({ kind: 'accounts', walletId, name: walletName(walletId) });
      return;
    }
    this.#next({ kind: 'wallets' });
    this.look();
  }

  /** Ends the flow: nothing that comes later counts. */
  close(): void {
    this.#turn += 1;
    this.#signing?.abort();
    this.#stopLooking?.();
  }

  #next(step: FlowStep): number {
    this.#step = step;
    this.#problem = null;
    this.#turn += 1;
    return this.#turn;
  }

  #fail(step: FlowStep, error: unknown): void {
    this.#next(step);
    this.#problem = toAppError(error);
  }
}
