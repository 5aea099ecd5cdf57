import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../src/shared/hash.ts';
import { createApiClient } from '../../../src/miner/client.ts';
import type { Fetch } from '../../../src/miner/http.ts';
import type { Signer } from '../../../src/miner/identity.ts';
import { createSignedClient } from '../../../src/miner/signed-client.ts';
import { SIGNED_HEADERS } from '../../../src/protocol/signing.ts';
import { json, refusal } from './fake-coordinator.ts';

const client = (fetch: Fetch, timeoutMs = 1_000) =>
  createApiClient({ baseUrl: 'http://coordinator', fetch, timeoutMs });
const always =
  (make: () => Response): Fetch =>
  () =>
    Promise.resolve(make());

describe('the client', () => {
  it('turns the coordinator’s refusals into errors with its code and message', async () => {
    const api = client(always(() => refusal('device.unknown', 404)));

    await expect(api.device('k')).rejects.toMatchObject({
      code: 'device.unknown',
      message: 'refused: device.unknown',
    });
  });

  it('tells an unreachable coordinator from a silent one', async () => {
    const refused = client(() => Promise.reject(new TypeError('connection refused')));
    const silent = client(
      (_, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        }),
      20,
    );

    await expect(refused.hello()).rejects.toMatchObject({ code: 'net.offline', retryable: true });
    await expect(silent.hello()).rejects.toMatchObject({ code: 'net.timeout', retryable: true });
  });

  it('takes a proxy’s bare 502 as a reason to try again', async () => {
    const api = client(always(() => new Response('Bad gateway', { status: 502 })));

    await expect(api.hello()).rejects.toMatchObject({ code: 'store.unavailable', retryable: true });
  });

  it('asks for a reload when an answer has another shape', async () => {
    const api = client(always(() => json({ protocol: 7 })));

    await expect(api.hello()).rejects.toMatchObject({ code: 'protocol.version' });
  });

  it('refuses content that does not have its hash', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const api = client(always(() => new Response(bytes)));

    expect(await api.blob(sha256Hex(bytes))).toEqual(bytes);
    await expect(api.blob(sha256Hex('other'))).rejects.toMatchObject({
      code: 'blob.hash-mismatch',
    });
  });

  it('signs with the coordinator’s clock and jumps over numbers it has seen', async () => {
    const sent: { seq: string; time: string }[] = [];
    let skipped = 0;
    const signer: Signer = {
      deviceKey: 'A'.repeat(43),
      sign: () => Promise.resolve('B'.repeat(86)),
      nextSeq: () => Promise.resolve(skipped * 1_000 + sent.length + 1),
      skipSeq: () => {
        skipped += 1;
        return Promise.resolve();
      },
    };
    const signed = createSignedClient({
      baseUrl: 'http://coordinator',
      signer,
      clock: { now: () => 1_000 },
      fetch: (_, init) => {
        const headers = init.headers as Record<string, string>;
        sent.push({
          seq: headers[SIGNED_HEADERS.seq] ?? '',
          time: headers[SIGNED_HEADERS.time] ?? '',
        });
        const replayed = sent.length === 1;
        return Promise.resolve(replayed ? refusal('request.replayed', 409) : json({ ttlMs: 5 }));
      },
    });
    signed.learnClock(61_000);

    await signed.heartbeat('lease', { token: 't', progress: 0 });

    expect(sent).toEqual([
      { seq: '1', time: '61000' },
      { seq: '1002', time: '61000' },
    ]);
  });
});
