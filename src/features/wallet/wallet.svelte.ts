import { AppError, toAppError } from '../../shared/errors.ts';
import {
  type EpochUnits,
  type Grant,
  type GrantOffer,
  type GrantRequest,
  epochText,
  grantText,
  parseGrant,
} from '../../protocol/grant.ts';
import type { ConnectedAccount, WalletAccount } from '../../wallet/contract.ts';
import type { WalletConnection } from '../../wallet/connection.ts';
import type { Circle } from '../../wallet/identicon.ts';
import type { InjectionHost } from '../../wallet/injected.ts';
import { type Remembered, rememberWallet, rememberedWallet } from '../../wallet/remembered.ts';
import type { DeviceInfo } from '../../protocol/hello.ts';
import { type Link, linkOf, linkedAddress } from './link.ts';
import type { GrantPort } from './port.ts';

// The visitor's wallet and whom this device mines for: one instance per page, above the routes.
// The two are apart: a device goes on mining for its account with the wallet closed or gone.

const READ_EVERY_MS = 60_000;

/** A line that waits to be signed. */
export interface GrantDraft {
  readonly offer: GrantOffer;
  readonly deviceKey: string;
  /** Micro-credits that this device has earned as a guest and would bring along. */
  readonly guestCredit: number;
}

export type ReadBalances = (addresses: readonly string[]) => Promise<ReadonlyMap<string, bigint>>;

export interface WalletOptions {
  readonly port: GrantPort;
  readonly host: InjectionHost;
  /** Host and port as the address bar shows them. */
  readonly domain: string;
  /** Genesis hash of the chain that grants name. */
  readonly chainGenesis: () => string;
  readonly now: () => number;
}

export class WalletState {
  readonly host: InjectionHost;
  readonly #options: WalletOptions;
  #link = $state.raw<Link>({ kind: 'unknown' });
  #connected = $state.raw<ConnectedAccount | null>(null);
  #accounts = $state.raw<readonly WalletAccount[]>([]);
  #error = $state.raw<AppError | null>(null);
  #draw = $state.raw<((address: string) => readonly Circle[]) | null>(null);
  /** Reads what accounts hold, rao; null while no screen has a connection to the chain. */
  readBalances = $state.raw<ReadBalances | null>(null);
  #connection: WalletConnection | null = null;
  #unwatch: (() => void) | null = null;

  constructor(options: WalletOptions) {
    this.#options = options;
    this.host = options.host;
  }

  /** Whom this device mines for. */
  get link(): Link {
    return this.#link;
  }

  /** The account whose wallet can be asked now; null after a reload until the next click. */
  get connected(): ConnectedAccount | null {
    return this.#connected;
  }

  /** Accounts that the connected wallet shows to this site. */
  get accounts(): readonly WalletAccount[] {
    return this.#accounts;
  }

  /** Why the link could not be read last time. */
  get error(): AppError | null {
    return this.#error;
  }

  get remembered(): Remembered | null {
    return rememberedWallet();
  }

  /** Circles of an address's picture; none before the wallet library is loaded. */
  identicon(address: string): readonly Circle[] {
    return this.#draw?.(address) ?? [];
  }

  /** The wallet's account is another one than this device mines for. */
  get isSwitched(): boolean {
    const address = linkedAddress(this.#link);
    return (
      this.#link.kind === 'linked' &&
      this.#connected !== null &&
      this.#connected.account.address !== address
    );
  }

  /** Follows the link; returns the clean-up. */
  listen(): () => void {
    void this.refresh();
    const timer = setInterval(() => void this.refresh(), READ_EVERY_MS);
    return () => {
      clearInterval(timer);
      this.#unwatch?.();
    };
  }

  /** Asks the coordinator whom this device mines for; a failure keeps what was known. */
  async refresh(): Promise<void> {
    try {
      this.#link = await this.#readLink();
      this.#error = null;
    } catch (error) {
      this.#error = toAppError(error);
    }
  }

  async #readLink(): Promise<Link> {
    const { port, now } = this.#options;
    const deviceKey = await port.storedKey();
    if (deviceKey === null) return { kind: 'guest' };
    const known = await unless('device.unknown', port.device(deviceKey));
    // After a grant has ended the device is a guest again: the remembered address tells which it was.
    const address = known?.account?.address ?? this.remembered?.address ?? null;
    if (!known || address === null) return { kind: 'guest' };
    const account = await unless('account.unknown', port.account(address));
    return linkOf(account, deviceKey, now());
  }

