import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolderBlobs } from '../../src/coordinator/blobs/folder.ts';
import { type CoordinatorApp, createApp } from '../../src/coordinator/http/app.ts';
import { createMetrics } from '../../src/coordinator/http/metrics.ts';
import { createRateLimiter } from '../../src/coordinator/http/rate.ts';
import { createSignatureChecker } from '../../src/coordinator/http/signature.ts';
import { type JobClient, createJobClient } from '../../src/miner/job-client.ts';
import { LIMITS } from '../../src/protocol/limits.ts';
import { PROTOCOL } from '../../src/protocol/signing.ts';
import { fromUtf8 } from '../../src/shared/bytes.ts';
import { sha256Hex } from '../../src/shared/hash.ts';
import { present } from '../../src/shared/assert.ts';
import { type Clip, handleJobs, makeClip, workOnJobs } from '../support/jobs.ts';
import { type SigningKey, makeSigningKey } from '../support/signing-key.ts';
import { createWorld, type World, GENESIS, JOB_LIMITS } from '../support/world.ts';

// Jobs over HTTP: the real routes and core, the product's own client on the other side.

let folder: string;
let world: World;
let app: CoordinatorApp;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adit-jobs-'));
  world = await createWorld();
  const { core, clock, content } = world;
  app = createApp({
    core,
    // What is uploaded through the routes is what the world's detector sees.
    blobs: {
      ...createFolderBlobs(join(folder, 'blobs'), clock),
      put: content.put,
      get: content.get,
    },
    clock,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    headers: { origin: null, chainEndpoints: [] },
    signatures: createSignatureChecker(clock),
    rate: createRateLimiter({ perSecond: 1_000_000, burst: 1_000_000, clock }),
    proxies: 0,
    demoToken: null,
    blobQuota: 2 ** 30,
    facts: {
      protocol: PROTOCOL,
      version: '0.0.0',
      coordinatorKey: makeSigningKey().deviceKey,
      epochMs: 60_000,
      demo: false,
      workShare: 0.8,
      chainGenesis: GENESIS,
      chainEndpoints: [],
    },
    app: null,
    isReady: () => true,
  });
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Customer {
  readonly client: JobClient;
  readonly key: SigningKey;
  nextSeq(): number;
}

async function customer(): Promise<Customer> {
  const key = makeSigningKey();
  let seq = 0;
  const nextSeq = (): number => ++seq;
  const client = createJobClient({
    baseUrl: '',
    fetch: async (url, init) => app.request(url, init),
    clock: world.clock,
    signer: {
      deviceKey: key.deviceKey,
      sign: (message) => Promise.resolve(key.sign(message)),
      nextSeq: () => Promise.resolve(nextSeq()),
      skipSeq: () => Promise.resolve(),
    },
  });
  const path = '/v1/devices';
  const signed = { method: 'POST', path, body: '{}', seq: nextSeq(), timeMs: world.clock.now() };
  await app.request(path, { method: 'POST', body: '{}', headers: key.headers(signed) });
  return { client, key, nextSeq };
}

function contentOf({ content }: Clip) {
  return (sha256: string) => Promise.resolve(present(content.get(sha256), 'content'));
}

async function codeOf(response: Response): Promise<unknown> {
  return ((await response.json()) as { error: { code: unknown } }).error.code;
}

/** Orders, uploads, starts. @returns the job's id */
async function ordered({ client }: Customer, clip: Clip): Promise<string> {
  const draft = await client.create(clip.request);
  await client.upload(draft, contentOf(clip));
  const { job } = await client.start(draft.job.jobId);
  await handleJobs(world);
  await world.pass(21_000);
  await handleJobs(world);
  return job.jobId;
}

