import type { SubmittableExtrinsic } from '@polkadot/api/types';
import type { Signer } from '@polkadot/api/types';
import type { ISubmittableResult } from '@polkadot/types/types';
import * as v from 'valibot';
import { AppError, toAppError } from '../shared/errors.ts';
import { walletError } from '../shared/wallet-error.ts';
import { askInPace } from '../shared/wallet-pace.ts';
import { createCall, draftOfWords } from './calls.ts';
import type { OrderStep, PreparedCall, SendOptions } from './contract.ts';
import { poolFault } from './faults.ts';
import type { Line } from './line.ts';
import { type Result, readResult } from './outcome.ts';
import { refuseUnknownExtensions } from './prepare.ts';
import type { AccountQueue } from './queue.ts';
import { parse } from './runtime.ts';
import { searchFinalized, type Wanted } from './search.ts';
import type { Session } from './session.ts';

// One transaction: signed by the wallet, handed to a node, followed until its block is final. Money
// may be on its way from the moment it was handed over, so from there on nothing is thrown: a line
// that breaks is followed up on another node, and what stays unknown is called so.

type Tx = SubmittableExtrinsic<'promise'>;
type Report = (step: OrderStep) => void;

interface Sent {
  readonly wanted: Wanted;
  /** Resolves when the node has said the last word, or null when the line broke. */
  readonly fate: Promise<Fate | null>;
}

type Fate = Result | { readonly kind: 'gone'; readonly name: string; readonly text: string };

/** Blocks for which a signature is good; @polkadot/api makes such by default. */
const LIFE_BLOCKS = 64;

export interface SendPorts {
  readonly line: Line;
  readonly queue: AccountQueue;
}

/** Signs, sends and follows. Never throws; the last step is `finalized`, `failed` or `unknown`. */
export async function sendCall(
  { line, queue }: SendPorts,
  prepared: PreparedCall,
  options: SendOptions,
): Promise<void> {
  const report = options.onStep;
  let release = (): void => undefined;
  try {
    // Until a node has the transaction in its pool, the next one of the account would take the
    // same nonce.
    const sent = await queue.run(options.account.address, async () => {
      const session = await line.session();
      release = session.hold();
      const tx = await sign(session, prepared, options);
      return handOver(session, tx, report);
    });
    await conclude(line, sent, report);
  } catch (error) {
    report({ kind: 'failed', ...namesOf(error), hash: null, fee: null });
  } finally {
    release();
  }
}

/** @throws AppError of the wallet or the chain; nothing was sent then */
async function sign(
  session: Session,
  prepared: PreparedCall,
  { account, onStep, signal }: SendOptions,
): Promise<Tx> {
  refuseUnknownExtensions(session);
  const { api } = session;
  // Encoded again from its words: the runtime may be another one than that which it was shown by.
  const call = createCall(api, draftOfWords(prepared.call));
  const signer = toSigner(account.signer, signal);
  // The pool's count, not the chain's: another of the account may wait for a block.
  const nonce = await ask(session, 'system_accountNextIndex', [account.address], v.number());
  onStep({ kind: 'signing' });
  const signing = api.tx(call).signAsync(account.address, { signer, nonce });
  const tx = await untilStopped(signing, signal);
  const { specVersion } = await ask(session, 'state_getRuntimeVersion', [], Version);
  if (specVersion !== session.facts().specVersion) {
    const text = 'the runtime was upgraded while the wallet was asked: nothing was sent';
    throw new AppError('chain.rejected', text, { reason: 'RuntimeUpgraded', retryable: true });
  }
  return tx;
}

