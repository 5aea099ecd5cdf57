import type * as v from 'valibot';
import type { AppError } from '../shared/errors.ts';
import { toAppError } from '../shared/errors.ts';
import type { Clock } from '../shared/clock.ts';
import { SIGNED_HEADERS, requestMessage } from '../protocol/signing.ts';
import { type HttpOptions, createHttp, readJson } from './http.ts';
import type { Signer } from './identity.ts';

// How a device signs what it asks. Each attempt takes a new sequence number: a retry is a new
// request with the same content.

export interface SenderOptions extends HttpOptions {
  readonly signer: Signer;
  readonly clock: Clock;
  /** Headers of every request, for a device that the operator marks as its own demonstration. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with query. */
  readonly path: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface SignedSender {
  /** Coordinator's clock minus ours in milliseconds, learnt from `hello`. */
  learnClock(serverMs: number): void;
  /** Now, by the coordinator's clock. */
  nowMs(): number;
  send(call: Call): Promise<Response>;
  /** Sends and reads the JSON of the answer. */
  ask<Schema extends v.GenericSchema>(call: Call, schema: Schema): Promise<v.InferOutput<Schema>>;
}

export function createSignedSender(options: SenderOptions): SignedSender {
  const { signer, clock, headers = {} } = options;
  const http = createHttp(options);
  let offsetMs = 0;
  const nowMs = (): number => Math.round(clock.now() + offsetMs);

  async function attempt({ method, path, body = '', timeoutMs, signal }: Call): Promise<Response> {
    const seq = await signer.nextSeq();
    const timeMs = nowMs();
    const signature = await signer.sign(requestMessage({ method, path, body, seq, timeMs }));
    const content = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    return http({
      method,
      path,
      // A GET has no body, and the hash of none is that of an empty one.
      ...(method === 'GET' || method === 'DELETE' ? {} : { body }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signal ? { signal } : {}),
      headers: {
        ...headers,
        ...(body === '' ? {} : { 'content-type': content }),
        [SIGNED_HEADERS.device]: signer.deviceKey,
        [SIGNED_HEADERS.seq]: String(seq),
        [SIGNED_HEADERS.time]: String(timeMs),
        [SIGNED_HEADERS.signature]: signature,
      },
    });
  }

  async function send(call: Call): Promise<Response> {
    try {
      return await attempt(call);
    } catch (error) {
      // Storage was rolled back behind the counter: jump over what the coordinator has seen, once.
      const failure: AppError = toAppError(error);
      if (failure.code !== 'request.replayed') throw failure;
      await signer.skipSeq();
      return attempt(call);
    }
  }

  return {
    learnClock(serverMs) {
      offsetMs = serverMs - clock.now();
    },
    nowMs,
    send,
    ask: async (call, schema) => readJson(await send(call), schema),
  };
}