describe('a customer', () => {
  test('drafts, uploads, starts, watches and fetches the files', async () => {
    const { client } = await customer();
    const clip = await makeClip('match', 12);
    const sent: number[] = [];

    const draft = await client.create(clip.request);
    await client.upload(draft, contentOf(clip), { onSent: (count) => sent.push(count) });
    const started = await client.start(draft.job.jobId);
    await handleJobs(world);
    await world.pass(21_000);
    await handleJobs(world);
    const running = await client.read(draft.job.jobId);
    await workOnJobs(world, await world.device('ada'));
    const { job, files } = await client.read(draft.job.jobId);

    expect(draft.missing).toHaveLength(12);
    expect(sent.at(-1)).toBe(12);
    expect(started.job.state).toBe('preparing');
    expect(running.job).toMatchObject({ state: 'running', progress: { share: 0, msLeft: null } });
    expect(job).toMatchObject({ state: 'done', reason: 'Done.', progress: { share: 1 } });
    for (const { name, bytes, sha256 } of files) {
      const content = await client.file(job.jobId, name);
      expect([content.length, sha256Hex(content)]).toEqual([bytes, sha256]);
    }
    const mot = fromUtf8(await client.file(job.jobId, 'result.mot.csv'));
    expect(mot.split('\n')[0]).toMatch(
      /^1,(-1|\d+),[\d.]+,[\d.]+,[\d.]+,[\d.]+,0?\.?\d+,-1,-1,-1$/,
    );
    expect((await client.list()).jobs.map(({ jobId }) => jobId)).toEqual([job.jobId]);
  });

  test('goes on with an upload that broke off', async () => {
    const { client } = await customer();
    const clip = await makeClip('match', 6);
    const draft = await client.create(clip.request);
    const half = { ...draft, missing: draft.missing.slice(0, 2) };
    await client.upload(half, contentOf(clip));

    const { missing } = await client.read(draft.job.jobId);

    expect(missing).toHaveLength(4);
    expect(draft.missing).toEqual(expect.arrayContaining(missing));
    await expect(client.start(draft.job.jobId)).rejects.toMatchObject({ code: 'job.incomplete' });
  });

  test('cancels, runs again and deletes', async () => {
    const who = await customer();
    const { client } = who;
    const jobId = await ordered(who, await makeClip('match', 6));
    expect((await client.cancel(jobId)).job.state).toBe('cancelled');
    await client.remove(jobId);
    await expect(client.read(jobId)).rejects.toMatchObject({ code: 'job.unknown' });

    const again = await ordered(who, await makeClip('again', 6));
    await workOnJobs(world, await world.device('ada'));
    const rerun = await client.rerun(again, { parts: [{ from: 0, to: 2 }] });

    expect(rerun.job).toMatchObject({ state: 'running', round: 1 });
  });
});

