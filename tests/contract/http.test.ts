import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createFolderBlobs } from '../../src/coordinator/blobs/folder.ts';
import { type CoordinatorApp, createApp } from '../../src/coordinator/http/app.ts';
import { createMetrics } from '../../src/coordinator/http/metrics.ts';
import { createRateLimiter } from '../../src/coordinator/http/rate.ts';
import { createSignatureChecker } from '../../src/coordinator/http/signature.ts';
import { type StaticFiles, loadStaticFiles } from '../../src/coordinator/http/static-files.ts';
import type { ChainValidators } from '../../src/protocol/chain-snapshot.ts';
import { LIMITS } from '../../src/protocol/limits.ts';
import { PROTOCOL } from '../../src/protocol/signing.ts';
import { manualClock } from '../../src/shared/clock.ts';
import { sha256Hex } from '../../src/shared/hash.ts';
import { type FakeCore, createFakeCore } from '../support/fake-core.ts';
import { makeSigningKey } from '../support/signing-key.ts';

// The shell without a network: statuses, bodies and headers of every route, over a fake core.

const NOW = 1_800_000_000_000;
const DEMO = 'demo-token-of-operator';
const key = makeSigningKey();
const clock = manualClock(NOW);
const page = '<!doctype html><title>Adit</title>'.padEnd(2000, ' ');

let folder: string;
let files: StaticFiles | null;
let core: FakeCore;
let app: CoordinatorApp;
let seq = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adit-http-'));
  mkdirSync(join(folder, 'app/assets'), { recursive: true });
  mkdirSync(join(folder, 'app/.vite'));
  writeFileSync(join(folder, 'app/index.html'), page);
  writeFileSync(join(folder, 'app/assets/abc123.js'), 'export {};'.repeat(100));
  writeFileSync(join(folder, 'app/.vite/manifest.json'), '{}');
  files = await loadStaticFiles(join(folder, 'app'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  core = createFakeCore();
  app = makeApp({});
});

function makeApp(options: {
  burst?: number;
  blobQuota?: number;
  ready?: boolean;
  validators?: () => ChainValidators | null;
}): CoordinatorApp {
  return createApp({
    core,
    blobs: createFolderBlobs(join(folder, 'blobs'), clock),
    clock,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    headers: { origin: null, chainEndpoints: [] },
    signatures: createSignatureChecker(clock),
    rate: createRateLimiter({ perSecond: 1, burst: options.burst ?? 1000, clock }),
    proxies: 0,
    demoToken: DEMO,
    blobQuota: options.blobQuota ?? 2 ** 30,
    facts: {
      protocol: PROTOCOL,
      version: '0.0.0',
      coordinatorKey: key.deviceKey,
      epochMs: 60_000,
      demo: true,
      workShare: 0.8,
      chainGenesis: `0x${'0'.repeat(64)}`,
      chainEndpoints: [],
    },
    app: files,
    isReady: () => options.ready ?? true,
    ...(options.validators ? { validators: options.validators } : {}),
  });
}

interface Sending {
  readonly method?: string;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly timeMs?: number;
  readonly headers?: Record<string, string>;
}

/** Sends a request signed by the device. */
async function signed(path: string, sending: Sending = {}): Promise<Response> {
  const { method = 'POST', body = '{}', timeMs = NOW, headers = {} } = sending;
  const proof = key.headers({ method, path, body, seq: ++seq, timeMs });
  return app.request(path, { method, body, headers: { ...proof, ...headers } });
}

async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { error: { code: unknown } }).error.code;
}

const beat = JSON.stringify({ token: 'right', progress: 0.5 });

