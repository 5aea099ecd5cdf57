import * as v from 'valibot';
import { toHex, utf8 } from '../shared/bytes.ts';
import { AppError } from '../shared/errors.ts';
import type { KeyType } from '../protocol/grant.ts';
import { walletError } from '../shared/wallet-error.ts';
import { askInPace } from '../shared/wallet-pace.ts';

// One line of text, signed by a wallet. The wallet wraps it in <Bytes>…</Bytes> by itself, so that
// it can never be a transaction.

export const SIGN_LIMIT_MS = 60_000;

/** The part of a wallet's signer that texts need. */
export interface TextSigner {
  signRaw?:
    ((request: { address: string; data: string; type: 'bytes' }) => Promise<unknown>) | undefined;
}

export interface SignTextOptions {
  readonly signer: TextSigner;
  readonly address: string;
  readonly keyType: KeyType;
  readonly signal?: AbortSignal | undefined;
  readonly limitMs?: number;
}

/** Bytes in front of a signature that say its type, when a wallet gives a MultiSignature. */
const TYPE_BYTE: Readonly<Record<KeyType, string>> = { ed25519: '00', sr25519: '01' };

const Signed = v.object({
  signature: v.pipe(
    v.string(),
    v.toLowerCase(),
    v.regex(/^0x(?:[0-9a-f]{128}|[0-9a-f]{130})$/, 'must be 64 bytes in hexadecimal'),
  ),
});

/**
 * Asks the wallet for a signature of one line; one popup.
 *
 * @param text printable ASCII, since wallets show anything else as hexadecimal
 * @returns 64-byte signature, hexadecimal with `0x`
 * @throws AppError `wallet.rejected`, `wallet.silent` after a minute, `wallet.unavailable`
 */
export async function signText(text: string, options: SignTextOptions): Promise<string> {
  const { signer, address, keyType, signal, limitMs = SIGN_LIMIT_MS } = options;
  if (!signer.signRaw) {
    throw new AppError('wallet.unavailable', 'this wallet cannot sign texts; choose another one');
  }
  const request = { address, data: `0x${toHex(utf8(text))}`, type: 'bytes' as const };
  const ask = async (): Promise<unknown> => signer.signRaw?.(request);
  return signatureOf(await inTime(askInPace(ask, signal), limitMs, signal), keyType);
}

/** A wallet whose popup was closed may never answer: give up after a while, or when asked to. */
async function inTime(
  answer: Promise<unknown>,
  limitMs: number,
  signal?: AbortSignal,
): Promise<unknown> {
  let end = (): void => undefined;
  const givenUp = new Promise<never>((_, reject) => {
    const giveUp = (why: string) => () =>
      reject(new AppError('wallet.silent', why, { retryable: true }));
    const timer = setTimeout(giveUp(`the wallet gave no answer in ${limitMs / 1000} s`), limitMs);
    const stop = giveUp('the visitor stopped waiting for the wallet');
    signal?.addEventListener('abort', stop, { once: true });
    end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
  });
  try {
    return await Promise.race([answer, givenUp]);
  } catch (cause) {
    throw walletError(cause);
  } finally {
    end();
  }
}

function signatureOf(answer: unknown, keyType: KeyType): string {
  const parsed = v.safeParse(Signed, answer);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new AppError('wallet.unavailable', `the wallet's signature ${issue.message}`);
  }
  const digits = parsed.output.signature.slice(2);
  if (digits.length === 128) return `0x${digits}`;
  if (!digits.startsWith(TYPE_BYTE[keyType])) {
    throw new AppError('wallet.unavailable', `the wallet signed with another key than ${keyType}`);
  }
  return `0x${digits.slice(2)}`;
}
