import { createGpu } from '../gpu/device.ts';
import { systemClock } from '../shared/clock.ts';
import { AppError } from '../shared/errors.ts';
import { seededRng } from '../shared/rng.ts';
import { loadRunner } from '../subnets/runners.ts';
import { createApiClient } from './client.ts';
import { feedUrl, openFeed } from './feed.ts';
import { openIdentity } from './identity.ts';
import { openIndexedDb } from './indexed-db.ts';
import { createBlobCache, openCacheShelf } from './loop/blob-cache.ts';
import { type Loop, startLoop } from './loop/engine.ts';
import { createRecords } from './loop/records.ts';
import { systemScheduler } from './loop/scheduler.ts';
import { createShareControl } from './loop/share.ts';
import type { HoldCode } from './loop/state.ts';
import type { LoopView } from './loop/view.ts';
import { type Prepared, type RunHooks, createWorkbench } from './loop/workbench.ts';
import { createSignedClient } from './signed-client.ts';
import { throttle } from './throttle.ts';

// What the page may ask of the worker. Plain data in, plain data out.

/** The page hears of everything through one callback. */
export type Update =
  | { readonly kind: 'view'; readonly view: LoopView }
  | { readonly kind: 'preview'; readonly preview: unknown }
  | { readonly kind: 'ended' };

export interface MineOptions {
  readonly subnet: string;
  readonly gpuShare: number;
  readonly hold: HoldCode | null;
}

/** Progress of a long call: 0..1, the stage's name, and something to draw. */
export type OnProgress = (ratio: number, stage: string, preview: unknown) => void;

export interface WorkerApiOptions {
  /** Part of what a remembered probe is valid for. */
  readonly version: string;
  /** Sends an update to the page, moving what can be moved. */
  readonly post: (listener: (update: Update) => void, update: Update) => void;
}

const VIEW_MS = 100;

export type MinerApi = ReturnType<typeof createMinerApi>;

/** Builds the API of `workers/miner.ts`. */
export function createMinerApi({ version, post }: WorkerApiOptions) {
  const share = createShareControl(systemScheduler);
  const calls = new Map<string, AbortController>();
  let workshop: ReturnType<typeof openWorkshop> | null = null;
  let loop: Loop | null = null;
  const open = (): ReturnType<typeof openWorkshop> => (workshop ??= openWorkshop(version));

  async function announceEnd(started: Loop, send: (update: Update) => void): Promise<void> {
    await started.ended;
    loop = null;
    send({ kind: 'view', view: started.view() });
    send({ kind: 'ended' });
  }

  /** Runs a long call under an id by which the page can cancel it. */
  async function cancellable<T>(
    id: string,
    onProgress: OnProgress,
    task: (hooks: RunHooks) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    calls.set(id, controller);
    const own = createShareControl(systemScheduler);
    try {
      return await task({
        signal,
        yieldShare: (busyMs) => own.yieldShare(busyMs, signal),
        report: ({ ratio, stage, preview }) => onProgress(ratio, stage, preview),
      });
    } finally {
      calls.delete(id);
    }
  }

  return {
    ping: () => systemScheduler.now(),

    /** Starts the claim loop; resolves when it runs, `ended` is told through the callback. */
    async mine(options: MineOptions, listener: (update: Update) => void): Promise<void> {
      if (loop) throw new AppError('internal', 'the claim loop runs already');
      const { store, api, signed, blobs, workbench } = await open();
      share.setTarget(options.gpuShare);
      const send = (update: Update): void => post(listener, update);
      const onView = throttle<LoopView>(systemScheduler, VIEW_MS, (view) =>
        send({ kind: 'view', view }),
      );
      const started = startLoop(
        {
          clock: systemClock,
          scheduler: systemScheduler,
          rng: systemRng(),
          api,
          signed,
          records: createRecords(store),
          blobs,
          workbench,
          share,
          openFeed: (coordinatorKey, onEvent) => {
            const prove = () => signed.feedProof(coordinatorKey);
            return openFeed({ url: feedUrl(''), rng: systemRng(), prove, onEvent }).close;
          },
          onView,
          onPreview: (preview) => send({ kind: 'preview', preview }),
        },
        options.subnet,
      );
      loop = started;
      started.hold(options.hold);
      void announceEnd(started, send);
    },
    hold: (reason: HoldCode | null) => loop?.hold(reason),
    setShare: (target: number) => share.setTarget(target),
    finish: () => loop?.finish(),
    async stop(): Promise<void> {
      loop?.stop();
      await loop?.ended;
    },

    async benchmark(subnet: string, id: string, onProgress: OnProgress): Promise<Prepared> {
      const { workbench } = await open();
      return cancellable(id, onProgress, (hooks) =>
        workbench.prepare(subnet, hooks, (stage) => onProgress(0, stage, undefined)),
      );
    },
    async rerun(
      call: { subnet: string; input: unknown; id: string },
      onProgress: OnProgress,
    ): Promise<unknown> {
      const { workbench } = await open();
      return cancellable(call.id, onProgress, async (hooks) => {
        const { runner, context } = await workbench.bench(call.subnet, hooks);
        const outcome = await runner.run(runner.parseInput(call.input), context);
        return outcome.result;
      });
    },
    async practice(
      call: { subnet: string; file: Blob; id: string },
      onProgress: OnProgress,
    ): Promise<void> {
      const { workbench } = await open();
      return cancellable(call.id, onProgress, async (hooks) => {
        const { runner, context } = await workbench.bench(call.subnet, hooks);
        if (!runner.practice) {
          throw new AppError('media.unsupported', `${call.subnet} has no practice mode`);
        }
        await runner.practice(call.file, context);
      });
    },
    async workshop(
      call: { subnet: string; request: unknown; id: string },
      onProgress: OnProgress,
    ): Promise<unknown> {
      const { workbench } = await open();
      return cancellable(call.id, onProgress, async (hooks) => {
        const { runner, context } = await workbench.bench(call.subnet, hooks);
        if (!runner.workshop) throw new AppError('not-found', `${call.subnet} has no workshop`);
        return runner.workshop(call.request, context);
      });
    },
    cancel(id: string): void {
      calls.get(id)?.abort(new AppError('worker.cancelled', 'cancelled'));
    },
  };
}

async function openWorkshop(version: string) {
  const store = await openIndexedDb();
  const http = { baseUrl: '' };
  const api = createApiClient(http);
  const signer = await openIdentity(store);
  const signed = createSignedClient({ ...http, signer, clock: systemClock });
  const blobs = createBlobCache(api, openCacheShelf());
  const workbench = createWorkbench({
    loadRunner,
    gpu: createGpu(),
    blobs,
    store,
    scheduler: systemScheduler,
    version,
  });
  return { store, api, signed, blobs, workbench };
}

/** Randomness of back-offs: any will do, as long as tabs differ. */
function systemRng() {
  return seededRng(crypto.getRandomValues(new Uint8Array(16)));
}