describe('signed requests', () => {
  test('a signed registration reaches the core with who signed it', async () => {
    const response = await signed('/v1/devices', { body: '{"name":"Atlas"}' });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ deviceKey: key.deviceKey, demo: false });
    expect(core.calls[0]?.args[0]).toMatchObject({
      deviceKey: key.deviceKey,
      seq,
      method: 'POST',
      path: '/v1/devices',
      bodyHash: sha256Hex('{"name":"Atlas"}'),
    });
  });

  test('only the operator’s token makes a demo device', async () => {
    const right = await signed('/v1/devices', { headers: { 'x-adit-demo': DEMO } });
    const wrong = await signed('/v1/devices', { headers: { 'x-adit-demo': `${DEMO}x` } });

    expect(await right.json()).toMatchObject({ demo: true });
    expect(await wrong.json()).toMatchObject({ demo: false });
  });

  test.each(['/v1/devices', '/v1/claims', '/v1/submissions', '/v1/leases/a/heartbeat'])(
    'POST %s without a signature is 401 and never reaches the core',
    async (path) => {
      const response = await app.request(path, { method: 'POST', body: '{}' });

      expect(response.status).toBe(401);
      expect(await codeOf(response)).toBe('request.unsigned');
      expect(core.calls).toEqual([]);
    },
  );

  test('a signature over something else is 401', async () => {
    const headers = key.headers({
      method: 'POST',
      path: '/v1/claims',
      body: 'x',
      seq: 1,
      timeMs: NOW,
    });
    const response = await app.request('/v1/claims', { method: 'POST', body: '{}', headers });

    expect(response.status).toBe(401);
    expect(await codeOf(response)).toBe('request.signature');
  });

  test('a clock 31 s off is 401, 29 s is served', async () => {
    const late = await signed('/v1/devices', { timeMs: NOW - 31_000 });
    const fine = await signed('/v1/devices', { timeMs: NOW - 29_000 });

    expect([late.status, fine.status]).toEqual([401, 200]);
    expect(await codeOf(late)).toBe('request.clock');
  });

  test('the answer to a submission is passed on byte for byte', async () => {
    const body = JSON.stringify({
      submissionId: sha256Hex('s'),
      taskId: 't',
      leaseId: 'l',
      token: 'k',
      resultHash: sha256Hex('r'),
      result: {},
      backend: 'wasm',
      msPerStage: { infer: 5 },
    });
    const response = await signed('/v1/submissions', { body });

    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.text()).toBe('{"spaced":  "as stored", "unitId":"l"}');
  });

  test('release answers 204 without a body', async () => {
    const response = await signed('/v1/leases/l/release', { body: '{"token":"right"}' });

    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
  });

  test.each([
    ['/v1/devices', 'not json', 'input.malformed'],
    ['/v1/claims', '{"subnets":[]}', 'input.malformed'],
    ['/v1/submissions', '{"submissionId":"x"}', 'submission.malformed'],
    ['/v1/leases/a b/heartbeat', beat, 'input.malformed'],
  ])('POST %s with a body that does not fit is 400', async (path, body, code) => {
    const response = await signed(path.replace(' ', '%20'), { body });

    expect(response.status).toBe(400);
    expect(await codeOf(response)).toBe(code);
  });

  test('a body above the limit is 413, declared or not', async () => {
    const body = ' '.repeat(LIMITS.requestBytes + 1);
    const declared = await signed('/v1/claims', {
      body,
      headers: { 'content-length': String(body.length) },
    });
    const streamed = await signed('/v1/claims', { body });

    expect([declared.status, streamed.status]).toEqual([413, 413]);
    expect(await codeOf(streamed)).toBe('limit.size');
  });
});

describe('errors of the core', () => {
  test.each([
    ['submission.id-mismatch', 400],
    ['device.banned', 403],
    ['lease.unknown', 404],
    ['request.replayed', 409],
    ['lease.consumed', 409],
    ['lease.expired', 410],
    ['limit.quota', 429],
    ['store.unavailable', 503],
  ])('%s is %i', async (code, status) => {
    const response = await signed(`/v1/leases/throw.${code}/heartbeat`, { body: beat });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      error: { code, message: `thrown: ${code}`, retryable: false },
    });
  });

  test('what broke inside is not told to a visitor', async () => {
    const response = await signed('/v1/leases/broken/heartbeat', { body: beat });

    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toContain('"internal"');
    expect(text).not.toContain('secret');
  });
});

describe('blobs', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const put = (hash: string, token: string) =>
    signed(`/v1/blobs/${hash}?lease=l&token=${token}`, { method: 'PUT', body: bytes });

  test('an authorised upload is served, immutable', async () => {
    const hash = sha256Hex(bytes);
    expect((await put(hash, 'right')).status).toBe(204);

    const response = await app.request(`/v1/blobs/${hash}`);

    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });

  test('another hash is 400, another lease 404, missing content 404', async () => {
    expect(await codeOf(await put(sha256Hex('other'), 'right'))).toBe('blob.hash-mismatch');
    expect(await codeOf(await put(sha256Hex(bytes), 'wrong'))).toBe('lease.unknown');
    const missing = await app.request(`/v1/blobs/${sha256Hex('missing')}`);
    expect(missing.status).toBe(404);
    expect(await codeOf(missing)).toBe('blob.missing');
  });

  test('no room is 429', async () => {
    app = makeApp({ blobQuota: 2 });

    expect(await codeOf(await put(sha256Hex(bytes), 'right'))).toBe('limit.quota');
  });
});