  /**
   * Asks one wallet for its accounts: one popup at most, none when it was allowed before.
   *
   * @throws AppError `wallet.rejected`, `wallet.silent`, `wallet.unavailable`
   */
  async open(walletId: string): Promise<readonly WalletAccount[]> {
    if (this.#connection?.walletId === walletId) return this.#accounts;
    const [{ connectWallet }, { identicon }] = await Promise.all([
      import('../../wallet/connection.ts'),
      import('../../wallet/identicon.ts'),
    ]);
    this.#draw = identicon;
    const chainGenesis = this.#options.chainGenesis();
    const connection = await connectWallet({ host: this.host, walletId, chainGenesis });
    this.#unwatch?.();
    this.#connection = connection;
    this.#accounts = [];
    await new Promise<void>((resolve, reject) => {
      const onAccounts = (accounts: readonly WalletAccount[]): void => {
        this.#accounts = accounts;
        this.#dropIfGone(accounts);
        resolve();
      };
      connection.watch(onAccounts).then((unwatch) => (this.#unwatch = unwatch), reject);
    });
    return this.#accounts;
  }

  /** The person took the account away in the wallet. What was granted goes on until it ends. */
  #dropIfGone(accounts: readonly WalletAccount[]): void {
    const address = this.#connected?.account.address;
    if (address && !accounts.some((one) => one.address === address)) this.#connected = null;
  }

  /** Takes one of the wallet's accounts. @throws AppError `grant.key-type` when it cannot be used */
  use(account: WalletAccount): void {
    this.#connected = this.#connection?.use(account) ?? null;
    rememberWallet({ walletId: account.walletId, address: account.address });
  }

  /** What a grant would say: a fresh offer of the coordinator for this device. */
  async draft(): Promise<GrantDraft> {
    const { port } = this.#options;
    const device = await port.registered();
    const offer = await port.offer();
    return { offer, deviceKey: device.deviceKey, guestCredit: heldBy(device) };
  }

  /** The line that the wallet will show and sign. */
  line({ offer, deviceKey }: GrantDraft, address: string, lifetimeMs: number): string {
    const grant: Grant = {
      domain: this.#options.domain,
      account: address,
      deviceKey,
      issuedMs: offer.timeMs,
      expiresMs: offer.timeMs + Math.min(lifetimeMs, offer.maxMs),
      chainGenesis: offer.chainGenesis,
      coordinatorKey: offer.coordinatorKey,
      nonce: offer.nonce,
    };
    return grantText(grant);
  }

  /**
   * Has the connected account sign the line, one popup, and gives it to the coordinator.
   *
   * @returns micro-credits that this device held as a guest and that moved to the account
   * @throws AppError of the wallet, or `grant.…` of the coordinator
   */
  async grant(text: string, signal: AbortSignal): Promise<number> {
    const { port, now } = this.#options;
    const request = await signedBy(this.#needed(), text, signal);
    const { deviceKey } = parseGrant(text);
    const before = heldBy(await port.device(deviceKey));
    const account = await port.grant(request);
    this.#link = linkOf(account, deviceKey, now());
    // Linked is linked, even when this last read fails: then all of it has moved.
    const left = await port.device(deviceKey).catch(() => null);
    return before - (left ? heldBy(left) : 0);
  }

  /**
   * Has the connected account sign the root of an epoch's submissions, one popup.
   *
   * @throws AppError of the wallet or the coordinator
   */
  async countersign(units: EpochUnits, signal: AbortSignal): Promise<EpochUnits> {
    const text = epochText(units);
    return this.#options.port.countersign(await signedBy(this.#needed(), text, signal));
  }

  #needed(): ConnectedAccount {
    if (this.#connected) return this.#connected;
    throw new AppError('wallet.unavailable', 'no account is connected; connect the wallet first');
  }

  /** Ends the grant of one device of the account. */
  async revoke(deviceKey: string): Promise<void> {
    await this.#options.port.revoke(deviceKey);
    await this.refresh();
  }

  /** Ends this device's grant, when it has one, and forgets the wallet. */
  async disconnect(): Promise<void> {
    if (this.#link.kind === 'linked') {
      await this.#options.port.revoke(this.#link.device.deviceKey);
    }
    this.#unwatch?.();
    this.#unwatch = null;
    this.#connection = null;
    this.#connected = null;
    this.#accounts = [];
    rememberWallet(null);
    await this.refresh();
  }
}

/** Micro-credits that a device holds as a guest, held back or not. */
function heldBy({ balance, escrow }: DeviceInfo): number {
  return balance + escrow;
}

/** A text with the account's signature, as the coordinator takes it. */
async function signedBy(
  connected: ConnectedAccount,
  text: string,
  signal: AbortSignal,
): Promise<GrantRequest> {
  const { keyType } = connected.account;
  if (keyType !== 'sr25519' && keyType !== 'ed25519') {
    throw new AppError('grant.key-type', `${keyType} accounts cannot sign grants`);
  }
  return { text, signature: await connected.signText(text, signal), keyType };
}

/** A read whose one expected refusal means that there is nothing. */
async function unless<T>(code: AppError['code'], read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (toAppError(error).code === code) return null;
    throw error;
  }
}
