import { generateKeyPairSync, sign } from 'node:crypto';
import { createApiClient } from '../../../src/miner/client.ts';
import type { Signer } from '../../../src/miner/identity.ts';
import { type KeyValue, memoryKeyValue } from '../../../src/miner/key-value.ts';
import { createBlobCache } from '../../../src/miner/loop/blob-cache.ts';
import { type Loop, startLoop } from '../../../src/miner/loop/engine.ts';
import { createRecords, type Records } from '../../../src/miner/loop/records.ts';
import { createShareControl } from '../../../src/miner/loop/share.ts';
import type { LoopView } from '../../../src/miner/loop/view.ts';
import { createWorkbench } from '../../../src/miner/loop/workbench.ts';
import { createSignedClient } from '../../../src/miner/signed-client.ts';
import { seededRng } from '../../../src/shared/rng.ts';
import type { Runner } from '../../../src/subnets/contract.ts';
import { FakeCoordinator } from './fake-coordinator.ts';
import { type ManualScheduler, manualScheduler, settle } from './manual-scheduler.ts';

// A loop with everything real but the network's other end, the subnet's work and time.

export interface Mining {
  readonly coordinator: FakeCoordinator;
  readonly scheduler: ManualScheduler;
  readonly store: KeyValue;
  readonly records: Records;
  readonly loop: Loop;
  readonly views: LoopView[];
  readonly runs: number[];
}

export interface MiningOptions {
  readonly coordinator?: FakeCoordinator;
  readonly store?: KeyValue;
  readonly scheduler?: ManualScheduler;
  readonly runner?: Partial<Runner>;
  /** Milliseconds that a unit of four items takes, in four slices. */
  readonly unitMs?: number;
  /** 0.1..1: share of the time that it works. */
  readonly share?: number;
}

export async function startMining(options: MiningOptions = {}): Promise<Mining> {
  const {
    coordinator = new FakeCoordinator(),
    store = memoryKeyValue(),
    scheduler = manualScheduler(),
    unitMs = 4_000,
  } = options;
  const runs: number[] = [];
  const views: LoopView[] = [];
  const http = { baseUrl: 'http://coordinator', fetch: coordinator.fetch };
  const api = createApiClient(http);
  const signer = await storedSigner(store);
  const signed = createSignedClient({ ...http, signer, clock: scheduler.clock });
  const blobs = createBlobCache(api, null);
  const share = createShareControl(scheduler, options.share ?? 1);
  const runner: Runner = { ...fakeRunner(scheduler, unitMs, runs), ...options.runner };
  const workbench = createWorkbench({
    loadRunner: () => Promise.resolve(runner),
    gpu: {
      acquire: () => Promise.resolve(null),
      adapterKey: () => Promise.resolve('none'),
      discard: () => Promise.resolve(),
    },
    blobs,
    store,
    scheduler,
    version: 'test',
  });
  const records = createRecords(store);
  const loop = startLoop(
    {
      clock: scheduler.clock,
      scheduler,
      rng: seededRng('loop'),
      api,
      signed,
      records,
      blobs,
      workbench,
      share,
      openFeed: () => () => undefined,
      onView: (view) => views.push(view),
      onPreview: () => undefined,
    },
    'fake',
  );
  await settle();
  return { coordinator, scheduler, store, records, loop, views, runs };
}

/** Signs at once, so that manual time is all that a test waits for. Kept in the store like a real key. */
async function storedSigner(store: KeyValue): Promise<Signer> {
  const known = await store.get('identity', 'test-signer');
  if (known) return known as Signer;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  let seq = 0;
  const signer: Signer = {
    deviceKey: publicKey.export({ format: 'jwk' }).x ?? '',
    sign: (message) => Promise.resolve(sign(null, message, privateKey).toString('base64url')),
    nextSeq: () => Promise.resolve(++seq),
    skipSeq: () => Promise.resolve(),
  };
  await store.put('identity', 'test-signer', signer);
  return signer;
}

function fakeRunner(scheduler: ManualScheduler, unitMs: number, runs: number[]): Runner {
  const slice = (): Promise<void> => new Promise((resolve) => scheduler.after(unitMs / 4, resolve));
  return {
    parseInput: (value) => value,
    probe: () =>
      Promise.resolve({
        placement: { backend: 'wasm', threads: 2, stages: {} },
        msPerItem: unitMs / 4,
        findings: [],
      }),
    warm: () => Promise.resolve(),
    async run(input, context) {
      const { n } = input as { n: number };
      runs.push(n);
      for (let item = 0; item < 4; item++) {
        await slice();
        context.report({ ratio: (item + 1) / 4, stage: 'model' });
        await context.yieldShare(unitMs / 4);
      }
      return { result: { answer: n }, msPerStage: { model: unitMs } };
    },
    dispose: () => Promise.resolve(),
  };
}