describe('reads', () => {
  test('hello tells protocol, clock and key', async () => {
    const response = await app.request('/v1/hello');

    expect(await response.json()).toMatchObject({
      protocol: 'adit/1',
      timeMs: NOW,
      coordinatorKey: key.deviceKey,
      subnets: [],
    });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    [`/v1/devices/${key.deviceKey}`, 404, 'device.unknown'],
    ['/v1/devices/short', 400, 'input.malformed'],
    [`/v1/devices/${key.deviceKey}/units?limit=101`, 400, 'input.malformed'],
    ['/v1/units/none', 404, 'not-found'],
    [`/v1/receipts/${sha256Hex('none')}`, 404, 'not-found'],
    ['/v1/leaderboard?window=2h', 400, 'input.malformed'],
    ['/v1/leaderboard?subnet=nobody', 404, 'not-found'],
    ['/v1/network', 503, 'store.unavailable'],
    ['/v1/nothing', 404, 'not-found'],
  ])('GET %s is %i %s', async (path, status, code) => {
    const response = await app.request(path);

    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe(code);
  });

  test('the validators are null without a chain, and what it said last with one', async () => {
    const list = {
      block: 100,
      atMs: NOW,
      validators: [
        { hotkey: '5Hot', owner: '5Cold', name: null, take: 0.18, nominators: 3, netuids: [44] },
      ],
    };
    const path = '/v1/network/validators';

    expect(await (await app.request(path)).json()).toBeNull();
    expect(await (await makeApp({ validators: () => list }).request(path)).json()).toEqual(list);
  });

  test('the board has defaults', async () => {
    expect((await app.request('/v1/leaderboard')).status).toBe(200);
    expect(core.calls).toEqual([{ name: 'leaderboard', args: ['all', '24h'] }]);
  });
});

describe('every answer', () => {
  test('a client of another version is 426', async () => {
    const response = await app.request('/v1/hello', { headers: { 'x-adit-version': 'adit/0' } });

    expect(response.status).toBe(426);
    expect(response.headers.get('x-adit-version')).toBe('adit/1');
    expect(await codeOf(response)).toBe('protocol.version');
  });

  test('too many requests are 429 with a time to wait', async () => {
    app = makeApp({ burst: 2 });
    await app.request('/v1/hello');
    await app.request('/v1/hello');

    const response = await app.request('/v1/hello');

    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('1');
    expect((await app.request('/')).status).toBe(200);
  });

  test.each([
    '/',
    '/mine',
    '/assets/abc123.js',
    '/v1/hello',
    '/v1/nothing',
    '/healthz',
    '/metrics',
  ])('%s carries the security headers and nothing that evaluates', async (path) => {
    const { headers } = await app.request(path);

    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("'unsafe-eval'");
    expect(policy).not.toContain("'unsafe-inline'");
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('the app', () => {
  test('routes of the app get its page, uncached; unknown files do not', async () => {
    const mine = await app.request('/mine');
    const missing = await app.request('/assets/gone.js');

    expect(await mine.text()).toBe(page);
    expect(mine.headers.get('cache-control')).toBe('no-cache');
    expect(missing.status).toBe(404);
    expect((await app.request('/.vite/manifest.json')).status).toBe(404);
  });

  test('hashed files are immutable, and come as the client takes them', async () => {
    const path = '/assets/abc123.js';
    const ask = (accept: string) => app.request(path, { headers: { 'accept-encoding': accept } });
    const brotli = await ask('gzip, br');
    const gzip = await ask('gzip, br;q=0');
    const plain = await ask('identity');

    expect(brotli.headers.get('cache-control')).toContain('immutable');
    expect(brotli.headers.get('content-encoding')).toBe('br');
    expect(gzip.headers.get('content-encoding')).toBe('gzip');
    expect(plain.headers.get('content-encoding')).toBeNull();
    const text = await plain.text();
    expect(brotliDecompressSync(await brotli.arrayBuffer()).toString()).toBe(text);
    expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(text);
  });

  test('a page that is known already is 304', async () => {
    const etag = (await app.request('/')).headers.get('etag') ?? '';

    const again = await app.request('/', { headers: { 'if-none-match': etag } });

    expect(again.status).toBe(304);
  });
});

describe('operations', () => {
  test('alive, ready, figures by route', async () => {
    await app.request('/v1/units/none');
    const metrics = await (await app.request('/metrics')).text();

    expect((await app.request('/healthz')).status).toBe(200);
    expect((await app.request('/readyz')).status).toBe(200);
    expect(metrics).toContain('adit_requests_total{route="/v1/units/:unitId",status="404"} 1');
    expect(metrics).toContain('nodejs_eventloop_lag');
  });

  test('not ready is 503', async () => {
    app = makeApp({ ready: false });

    expect((await app.request('/readyz')).status).toBe(503);
  });
});
