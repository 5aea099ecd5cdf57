import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'valibot';
import type * as v from 'valibot';
import { pino } from 'pino';
import { createFolderBlobs } from '../../src/coordinator/blobs/folder.ts';
import { type CoordinatorApp, createApp } from '../../src/coordinator/http/app.ts';
import { createMetrics } from '../../src/coordinator/http/metrics.ts';
import { createRateLimiter } from '../../src/coordinator/http/rate.ts';
import { createSignatureChecker } from '../../src/coordinator/http/signature.ts';
import { ClaimAnswer, type ClaimedUnit } from '../../src/protocol/claim.ts';
import {
  AccountInfo,
  EpochUnits,
  GRANT_DEFAULT_MS,
  type Grant,
  GrantOffer,
  grantText,
} from '../../src/protocol/grant.ts';
import { DeviceInfo } from '../../src/protocol/hello.ts';
import { PROTOCOL, submissionId } from '../../src/protocol/signing.ts';
import { Receipt, SubmissionAnswer, UnitsPage } from '../../src/protocol/submission.ts';
import { hashJson } from '../../src/shared/hash.ts';
import { parseInput } from '../../src/subnets/score/task.ts';
import { answer } from '../unit/subnets/score/scene.ts';
import { makeSigningKey } from './signing-key.ts';
import type { WalletKey } from './wallet-key.ts';
import { createWorld, GENESIS, type World, type WorldOptions } from './world.ts';

// The real core behind the real routes, with real keys on every side: device, wallet, coordinator.
// Only the clock and the detector are the test's.

/** Host under which the visitors of this world have the page. */
export const HOST = 'mine.example:8787';

export interface GrantWorld extends World {
  readonly app: CoordinatorApp;
  readonly coordinatorKey: string;
  visitor(name: string): Promise<Visitor>;
  /** A public read. */
  get<S extends v.GenericSchema>(path: string, schema: S): Promise<v.InferOutput<S>>;
  /** What a public read is refused with. */
  refusal(path: string): Promise<string>;
  account(wallet: WalletKey): Promise<AccountInfo>;
  epochUnits(wallet: WalletKey, epoch: number): Promise<EpochUnits>;
}

export interface GrantWorldOptions extends Pick<WorldOptions, 'path' | 'seed' | 'settings'> {
  /** The operator's public origin. */
  readonly origin?: string;
  /** The coordinator's key, for one that comes back. */
  readonly key?: ReturnType<typeof makeSigningKey>;
}

export async function createGrantWorld(options: GrantWorldOptions = {}): Promise<GrantWorld> {
  const key = options.key ?? makeSigningKey();
  const world = await createWorld({
    ...options,
    key: { publicKey: key.deviceKey, sign: (bytes) => key.sign(bytes) },
  });
  const app = makeApp(world, key.deviceKey, options.origin ?? null);
  const read = async (path: string) => app.request(path);
  const get: GrantWorld['get'] = async (path, schema) => {
    const response = await read(path);
    if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
    return parse(schema, await response.json());
  };
  return {
    ...world,
    app,
    coordinatorKey: key.deviceKey,
    get,
    refusal: async (path) => codeOf(await (await read(path)).json()),
    account: ({ address }) => get(`/v1/accounts/${address}`, AccountInfo),
    epochUnits: ({ address }, epoch) => get(`/v1/accounts/${address}/epochs/${epoch}`, EpochUnits),
    async visitor(name) {
      const visitor = new Visitor(app, world, get);
      await visitor.ok('/v1/devices', { name }, DeviceInfo);
      return visitor;
    },
  };
}

function makeApp(world: World, coordinatorKey: string, origin: string | null): CoordinatorApp {
  const { core, clock } = world;
  return createApp({
    core,
    blobs: createFolderBlobs(join(tmpdir(), 'adit-no-blobs'), clock),
    clock,
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    headers: { origin, chainEndpoints: [] },
    signatures: createSignatureChecker(clock),
    rate: createRateLimiter({ perSecond: 1_000_000, burst: 1_000_000, clock }),
    proxies: 0,
    demoToken: null,
    blobQuota: 2 ** 30,
    facts: {
      protocol: PROTOCOL,
      version: '0.0.0',
      coordinatorKey,
      epochMs: 60_000,
      demo: false,
      workShare: 0.8,
      chainGenesis: GENESIS,
      chainEndpoints: [],
    },
    app: null,
    isReady: () => true,
  });
}

/** Answer of a signed request: its body, or the code of its refusal. */
export type Answer = { readonly body: unknown } | { readonly code: string };

export interface SignedLine {
  readonly text: string;
  readonly signature: string;
  readonly keyType: string;
}