/** Hands a signed transaction to the node. @throws AppError `chain.rejected` when its pool refuses */
async function handOver(session: Session, tx: Tx, report: Report): Promise<Sent> {
  const hash = tx.hash.toHex();
  const { block } = session.facts();
  let settle: (fate: Fate | null) => void = () => undefined;
  const fate = new Promise<Fate | null>((resolve) => {
    settle = resolve;
  });
  void session.ended.then((ending) => ending.kind === 'lost' && settle(null));
  try {
    await tx.send((result) => {
      const last = readStatus(result, hash, report);
      if (last !== undefined) settle(last);
    });
  } catch (error) {
    const fault = poolFault(error);
    if (fault)
      throw new AppError('chain.rejected', fault.text, { reason: fault.name, cause: error });
    // The line broke while it was handed over: the node may have it.
    settle(null);
  }
  report({ kind: 'sent', hash });
  return { wanted: { hash, from: block, until: block + LIFE_BLOCKS + 1 }, fate };
}

/** Reports a status; returns the fate once there is one, null when it must be looked for. */
function readStatus(
  result: ISubmittableResult,
  hash: string,
  report: Report,
): Fate | null | undefined {
  const { status, events } = result;
  if (status.isInBlock) {
    report({ kind: 'in-block', hash, block: status.asInBlock.toHex() });
  } else if (status.isRetracted) {
    // Its block lost against another: it is in the pool again.
    report({ kind: 'sent', hash });
  } else if (status.isFinalized) {
    if (result.internalError) return null;
    return readResult(status.asFinalized.toHex(), events);
  } else if (status.isFinalityTimeout) {
    return null;
  } else if (status.isUsurped || status.isDropped || status.isInvalid) {
    return { kind: 'gone', name: status.type, text: `the node’s pool says: ${status.type}` };
  }
  return undefined;
}

async function conclude(line: Line, { wanted, fate }: Sent, report: Report): Promise<void> {
  const { hash } = wanted;
  try {
    const known = (await fate) ?? (await searchFinalized(line, wanted));
    if (!known) {
      const message = 'no block held it while its signature was good';
      return report({ kind: 'failed', code: 'Expired', message, hash, fee: null });
    }
    if (known.kind === 'done') return report({ kind: 'finalized', outcome: known.outcome });
    if (known.kind === 'gone') {
      return report({ kind: 'failed', code: known.name, message: known.text, hash, fee: null });
    }
    const { fault, fee } = known;
    report({ kind: 'failed', code: fault.name, message: fault.text, hash, fee });
  } catch (error) {
    report({ kind: 'unknown', hash, message: toAppError(error, 'chain.unavailable').message });
  }
}

const Version = v.object({ specVersion: v.number() });

async function ask<S extends v.GenericSchema>(
  session: Session,
  method: string,
  params: readonly unknown[],
  schema: S,
): Promise<v.InferOutput<S>> {
  return parse(schema, await session.request(method, params), method);
}

const SignPayload = v.custom<NonNullable<Signer['signPayload']>>(
  (value) => typeof value === 'function',
  'must be a function',
);

/** The wallet's hand for transactions alone, its refusals as ours. */
function toSigner(signer: unknown, signal: AbortSignal): Signer {
  const parsed = v.safeParse(v.looseObject({ signPayload: SignPayload }), signer);
  if (!parsed.success) {
    throw new AppError('wallet.unavailable', 'this wallet cannot sign transactions');
  }
  const wallet = parsed.output;
  return {
    async signPayload(payload) {
      try {
        return await askInPace(() => wallet.signPayload(payload), signal);
      } catch (cause) {
        throw walletError(cause);
      }
    },
  };
}

/** @throws AppError `wallet.silent` when the visitor stops waiting */
async function untilStopped<T>(signing: Promise<T>, signal: AbortSignal): Promise<T> {
  let leave = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    const stop = () =>
      reject(new AppError('wallet.silent', 'the visitor stopped waiting for the wallet'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    leave = () => signal.removeEventListener('abort', stop);
  });
  try {
    return await Promise.race([signing, stopped]);
  } finally {
    leave();
  }
}

/** The chain's own name of an error where it has one, otherwise our code. */
function namesOf(error: unknown): { code: string; message: string } {
  const known = toAppError(error, 'chain.unavailable');
  return { code: known.reason ?? known.code, message: known.message };
}