describe('refusals', () => {
  test.each([
    ['POST', '/v1/jobs'],
    ['GET', '/v1/jobs'],
    ['GET', '/v1/jobs/x'],
    ['POST', '/v1/jobs/x/start'],
    ['POST', '/v1/jobs/x/cancel'],
    ['POST', '/v1/jobs/x/rerun'],
    ['DELETE', '/v1/jobs/x'],
    ['GET', '/v1/jobs/x/files/quality.json'],
    ['PUT', `/v1/blobs/${sha256Hex('x')}?job=x`],
  ])('%s %s without a signature is 401', async (method, path) => {
    const body = method === 'POST' || method === 'PUT' ? '{}' : null;
    const response = await app.request(path, { method, body });

    expect(response.status).toBe(401);
    expect(await codeOf(response)).toBe('request.unsigned');
  });

  /** Sends a request that the customer signed. */
  async function signed(who: Customer, method: string, path: string, body = ''): Promise<Response> {
    const parts = { method, path, body, seq: who.nextSeq(), timeMs: world.clock.now() };
    const init = method === 'GET' || method === 'DELETE' ? {} : { body };
    return app.request(path, { method, ...init, headers: who.key.headers(parts) });
  }

  const item = { sha256: sha256Hex('x'), bytes: 1 };
  const draft = { subnet: 'score', title: 'x', fps: null, items: [item] };

  test.each([
    [400, 'job.unsupported', { ...draft, subnet: 'none' }],
    [400, 'input.malformed', { ...draft, title: ' ' }],
    [400, 'input.malformed', { ...draft, items: [] }],
    [400, 'input.malformed', { ...draft, options: { colour: 'red' } }],
    [413, 'job.item-limit', { ...draft, items: Array.from({ length: 501 }, () => item) }],
    [413, 'job.byte-limit', { ...draft, items: [{ ...item, bytes: JOB_LIMITS.bytes + 1 }] }],
  ])('a draft is refused with %i %s', async (status, code, request) => {
    const response = await signed(await customer(), 'POST', '/v1/jobs', JSON.stringify(request));

    expect(response.status).toBe(status);
    expect(await codeOf(response)).toBe(code);
  });

  test('one job too many is 429', async () => {
    const who = await customer();
    for (let i = 0; i < JOB_LIMITS.perDevice; i++)
      await who.client.create({ ...draft, options: {} });

    const response = await signed(who, 'POST', '/v1/jobs', JSON.stringify(draft));

    expect(response.status).toBe(429);
    expect(await codeOf(response)).toBe('job.limit');
  });

  test('a list of more than 4 MiB is 413', async () => {
    const body = ' '.repeat(LIMITS.jobRequestBytes + 1);
    const response = await signed(await customer(), 'POST', '/v1/jobs', body);

    expect(response.status).toBe(413);
    expect(await codeOf(response)).toBe('limit.size');
  });

  test('somebody else’s job is 404 by every way', async () => {
    const owner = await customer();
    const { job } = await owner.client.create({ ...draft, options: {} });
    const path = `/v1/jobs/${job.jobId}`;
    const other = await customer();

    for (const [method, at, body] of [
      ['GET', path, ''],
      ['POST', `${path}/start`, '{}'],
      ['POST', `${path}/cancel`, '{}'],
      ['POST', `${path}/rerun`, '{}'],
      ['DELETE', path, ''],
      ['GET', `${path}/files/quality.json`, ''],
      ['PUT', `/v1/blobs/${item.sha256}?job=${job.jobId}`, 'x'],
    ] as const) {
      const response = await signed(other, method, at, body);
      expect([method, at, response.status]).toEqual([method, at, 404]);
      expect(await codeOf(response)).toBe('job.unknown');
    }
  });

  test('content is taken that is on the list, as it is listed, before the start', async () => {
    const who = await customer();
    const { job } = await who.client.create({ ...draft, options: {} });
    const put = (sha256: string, body: string) =>
      signed(who, 'PUT', `/v1/blobs/${sha256}?job=${job.jobId}`, body);

    const unlisted = await put(sha256Hex('y'), 'y');
    const changed = await put(item.sha256, 'y');
    const right = await put(item.sha256, 'x');
    await who.client.start(job.jobId);
    const late = await put(item.sha256, 'x');

    expect([unlisted, changed, right, late].map(({ status }) => status)).toEqual([
      404, 400, 204, 409,
    ]);
    expect(await codeOf(unlisted)).toBe('job.item-unknown');
    expect(await codeOf(changed)).toBe('blob.hash-mismatch');
    expect(await codeOf(late)).toBe('job.state');
  });

  test('an upload is not to be had by its hash, and a frame in work only without a copy', async () => {
    const who = await customer();
    const clip = await makeClip('match', 3);
    const upload = await who.client.create(clip.request);
    await who.client.upload(upload, contentOf(clip));
    const [raw = ''] = upload.missing;
    const hidden = await app.request(`/v1/blobs/${raw}`);
    await who.client.start(upload.job.jobId);
    await handleJobs(world);
    await world.pass(21_000);
    await handleJobs(world);
    const ada = await world.device('ada');
    const { input } = await ada.claim();
    const { frames } = input as { frames: { blob: string }[] };
    const frame = await app.request(`/v1/blobs/${frames[0]?.blob ?? ''}`);

    expect(hidden.status).toBe(404);
    expect(frame.status).toBe(200);
    expect(frame.headers.get('cache-control')).toBe('private, no-store');
  });

  test('a result that is not there is 404, a name that is none is 400', async () => {
    const who = await customer();
    const { job } = await who.client.create({ ...draft, options: {} });
    const missing = await signed(who, 'GET', `/v1/jobs/${job.jobId}/files/quality.json`);
    const wrong = await signed(who, 'GET', `/v1/jobs/${job.jobId}/files/a%20b`);

    expect([missing.status, wrong.status]).toEqual([404, 400]);
    expect(await codeOf(missing)).toBe('not-found');
  });

  test('what the state does not allow is 409', async () => {
    const who = await customer();
    const { job } = await who.client.create({ ...draft, options: {} });
    const path = `/v1/jobs/${job.jobId}`;
    const rerun = await signed(who, 'POST', `${path}/rerun`, '{}');
    const early = await signed(who, 'POST', `${path}/start`, '{}');
    await who.client.cancel(job.jobId);
    const twice = await signed(who, 'POST', `${path}/cancel`, '{}');

    expect([rerun.status, early.status, twice.status]).toEqual([409, 409, 409]);
    expect(await codeOf(rerun)).toBe('job.state');
    expect(await codeOf(early)).toBe('job.incomplete');
    expect(await codeOf(twice)).toBe('job.state');
  });
});