/** A visitor's tab: a device key and hands for its wallet's signatures. */
export class Visitor {
  readonly #key = makeSigningKey();
  readonly #app: CoordinatorApp;
  readonly #world: World;
  readonly #get: GrantWorld['get'];
  #seq = 0;

  constructor(app: CoordinatorApp, world: World, get: GrantWorld['get']) {
    this.#app = app;
    this.#world = world;
    this.#get = get;
  }

  get deviceKey(): string {
    return this.#key.deviceKey;
  }

  async post(path: string, value: unknown, host = HOST): Promise<Answer> {
    const body = JSON.stringify(value);
    const timeMs = this.#world.clock.now();
    const proof = this.#key.headers({ method: 'POST', path, body, seq: ++this.#seq, timeMs });
    const headers = { ...proof, host };
    const response = await this.#app.request(path, { method: 'POST', body, headers });
    const answered: unknown = await response.json();
    return response.status === 200 ? { body: answered } : { code: codeOf(answered) };
  }

  async ok<S extends v.GenericSchema>(
    path: string,
    value: unknown,
    schema: S,
  ): Promise<v.InferOutput<S>> {
    const answered = await this.post(path, value);
    if ('code' in answered) throw new Error(`${path} answered ${answered.code}`);
    return parse(schema, answered.body);
  }

  offer(): Promise<GrantOffer> {
    return this.ok('/v1/grants/nonce', {}, GrantOffer);
  }

  /** A line of a fresh offer, signed; `change` makes it say something else. */
  async line(wallet: WalletKey, change: Partial<Grant> = {}): Promise<SignedLine> {
    const offer = await this.offer();
    const text = grantText({
      domain: HOST,
      account: wallet.address,
      deviceKey: this.deviceKey,
      issuedMs: offer.timeMs,
      expiresMs: offer.timeMs + GRANT_DEFAULT_MS,
      chainGenesis: offer.chainGenesis,
      coordinatorKey: offer.coordinatorKey,
      nonce: offer.nonce,
      ...change,
    });
    return { text, signature: wallet.sign(text), keyType: wallet.keyType };
  }

  /** Links the wallet: one signature, one request. */
  async link(wallet: WalletKey, change: Partial<Grant> = {}): Promise<AccountInfo> {
    return this.ok('/v1/grants', await this.line(wallet, change), AccountInfo);
  }

  revoke(deviceKey = this.deviceKey): Promise<Answer> {
    return this.post('/v1/grants/revoke', { deviceKey });
  }

  info(): Promise<DeviceInfo> {
    return this.#get(`/v1/devices/${this.deviceKey}`, DeviceInfo);
  }

  async claim(): Promise<ClaimedUnit> {
    const capability = { backend: 'wasm', deviceClass: 'sim', msPerItem: 800 };
    const request = { subnets: ['score'], capability };
    const { unit } = await this.ok('/v1/claims', request, ClaimAnswer);
    if (!unit) throw new Error('there is no unit');
    return unit;
  }

  /** Answers a unit honestly. @returns the submission's id */
  async submit(unit: ClaimedUnit): Promise<string> {
    const frames = parseInput(unit.input).frames;
    const result = answer(frames.map(({ blob }) => this.#world.found(blob)));
    const resultHash = hashJson(result);
    const { taskId, lease } = unit;
    const { leaseId, token } = lease;
    const id = submissionId({ taskId, token, deviceKey: this.deviceKey, resultHash });
    const rest = { taskId, leaseId, token, resultHash, result, backend: 'wasm', msPerStage: {} };
    const request = { submissionId: id, ...rest };
    await this.ok(`/v1/submissions?id=${id}`, request, SubmissionAnswer);
    return id;
  }

  /** Claims, answers honestly and lets the coordinator decide, `units` times. */
  async mine(units: number): Promise<string[]> {
    const ids: string[] = [];
    for (let done = 0; done < units; done++) {
      const unit = await this.claim();
      this.#world.clock.advance(3_000);
      ids.push(await this.submit(unit));
      await this.#world.pass(6_000);
      await this.#world.verify();
    }
    return ids;
  }

  receipt(id: string): Promise<Receipt> {
    return this.#get(`/v1/receipts/${id}`, Receipt);
  }

  async units(): Promise<UnitsPage['units']> {
    return (await this.#get(`/v1/devices/${this.deviceKey}/units?limit=100`, UnitsPage)).units;
  }
}

/** The code of an error's body. */
export function codeOf(body: unknown): string {
  // A refusal has one form; anything else fails the test that asked for the code.
  return (body as { error: { code: string } }).error.code;
}
