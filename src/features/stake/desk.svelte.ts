import type {
  ChainClient,
  OrderLimits,
  OrderOutcome,
  OrderStep,
  PreparedOrder,
  PreparedRegistration,
  Quote,
  RegisterOrder,
  StakeOrder,
} from '../../chain/contract.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import { impactLevel } from './figures.ts';

// From a draft to what the chain's events say. Every step leads back to the form; what has been
// sent is never called lost or done without the chain's word for it.

export type Request =
  | { readonly kind: 'stake'; readonly order: StakeOrder; readonly limits: OrderLimits }
  | { readonly kind: 'register'; readonly order: RegisterOrder };

export type Prepared = PreparedOrder | PreparedRegistration;

export type DeskStep =
  | { readonly kind: 'editing' }
  /** `moved`: the price is worse than the one that was looked at before. */
  | { readonly kind: 'reviewing'; readonly prepared: Prepared; readonly moved: boolean }
  /** The quote is read a last time before the wallet is asked. */
  | { readonly kind: 'checking'; readonly prepared: Prepared }
  | { readonly kind: 'signing'; readonly prepared: Prepared }
  | {
      readonly kind: 'sent';
      readonly prepared: Prepared;
      readonly hash: string;
      /** Block that holds it; null before. */
      readonly block: string | null;
    }
  | {
      readonly kind: 'done';
      readonly prepared: Prepared;
      readonly hash: string | null;
      readonly outcome: OrderOutcome;
    }
  | {
      readonly kind: 'failed';
      readonly prepared: Prepared;
      readonly code: string;
      readonly message: string;
      readonly hash: string | null;
      readonly fee: bigint | null;
    }
  | { readonly kind: 'unknown'; readonly prepared: Prepared; readonly hash: string };

/** What the chain would do now with the draft. */
export interface Preview {
  /** Null for a registration. */
  readonly quote: Quote | null;
  /** With its fee, when an account is there to pay it and nothing stands against it. */
  readonly prepared: Prepared | null;
  /** Why the chain would refuse it. */
  readonly refusal: AppError | null;
}

export interface DeskOptions {
  /** The connection, or null while it may not be asked. */
  readonly client: () => ChainClient | null;
  /** Called when the chain has decided on something that was sent. */
  readonly onDecided: () => void;
}

export interface DeskAccount {
  readonly address: string;
  readonly signer: unknown;
}

interface Asked {
  readonly request: Request;
  /** Whose order it would be; null while no account is known. */
  readonly coldkey: string | null;
}

