import { eraBirth, isProven, type SignedExtrinsic } from './extrinsic.ts';
import { costOf, feeOf } from './fees.ts';
import { type RpcError, customInvalid, invalid } from './rpc-error.ts';
import type { Runtime } from './runtime.ts';
import { accountOf, type World } from './world.ts';

// Whether a transaction may enter the pool, and a block: in the order in which a node finds out.

/** Blocks for which a birth hash is known. */
const HASHES_KEPT = 2_400;

export interface ValidityContext {
  readonly runtime: Runtime;
  readonly world: World;
  readonly genesis: string;
  /** Number of the block it would be in. */
  readonly number: number;
  hashOf(number: number): string | undefined;
  /** Dry run of the call: the error code when the pool itself refuses it. */
  poolRefusal(extrinsic: SignedExtrinsic): number | null;
}

export type Verdict =
  | { readonly kind: 'ready' }
  /** Its nonce is ahead. */
  | { readonly kind: 'future' }
  | { readonly kind: 'invalid'; readonly error: RpcError };

/** Subtensor's code for a coldkey that announced a swap. */
const COLDKEY_SWAP_ANNOUNCED = 0;

export function checkValidity(context: ValidityContext, extrinsic: SignedExtrinsic): Verdict {
  const refuse = (error: RpcError): Verdict => ({ kind: 'invalid', error });
  const birth = birthHash(context, extrinsic);
  if (birth === null) return refuse(invalid('ancientBirthBlock'));
  const implicit = { genesis: context.genesis, birth };
  if (!isProven(context.runtime, extrinsic, implicit)) return refuse(invalid('badProof'));
  if (/^0x0+$/.test(extrinsic.signer)) return refuse(invalid('badSigner'));

  const account = accountOf(context.world, extrinsic.signer);
  if (extrinsic.nonce < account.nonce) return refuse(invalid('stale'));
  if (!canPay(context, extrinsic)) return refuse(invalid('payment'));
  if (context.world.leaving.has(extrinsic.signer)) {
    return refuse(customInvalid(COLDKEY_SWAP_ANNOUNCED));
  }
  if (extrinsic.nonce > account.nonce) return { kind: 'future' };
  const code = context.poolRefusal(extrinsic);
  return code === null ? { kind: 'ready' } : refuse(customInvalid(code));
}

/** Null when the block is no longer, or not yet, known. */
function birthHash({ genesis, number, hashOf }: ValidityContext, { era }: SignedExtrinsic) {
  if (era.kind === 'immortal') return genesis;
  const birth = eraBirth(era, number);
  if (birth < number - HASHES_KEPT || birth >= number) return null;
  return hashOf(birth) ?? null;
}

/** Rao that the sender pays, tip included. */
export function totalFee({ call, bytes, tip }: SignedExtrinsic): bigint {
  return feeOf(costOf(call), bytes.length) + tip;
}

function canPay({ world, runtime }: ValidityContext, extrinsic: SignedExtrinsic): boolean {
  const fee = totalFee(extrinsic);
  if (fee === 0n) return true;
  const { free, frozen } = accountOf(world, extrinsic.signer);
  const kept = frozen > runtime.existentialDeposit ? frozen : runtime.existentialDeposit;
  return free >= fee + kept;
}
