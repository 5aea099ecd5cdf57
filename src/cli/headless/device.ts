import { systemClock } from '../../shared/clock.ts';
import { AppError } from '../../shared/errors.ts';
import { type Rng, seededRng } from '../../shared/rng.ts';
import { createApiClient } from '../../miner/client.ts';
import { noGpu } from '../../miner/gpu-port.ts';
import { openIdentity, queueExclusive } from '../../miner/identity.ts';
import { memoryKeyValue } from '../../miner/key-value.ts';
import { createBlobCache } from '../../miner/loop/blob-cache.ts';
import { type Loop, startLoop } from '../../miner/loop/engine.ts';
import { createRecords } from '../../miner/loop/records.ts';
import { systemScheduler } from '../../miner/loop/scheduler.ts';
import { createShareControl } from '../../miner/loop/share.ts';
import type { LoopView } from '../../miner/loop/view.ts';
import { createWorkbench } from '../../miner/loop/workbench.ts';
import { createSignedClient } from '../../miner/signed-client.ts';
import type { Runner } from '../../subnets/contract.ts';
import { type NodeInference, createInference } from '../../coordinator/verification/inference.ts';

// A device without a browser: the tab's own claim loop with the CPU pipeline, over real HTTP.

/** What a subnet's `run-cpu.ts` offers. */
interface CpuHalf {
  createCpuRunner(ports: NodeInference): Runner;
  fakeFrames?(result: unknown, share: number, rng: Rng): unknown;
}

const halves = import.meta.glob<CpuHalf>('../../subnets/*/run-cpu.ts');

export interface DeviceOptions {
  readonly url: string;
  readonly subnet: string;
  readonly name: string;
  /** 0.1..1: share of the time it works; a slower device, no worse one. */
  readonly strength: number;
  /** 0..1: share of items it makes up instead of computing. */
  readonly fakeShare: number;
  /** Operator's token that lets it register as a demo device. */
  readonly demoToken: string | undefined;
  readonly onView?: (view: LoopView) => void;
}

export interface HeadlessDevice {
  readonly deviceKey: string;
  readonly loop: Loop;
}

/** Registers a new device key under its name and starts mining. */
export async function startDevice(options: DeviceOptions): Promise<HeadlessDevice> {
  const { url, name, demoToken, subnet } = options;
  const http = { baseUrl: url };
  const rng = seededRng(crypto.getRandomValues(new Uint8Array(16)));
  const store = memoryKeyValue();
  const api = createApiClient(http);
  const signer = await openIdentity(store, queueExclusive());
  const headers: Record<string, string> = demoToken ? { 'x-adit-demo': demoToken } : {};
  const signed = createSignedClient({ ...http, signer, clock: systemClock, headers });
  signed.learnClock((await api.hello()).timeMs);
  await signed.register({ name });
  const blobs = createBlobCache(api, null);
  const inference = createInference((sha256) => blobs.get(sha256));
  const workbench = createWorkbench({
    loadRunner: (slug) => loadDishonest(slug, inference, { share: options.fakeShare, rng }),
    gpu: noGpu,
    blobs,
    store,
    scheduler: systemScheduler,
    version: 'headless',
  });
  const loop = startLoop(
    {
      clock: systemClock,
      scheduler: systemScheduler,
      rng,
      api,
      signed,
      records: createRecords(store),
      blobs,
      workbench,
      share: createShareControl(systemScheduler, options.strength),
      openFeed: () => () => undefined, // Node 20 has no WebSocket: the loop asks for its units' fate
      onView: options.onView ?? (() => undefined),
      onPreview: () => undefined,
    },
    subnet,
  );
  return { deviceKey: signer.deviceKey, loop };
}

async function loadDishonest(
  slug: string,
  inference: NodeInference,
  fake: { share: number; rng: Rng },
): Promise<Runner> {
  const half = await halves[`../../subnets/${slug}/run-cpu.ts`]?.();
  if (!half) throw new AppError('not-found', `${slug} cannot run without a browser`);
  const runner = half.createCpuRunner(inference);
  const { fakeFrames } = half;
  if (fake.share === 0 || !fakeFrames) return runner;
  return {
    ...runner,
    async run(input, ctx) {
      const honest = await runner.run(input, ctx);
      return { ...honest, result: fakeFrames(honest.result, fake.share, fake.rng) };
    },
  };
}
