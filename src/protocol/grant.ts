import * as v from 'valibot';
import { AppError } from '../shared/errors.ts';
import { Count, DeviceKey, Id, Ms, Sha256 } from './primitives.ts';

// A grant is one readable line that a wallet signs once: this device may mine and read for this
// account until a date. Wallets show text only when every byte is printable ASCII (0x20–0x7e) and
// hexadecimal otherwise, so the line holds nothing else. There is no scope that moves funds, and a
// line with any other scope does not parse.

export const GRANT_SCOPES = ['mine', 'read'] as const;
export const KEY_TYPES = ['sr25519', 'ed25519'] as const;
export const KeyType = v.picklist(KEY_TYPES);
export type KeyType = v.InferOutput<typeof KeyType>;

const HOUR_MS = 3_600_000;
export const GRANT_DEFAULT_MS = 24 * HOUR_MS;
export const GRANT_MAX_MS = 7 * 24 * HOUR_MS;

/** SS58 address; the checksum is verified where the key is read from it. */
export const Address = v.pipe(
  v.string(),
  v.regex(/^[1-9A-HJ-NP-Za-km-z]{46,50}$/, 'must be an SS58 address'),
);
export const Genesis = v.pipe(v.string(), v.regex(/^0x[0-9a-f]{64}$/, 'must be a genesis hash'));
/** 64-byte signature as a wallet gives it, hexadecimal with `0x`. */
export const WalletSignature = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-f]{128}$/, 'must be a signature of 64 bytes in hexadecimal'),
);

export interface Grant {
  /** Host of the page with its port, as the address bar shows it. */
  readonly domain: string;
  /** SS58 address of the account, prefix 42. */
  readonly account: string;
  readonly deviceKey: string;
  /** Milliseconds since 1970, whole seconds. */
  readonly issuedMs: number;
  readonly expiresMs: number;
  readonly chainGenesis: string;
  readonly coordinatorKey: string;
  /** Given by the coordinator, used once. */
  readonly nonce: string;
}

const HEAD = 'Adit v1 grant (lets a device mine for you, moves no funds)';
const SCOPES = GRANT_SCOPES.join(',');

/** The line that the wallet shows and signs. Times are cut to whole seconds. */
export function grantText(grant: Grant): string {
  return [
    HEAD,
    `domain=${grant.domain}`,
    `account=${grant.account}`,
    `device=${grant.deviceKey}`,
    `scopes=${SCOPES}`,
    `issued=${secondsText(grant.issuedMs)}`,
    `expires=${secondsText(grant.expiresMs)}`,
    `chain=${grant.chainGenesis}`,
    `coordinator=${grant.coordinatorKey}`,
    `nonce=${grant.nonce}`,
  ].join(' ');
}

function secondsText(ms: number): string {
  return new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}

const LINE =
  /^.+ domain=([\w.:[\]-]{1,253}) account=(\w{46,50}) device=([\w-]{43}) scopes=([a-z,]+) issued=(\S+) expires=(\S+) chain=(0x[0-9a-f]{64}) coordinator=([\w-]{43}) nonce=([\w-]{16,64})$/;

/**
 * Reads a grant line; only what `grantText` writes is read, so a line has one meaning.
 *
 * @throws AppError `grant.malformed` with the part that is wrong
 */
export function parseGrant(text: string): Grant {
  const match = LINE.exec(text);
  if (!match) throw new AppError('grant.malformed', 'this is no grant line of this version');
  const [, domain, account, deviceKey, scopes, issued, expires, chain, coordinator, nonce] =
    match as unknown as string[]; // groups of a match are all there
  if (scopes !== SCOPES) {
    throw new AppError('grant.malformed', `the scopes must be ${SCOPES}, not ${scopes}`);
  }
  const grant: Grant = {
    domain: domain ?? '',
    account: account ?? '',
    deviceKey: deviceKey ?? '',
    issuedMs: Date.parse(issued ?? ''),
    expiresMs: Date.parse(expires ?? ''),
    chainGenesis: chain ?? '',
    coordinatorKey: coordinator ?? '',
    nonce: nonce ?? '',
  };
  const isWhole = Number.isFinite(grant.issuedMs) && Number.isFinite(grant.expiresMs);
  if (!isWhole || grantText(grant) !== text) {
    throw new AppError('grant.malformed', 'the line is not written as a grant of this version is');
  }
  return grant;
}

/** What a wallet really signs for a text: wrapped, so that it can never be a transaction. */
export function wrappedText(text: string): string {
  return `<Bytes>${text}</Bytes>`;
}