export class Desk {
  readonly #options: DeskOptions;
  #step = $state.raw<DeskStep>({ kind: 'editing' });
  #problem = $state.raw<AppError | null>(null);
  #preview = $state.raw<Preview | null>(null);
  #isQuoting = $state(false);
  /** The problem is that of a quote, and over with the next one that comes. */
  #isQuoteProblem = false;
  #asked: Asked | null = null;
  /** Counts the steps, so that late answers to an old one are known as such. */
  #turn = 0;
  #quoteTurn = 0;
  #signing: AbortController | null = null;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get step(): DeskStep {
    return this.#step;
  }

  /** Why the last attempt went no further. */
  get problem(): AppError | null {
    return this.#problem;
  }

  /** What the draft would do; null while there is no draft or no answer yet. */
  get preview(): Preview | null {
    return this.#preview;
  }

  get isQuoting(): boolean {
    return this.#isQuoting;
  }

  /** Something waits for the wallet or for the chain. */
  get isBusy(): boolean {
    const { kind } = this.#step;
    return kind === 'checking' || kind === 'signing' || kind === 'sent';
  }

  /** Takes another draft; null when it is not complete. */
  ask(request: Request | null, coldkey: string | null): void {
    this.#asked = request && { request, coldkey };
    this.#preview = null;
    void this.#quote();
  }

  /** Quotes again: a block has come. */
  onBlock(): void {
    if (this.#step.kind === 'editing') void this.#quote();
    else if (this.#step.kind === 'reviewing') void this.#refresh();
  }

  async #quote(): Promise<void> {
    const turn = ++this.#quoteTurn;
    const client = this.#options.client();
    const asked = this.#asked;
    this.#isQuoting = client !== null && asked !== null;
    if (!client || !asked) return;
    try {
      const preview = await previewOf(client, asked);
      if (turn !== this.#quoteTurn) return;
      this.#preview = preview;
      if (this.#isQuoteProblem) this.#problem = null;
      this.#isQuoteProblem = false;
    } catch (error) {
      // What was quoted before is not true any more, and the connection says why by itself.
      if (turn !== this.#quoteTurn) return;
      this.#preview = null;
      this.#problem = toAppError(error, 'chain.unavailable');
      this.#isQuoteProblem = true;
    } finally {
      if (turn === this.#quoteTurn) this.#isQuoting = false;
    }
  }

  /** Prepares the draft for a last look. */
  async review(coldkey: string): Promise<void> {
    const asked = this.#asked;
    if (!asked) return;
    const turn = this.#next({ kind: 'editing' });
    this.#isQuoting = true;
    try {
      const prepared = await prepare(this.#needed(), asked.request, coldkey);
      if (turn === this.#turn) this.#next({ kind: 'reviewing', prepared, moved: false });
    } catch (error) {
      if (turn === this.#turn) this.#problem = toAppError(error, 'chain.unavailable');
    } finally {
      this.#isQuoting = false;
    }
  }

  async #refresh(): Promise<void> {
    const { step, turn } = { step: this.#step, turn: this.#turn };
    const client = this.#options.client();
    if (step.kind !== 'reviewing' || !client || !this.#asked?.coldkey) return;
    try {
      const prepared = await prepare(client, this.#asked.request, this.#asked.coldkey);
      if (turn !== this.#turn || this.#step !== step) return;
      const moved = step.moved || isWorse(prepared, step.prepared);
      this.#step = { kind: 'reviewing', prepared, moved };
    } catch (error) {
      if (turn === this.#turn) this.#fail({ kind: 'editing' }, error);
    }
  }

  /** Has the wallet sign what is on screen: one popup. A worse price is shown first, not signed. */
  async sign(account: DeskAccount): Promise<void> {
    const { step } = this;
    const asked = this.#asked;
    if (step.kind !== 'reviewing' || !asked) return;
    const shown = step.prepared;
    const turn = this.#next({ kind: 'checking', prepared: shown });
    try {
      const client = this.#needed();
      const fresh = await prepare(client, asked.request, account.address);
      if (turn !== this.#turn) return;
      if (isWorse(fresh, shown)) {
        this.#next({ kind: 'reviewing', prepared: fresh, moved: true });
        return;
      }
      await this.#send(client, fresh, account);
    } catch (error) {
      if (turn === this.#turn) this.#fail({ kind: 'editing' }, error);
    }
  }

  async #send(client: ChainClient, prepared: Prepared, account: DeskAccount): Promise<void> {
    const turn = this.#next({ kind: 'signing', prepared });
    const signing = new AbortController();
    this.#signing = signing;
    await client.send(prepared, {
      account,
      signal: signing.signal,
      onStep: (step) => {
        if (turn === this.#turn) this.#take(step, prepared);
      },
    });
    if (this.#signing === signing) this.#signing = null;
  }

  /** One step of the transaction; the turn stays the same until the chain has decided. */
  #take(step: OrderStep, prepared: Prepared): void {
    const hash = this.#step.kind === 'sent' ? this.#step.hash : null;
    switch (step.kind) {
      case 'signing':
        return;
      case 'sent':
        this.#step = { kind: 'sent', prepared, hash: step.hash, block: null };
        return;
      case 'in-block':
        this.#step = { kind: 'sent', prepared, hash: step.hash, block: step.block };
        return;
      case 'finalized':
        this.#step = { kind: 'done', prepared, hash, outcome: step.outcome };
        break;
      case 'unknown':
        this.#step = { kind: 'unknown', prepared, hash: step.hash };
        break;
      case 'failed':
        if (step.hash === null && step.code.startsWith('wallet.')) {
          const error = new AppError(walletCode(step.code), step.message, { retryable: true });
          this.#fail({ kind: 'reviewing', prepared, moved: false }, error);
          return;
        }
        this.#step = { ...step, prepared };
    }
    this.#options.onDecided();
  }

  /** Waits no longer for the wallet: what it signs afterwards is not sent. */
  stopWaiting(): void {
    const { step } = this;
    if (step.kind !== 'signing' && step.kind !== 'checking') return;
    this.#signing?.abort();
    this.#next({ kind: 'reviewing', prepared: step.prepared, moved: false });
  }

  /** Follows no longer what was sent; it may still come true. */
  stopFollowing(): void {
    const { step } = this;
    if (step.kind !== 'sent') return;
    this.#next({ kind: 'unknown', prepared: step.prepared, hash: step.hash });
  }

  /** Back to the form, from everything that is not under way. */
  edit(): void {
    if (this.isBusy) return;
    this.#next({ kind: 'editing' });
    void this.#quote();
  }

  #needed(): ChainClient {
    const client = this.#options.client();
    if (client) return client;
    throw new AppError('chain.unavailable', 'no node is connected now', { retryable: true });
  }

  #next(step: DeskStep): number {
    this.#step = step;
    this.#problem = null;
    this.#isQuoteProblem = false;
    this.#quoteTurn += 1;
    this.#isQuoting = false;
    this.#turn += 1;
    return this.#turn;
  }

  #fail(step: DeskStep, error: unknown): void {
    this.#next(step);
    this.#problem = toAppError(error, 'chain.unavailable');
  }
}

export function isRegistration(prepared: Prepared): prepared is PreparedRegistration {
  return prepared.order.kind === 'register';
}

function prepare(client: ChainClient, request: Request, coldkey: string): Promise<Prepared> {
  return request.kind === 'register'
    ? client.prepareRegistration(request.order, coldkey)
    : client.prepare(request.order, request.limits, coldkey);
}

async function previewOf(client: ChainClient, { request, coldkey }: Asked): Promise<Preview> {
  const quote = request.kind === 'stake' ? await client.quote(request.order, coldkey ?? '') : null;
  if (coldkey === null || quote?.out === null) return { quote, prepared: null, refusal: null };
  try {
    const prepared = await prepare(client, request, coldkey);
    return { quote: isRegistration(prepared) ? null : prepared.quote, prepared, refusal: null };
  } catch (error) {
    const refusal = toAppError(error, 'chain.unavailable');
    if (refusal.code !== 'chain.rejected' && refusal.code !== 'chain.cannot-fill') throw refusal;
    return { quote, prepared: null, refusal };
  }
}

/** Whether signing `fresh` would ask for more than `shown` did. */
export function isWorse(fresh: Prepared, shown: Prepared): boolean {
  if (fresh.specVersion !== shown.specVersion) return true;
  if (isRegistration(fresh) || isRegistration(shown)) return false;
  const levels = [shown, fresh].map(({ quote }) => impactLevel(quote));
  if (levels[0] !== levels[1] && levels[1] !== 'calm') return true;
  if (fresh.limitPrice === null || shown.limitPrice === null) return false;
  // A ceiling for buying, a floor for everything else.
  return fresh.order.kind === 'add'
    ? fresh.limitPrice > shown.limitPrice
    : fresh.limitPrice < shown.limitPrice;
}

function walletCode(code: string): 'wallet.rejected' | 'wallet.silent' | 'wallet.unavailable' {
  return code === 'wallet.rejected' || code === 'wallet.silent' ? code : 'wallet.unavailable';
}
