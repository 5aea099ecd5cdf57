import * as Comlink from 'comlink';
import { AppError } from '../shared/errors.ts';
import { powerNow } from './power-watch.ts';
import { type ProbeApi, workerFacts } from './check.ts';
import { canSign } from './identity.ts';
import type { DeviceCheck } from './snapshot.ts';
import { blocked } from './blocked.ts';
import { spawnWorker } from './spawn.ts';
import type { WorkerLink } from './supervisor.ts';
import type { MinerApi } from './worker-api.ts';
import { carryAppErrors } from './wire-errors.ts';

// The only place on the page that knows Comlink.

export type RemoteMiner = Comlink.Remote<MinerApi>;

const PROBE_LIMIT_MS = 10_000;

carryAppErrors(Comlink.transferHandlers);

/** A callback that the worker may call. */
export function callback<T extends (...values: never[]) => void>(listener: T): T {
  return Comlink.proxy(listener);
}

/** Starts the miner worker and joins it. @throws AppError `worker.blocked` */
export function connectMiner(): WorkerLink<RemoteMiner> {
  const worker = spawnWorker('miner');
  const api = Comlink.wrap<MinerApi>(worker);
  let crash: (error: AppError) => void = () => undefined;
  let answered = false;
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    // A script that never ran was refused; one that did has crashed.
    const error = answered
      ? new AppError('worker.crashed', event.message || 'the worker crashed', { retryable: true })
      : blocked(event.message);
    crash(error);
  });
  const ping = async (): Promise<void> => {
    await api.ping();
    answered = true;
  };
  ping().catch(() => undefined); // silence is noticed by the supervisor
  return {
    api,
    ping,
    onCrash(listener) {
      crash = listener;
    },
    terminate() {
      api[Comlink.releaseProxy]();
      worker.terminate();
    },
  };
}

/** What this device can do; never throws. */
export async function checkDevice(): Promise<DeviceCheck> {
  const [facts, power, ed25519, storagePersisted] = await Promise.all([
    factsFromWorker(),
    powerNow(),
    canSign(),
    navigator.storage.persisted().catch(() => false),
  ]);
  const { workers, ...rest } = facts;
  return {
    secureContext: globalThis.isSecureContext,
    workers,
    ed25519,
    storagePersisted,
    ...rest,
    ...power,
  };
}

async function factsFromWorker() {
  let worker: Worker;
  try {
    worker = spawnWorker('probe');
  } catch {
    return { workers: false, ...(await workerFacts()) };
  }
  const api = Comlink.wrap<ProbeApi>(worker);
  try {
    const failed = new Promise<never>((_, reject) => {
      worker.addEventListener('error', () => reject(blocked()));
      setTimeout(() => reject(blocked()), PROBE_LIMIT_MS);
    });
    return { workers: true, ...(await Promise.race([api.facts(), failed])) };
  } catch {
    return { workers: false, ...(await workerFacts()) };
  } finally {
    worker.terminate();
  }
}
