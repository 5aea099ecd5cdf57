import * as v from 'valibot';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { Placement, ProbeOutcome, RunContext, Runner } from '../../subnets/contract.ts';
import type { KeyValue } from '../key-value.ts';
import type { BlobCache } from './blob-cache.ts';
import type { Scheduler } from './scheduler.ts';

// Runners and the shared GPU device of this worker. A runner is probed once per adapter and
// version; what the probe found is remembered on disk.

const PROBE_LIMIT_MS = 9_000;

const RememberedProbe = v.object({
  placement: v.object({
    backend: v.picklist(['webgpu', 'wasm']),
    threads: v.number(),
    stages: v.record(v.string(), v.picklist(['gpu', 'cpu'])),
  }),
  msPerItem: v.number(),
  findings: v.array(
    v.object({
      stage: v.string(),
      choice: v.string(),
      candidates: v.record(v.string(), v.nullable(v.number())),
    }),
  ),
});

/** The worker's GPU device, behind `src/gpu`. */
export interface GpuPort {
  /** The device, made on first use and again after a loss; null without WebGPU. */
  acquire(): Promise<GPUDevice | null>;
  /** Names the adapter and driver for remembered probes; `none` without WebGPU. */
  adapterKey(): Promise<string>;
  /** Lets go of a device that failed, so that the next `acquire` makes a new one. */
  discard(): Promise<void>;
}

export interface WorkbenchPorts {
  readonly loadRunner: (slug: string) => Promise<Runner | null>;
  readonly gpu: GpuPort;
  readonly blobs: BlobCache;
  readonly store: KeyValue;
  readonly scheduler: Scheduler;
  /** Part of what a remembered probe is valid for. */
  readonly version: string;
}

export interface Prepared extends ProbeOutcome {
  readonly fromMemory: boolean;
}

export type RunHooks = Pick<RunContext, 'signal' | 'report' | 'yieldShare'>;

export interface Workbench {
  /** Probes (or remembers) and warms a subnet's runner. */
  prepare(
    slug: string,
    hooks: RunHooks,
    onStage?: (stage: 'loading-model' | 'probing') => void,
  ): Promise<Prepared>;
  /** The runner of a prepared subnet with the context to use it. */
  bench(slug: string, hooks: RunHooks): Promise<{ runner: Runner; context: RunContext }>;
  /** Forgets runners and device after a loss. */
  rebuild(): Promise<void>;
  dispose(): Promise<void>;
}

export function createWorkbench(ports: WorkbenchPorts): Workbench {
  const runners = new Map<string, Promise<Runner>>();
  const placements = new Map<string, Prepared>();

  async function load(slug: string): Promise<Runner> {
    const runner = await ports.loadRunner(slug);
    if (runner) return runner;
    throw new AppError('not-found', `this version has no subnet called ${slug}`);
  }

  function runnerOf(slug: string): Promise<Runner> {
    const known = runners.get(slug);
    if (known) return known;
    const loading = load(slug).catch((error: unknown) => {
      runners.delete(slug);
      throw error;
    });
    runners.set(slug, loading);
    return loading;
  }

  async function contextOf(hooks: RunHooks): Promise<Omit<RunContext, 'placement'>> {
    return {
      ...hooks,
      device: await ports.gpu.acquire(),
      blob: (sha256) => ports.blobs.get(sha256, hooks.signal),
      now: () => ports.scheduler.now(),
    };
  }

  async function probe(slug: string, runner: Runner, hooks: RunHooks): Promise<Prepared> {
    const key = `${slug}|${ports.version}|${await ports.gpu.adapterKey()}`;
    const kept = v.safeParse(RememberedProbe, await ports.store.get('probes', key));
    if (kept.success) return { ...kept.output, fromMemory: true };
    const outcome = await runner.probe(await contextOf(hooks), PROBE_LIMIT_MS);
    await ports.store.put('probes', key, outcome);
    return { ...outcome, fromMemory: false };
  }

  async function prepare(
    slug: string,
    hooks: RunHooks,
    onStage: (stage: 'loading-model' | 'probing') => void = () => undefined,
  ): Promise<Prepared> {
    const known = placements.get(slug);
    if (known) return known;
    onStage('loading-model');
    const runner = await runnerOf(slug);
    onStage('probing');
    const prepared = await probe(slug, runner, hooks);
    onStage('loading-model');
    await warm(runner, prepared.placement, hooks);
    placements.set(slug, prepared);
    return prepared;
  }

  async function warm(runner: Runner, placement: Placement, hooks: RunHooks): Promise<void> {
    try {
      await runner.warm({ ...(await contextOf(hooks)), placement });
    } catch (error) {
      throw toAppError(error, 'model.unavailable');
    }
  }

  async function rebuild(): Promise<void> {
    const old = [...runners.values()];
    runners.clear();
    placements.clear();
    // A runner of a lost device may fail to say goodbye; it is unreachable from here on anyway.
    await Promise.allSettled(old.map(async (runner) => (await runner).dispose()));
    await ports.gpu.discard();
  }

  return {
    prepare,
    async bench(slug, hooks) {
      const { placement } = await prepare(slug, hooks);
      const runner = await runnerOf(slug);
      return { runner, context: { ...(await contextOf(hooks)), placement } };
    },
    rebuild,
    dispose: rebuild,
  };
}