/** Answer of `POST /v1/grants/nonce` (signed): what the line must say. */
export const GrantOffer = v.object({
  nonce: Id,
  chainGenesis: Genesis,
  coordinatorKey: DeviceKey,
  /** Coordinator's clock: the line's `issued`. */
  timeMs: Ms,
  defaultMs: Count,
  maxMs: Count,
});
export type GrantOffer = v.InferOutput<typeof GrantOffer>;

/**
 * A line with the account's signature. `POST /v1/grants` (signed by the device that the line names)
 * takes a grant and answers `AccountInfo`; `POST /v1/countersignatures` (signed by a device of the
 * account) takes an epoch's record and answers `EpochUnits`.
 */
export const GrantRequest = v.object({
  text: v.pipe(v.string(), v.maxLength(1024)),
  signature: WalletSignature,
  keyType: KeyType,
});
export type GrantRequest = v.InferOutput<typeof GrantRequest>;

/**
 * `POST /v1/grants/revoke` (signed by a device with a live grant of the account, or by the device
 * itself). Answered with `AccountInfo`.
 */
export const RevokeRequest = v.object({ deviceKey: DeviceKey });
export type RevokeRequest = v.InferOutput<typeof RevokeRequest>;

export const GrantedDevice = v.object({
  deviceKey: DeviceKey,
  name: v.string(),
  issuedMs: Ms,
  expiresMs: Ms,
  /** When it was revoked, or when the device went over to another account; null otherwise. */
  revokedMs: v.nullable(Ms),
  acceptedUnits: Count,
});
export type GrantedDevice = v.InferOutput<typeof GrantedDevice>;

/** `GET /v1/accounts/<address>`: an account and the devices it let mine. */
export const AccountInfo = v.object({
  address: Address,
  keyType: KeyType,
  /** Micro-credits of the account: adopted from guests and earned under grants. */
  balance: v.number(),
  /** The part of it that guests had earned before. */
  adopted: v.number(),
  /** Micro-credits held back until the devices that earned them are trusted; not in `balance`. */
  escrow: v.number(),
  /** One entry per device, the newest grant first. */
  devices: v.array(GrantedDevice),
});
export type AccountInfo = v.InferOutput<typeof AccountInfo>;

/** `GET /v1/accounts/<address>/epochs/<n>`: the account's accepted submissions of one epoch. */
export const EpochUnits = v.object({
  address: Address,
  epoch: Count,
  coordinatorKey: DeviceKey,
  /** Whether the epoch has ended: only then is the list final and can be countersigned. */
  closed: v.boolean(),
  /** In the order of the tree's leaves: ascending. */
  submissions: v.array(Sha256),
  /** Merkle root over them; null when there are none. */
  root: v.nullable(Sha256),
  /** The wallet's signature over `epochText`, null until it was given. */
  countersigned: v.nullable(
    v.object({ text: v.string(), signature: WalletSignature, keyType: KeyType }),
  ),
});
export type EpochUnits = v.InferOutput<typeof EpochUnits>;

/**
 * The line by which a wallet confirms an epoch's units. It names whose, where and which they are,
 * so it can stand for nothing else.
 *
 * @throws AppError `grant.malformed` when there are no units to confirm
 */
export function epochText({
  address,
  coordinatorKey,
  epoch,
  submissions,
  root,
}: Pick<EpochUnits, 'address' | 'coordinatorKey' | 'epoch' | 'submissions' | 'root'>): string {
  if (root === null)
    throw new AppError('grant.malformed', `epoch ${epoch} has no units to confirm`);
  return [
    'Adit v1 epoch record (confirms your units, moves no funds)',
    `account=${address}`,
    `coordinator=${coordinatorKey}`,
    `epoch=${epoch}`,
    `units=${submissions.length}`,
    `root=${root}`,
  ].join(' ');
}

const EPOCH_LINE =
  / account=(\w{46,50}) coordinator=[\w-]{43} epoch=(\d{1,15}) units=\d+ root=\w{64}$/;

/**
 * Whose epoch record a line is; whether it says what that record says is for its reader to compare.
 *
 * @throws AppError `grant.malformed`
 */
export function parseEpochText(text: string): { readonly address: string; readonly epoch: number } {
  const [, address, epoch] = EPOCH_LINE.exec(text) ?? [];
  if (address === undefined || epoch === undefined) {
    throw new AppError('grant.malformed', 'this is no epoch record of this version');
  }
  return { address, epoch: Number(epoch) };
}
