import type { Call } from '@polkadot/types/interfaces';
import type { Codec } from '@polkadot/types/types';
import { compactFromU8a, u8aConcat, u8aEq, u8aToHex } from '@polkadot/util';
import { blake2AsHex, blake2AsU8a, ed25519Verify, sr25519Verify } from '@polkadot/util-crypto';
import type { Runtime } from './runtime.ts';

// A submitted extrinsic, taken apart by the served metadata alone: address, signature, one value
// per transaction extension, call. The signed bytes are put together again the same way, so that a
// client which leaves an extension out, or adds one, is refused as a node refuses it.

const SIGNED_V4 = 0x84;
/** Longer payloads are hashed before they are signed. */
const HASHED_FROM = 256;

export interface SignedExtrinsic {
  /** blake2b-256 of the whole, hex. */
  readonly hash: string;
  readonly bytes: Uint8Array;
  /** Public key in hex. */
  readonly signer: string;
  readonly scheme: string;
  readonly signature: Uint8Array;
  /** What the extensions carry, by name. */
  readonly explicit: ReadonlyMap<string, Codec>;
  readonly explicitBytes: Uint8Array;
  readonly nonce: number;
  readonly tip: bigint;
  readonly era: Era;
  readonly call: Call;
  readonly callBytes: Uint8Array;
}

export type Era =
  | { readonly kind: 'immortal' }
  | { readonly kind: 'mortal'; readonly period: number; readonly phase: number };

/** @throws Error with a reason when the bytes are no signed extrinsic of this runtime */
export function decodeExtrinsic(runtime: Runtime, bytes: Uint8Array): SignedExtrinsic {
  const [prefix, length] = compactFromU8a(bytes);
  const body = bytes.subarray(prefix);
  if (body.length !== length.toNumber()) throw new Error('the length prefix does not fit');
  if (body[0] !== SIGNED_V4) throw new Error('no signed extrinsic of version 4');
  let at = 1;
  const take = (type: number): Codec => {
    const value = runtime.decode(type, body.subarray(at));
    at += value.encodedLength;
    if (at > body.length) throw new Error('the extrinsic ends too early');
    return value;
  };

  const address = take(runtime.address).toU8a();
  if (address[0] !== 0 || address.length !== 33) throw new Error('the signer is no account id');
  const signature = take(runtime.signature).toU8a();
  const explicitFrom = at;
  const explicit = new Map(runtime.extensions.map((one) => [one.name, take(one.explicit)]));
  const explicitBytes = body.subarray(explicitFrom, at);
  const callBytes = body.subarray(at);
  const call = runtime.registry.createType<Call>('Call', callBytes);
  if (!u8aEq(call.toU8a(), callBytes)) throw new Error('the call has other bytes than its type');

  return {
    hash: blake2AsHex(bytes, 256),
    bytes,
    signer: u8aToHex(address.subarray(1)),
    scheme: ['ed25519', 'sr25519', 'ecdsa'][signature[0] ?? 3] ?? 'unknown',
    signature: signature.subarray(1),
    explicit,
    explicitBytes,
    nonce: Number(explicit.get('CheckNonce')?.toString() ?? 0),
    tip: BigInt(explicit.get('ChargeTransactionPayment')?.toString() ?? 0),
    era: decodeEra(explicit.get('CheckMortality')?.toU8a() ?? new Uint8Array([0])),
    call,
    callBytes,
  };
}

/** Two bytes: log2 of the period below, the quantised phase above. */
function decodeEra(bytes: Uint8Array): Era {
  const [low = 0, high = 0] = bytes;
  if (low === 0) return { kind: 'immortal' };
  const encoded = low | (high << 8);
  const period = 2 << (encoded & 15);
  const phase = (encoded >> 4) * Math.max(period >> 12, 1);
  if (period < 4 || phase >= period) throw new Error('the era is malformed');
  return { kind: 'mortal', period, phase };
}

/** Block in which an era was born, as seen from a block. */
export function eraBirth({ period, phase }: { period: number; phase: number }, at: number): number {
  return Math.floor((Math.max(at, phase) - phase) / period) * period + phase;
}

/** What extensions add to the signed bytes without carrying it. */
export interface Implicit {
  readonly genesis: string;
  /** Hash of the block the era was born in; of the genesis for an immortal one. */
  readonly birth: string;
}

export function isProven(
  runtime: Runtime,
  extrinsic: SignedExtrinsic,
  implicit: Implicit,
): boolean {
  const values = new Map<string, unknown>([
    ['CheckSpecVersion', runtime.specVersion],
    ['CheckTxVersion', runtime.transactionVersion],
    ['CheckGenesis', implicit.genesis],
    ['CheckMortality', implicit.birth],
    ['CheckMetadataHash', null],
  ]);
  const payload = u8aConcat(
    extrinsic.callBytes,
    extrinsic.explicitBytes,
    ...runtime.extensions.map((one) => runtime.encode(one.implicit, values.get(one.name))),
  );
  const signed = payload.length > HASHED_FROM ? blake2AsU8a(payload, 256) : payload;
  const { scheme, signature, signer } = extrinsic;
  if (scheme === 'sr25519') return sr25519Verify(signed, signature, signer);
  if (scheme === 'ed25519') return ed25519Verify(signed, signature, signer);
  return false;
}
