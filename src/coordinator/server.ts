import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { systemClock } from '../shared/clock.ts';
import type { Hello } from '../protocol/hello.ts';
import { PROTOCOL } from '../protocol/signing.ts';
import { allManifests, loadJudge } from '../subnets/judges.ts';
import { startCollector } from './blobs/collector.ts';
import { createFolderBlobs } from './blobs/folder.ts';
import { openChain } from './chain/open.ts';
import type { ChainWatch } from './chain/watch.ts';
import type { Config } from './config/load.ts';
import { createCore } from './core/create.ts';
import { openCoordinatorKey } from './data/key.ts';
import { lockFolder } from './data/lock.ts';
import { storeModels } from './data/models.ts';
import type { Hotkey } from './hotkeys/hotkey.ts';
import { createApp } from './http/app.ts';
import { createMetrics } from './http/metrics.ts';
import { createRateLimiter } from './http/rate.ts';
import { createSignatureChecker } from './http/signature.ts';
import { loadStaticFiles } from './http/static-files.ts';
import type { JobQuestion, JobReply } from './jobs/questions.ts';
import { startStepper } from './jobs/stepper.ts';
import { listen } from './listen.ts';
import { startMaterial } from './material.ts';
import type { CoordinatorCore } from './port.ts';
import { createFeed } from './sockets/feed.ts';
import { createThread } from './threads/thread.ts';
import { startTimers } from './timers.ts';
import { startDispatcher } from './verification/dispatcher.ts';
import type { VerifyAnswer, VerifyQuestion } from './verification/question.ts';

const DAY_MS = 86_400_000;

/** Where the parts of the built product are. */
export interface ServerPaths {
  /** The built app. */
  readonly app: string;
  /** Models with their manifest. */
  readonly models: string;
  /** Built scripts of the worker threads. */
  readonly threads: string;
}

export interface ServerOptions {
  readonly config: Config;
  readonly paths: ServerPaths;
  readonly version: string;
  /** Hotkeys by netuid, for relays to sign with. */
  readonly hotkeys: ReadonlyMap<number, Hotkey>;
  readonly log: Logger;
}

export interface RunningServer {
  /** Address for visitors of this machine, or the configured public origin. */
  readonly url: string;
  readonly port: number;
  /** Ends everything in order; what was acknowledged is durable already. */
  stop(): Promise<void>;
}

/** Something that runs, and how to end it. */
type Ending = () => void | Promise<void>;

/**
 * Starts the coordinator: data folder, core, verification, material, HTTP and feed.
 * @throws AppError when the data folder, the models or the port are not usable
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const endings: Ending[] = [];
  const stop = async (): Promise<void> => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    const port = await start(options, endings);
    const { host, origin } = options.config;
    const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
    const url = origin ?? `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
    return { url, port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start({ config, paths, version, hotkeys, log }: ServerOptions, endings: Ending[]) {
  for (const [netuid, { address }] of hotkeys) log.info({ netuid, address }, 'a hotkey is open');
  const clock = systemClock;
  const metrics = createMetrics();
  mkdirSync(config.data, { recursive: true });
  const lock = lockFolder(join(config.data, 'lock'));
  endings.push(() => lock.release());

  const key = openCoordinatorKey(join(config.data, 'coordinator-key.pem'));
  const blobFolder = join(config.data, 'blobs');
  const blobs = createFolderBlobs(blobFolder, clock);
  let chain: ChainWatch | null = null;
  const core = await createCore({
    path: join(config.data, 'adit.sqlite'),
    clock,
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    judges: loadJudge,
    manifests: allManifests,
    key,
    settings: {
      epochMs: config.epochMs,
      emission: config.emission,
      chainGenesis: config.chainGenesis,
      jobs: {
        items: config.jobItems,
        bytes: config.jobBytes,
        perDevice: config.jobsPerDevice,
        keepMs: config.jobDays * DAY_MS,
      },
    },
    chain: () => chain?.snapshot() ?? null,
  });
  endings.push(() => core.close());
  const watch = watchChain(config, core, log);
  chain = watch;
  endings.push(() => watch.stop());

  const models = await storeModels(paths.models, blobs);
  await setModels(core, models);
  const timers = startTimers(core, log);
  endings.push(() => timers.stop());
  endings.push(startCollector(core, blobs, config.blobQuota, log));

  const dispatcher = startDispatcher({
    core,
    threads: Array.from({ length: config.verifyWorkers }, () =>
      createThread<VerifyQuestion, VerifyAnswer>(join(paths.threads, 'verify-worker.js'), {
        blobFolder,
      }),
    ),
    log,
    metrics,
  });
  endings.push(() => dispatcher.stop());

  const material = await startMaterial({
    core,
    config,
    manifests: allManifests,
    dataFolder: config.data,
    blobFolder,
    worker: join(paths.threads, 'render-worker.js'),
    isVerifying: dispatcher.isBusy,
    clock,
    log,
    metrics,
  });
  endings.push(() => material.stop());

  const stepper = startStepper({
    core,
    blobs,
    thread: createThread<JobQuestion, JobReply>(join(paths.threads, 'job-worker.js'), {
      blobFolder,
    }),
    log,
  });
  endings.push(() => stepper.stop());

  const signatures = createSignatureChecker(clock);
  const feed = await createFeed({
    core,
    clock,
    log,
    metrics,
    signatures,
    coordinatorKey: key.publicKey,
    perAddress: config.rateFeeds,
    proxies: config.proxies,
  });
  endings.push(() => feed.close());

  const app = await loadStaticFiles(paths.app);
  let ready = true;
  const routes = createApp({
    core,
    blobs,
    clock,
    log,
    metrics,
    headers: { origin: config.origin, chainEndpoints: config.chainEndpoints },
    signatures,
    rate: createRateLimiter({
      perSecond: config.rateRequests,
      burst: config.rateBurst,
      clock,
    }),
    proxies: config.proxies,
    demoToken: config.demoToken,
    blobQuota: config.blobQuota,
    facts: factsOf(config, version, key.publicKey),
    app,
    isReady: () => ready,
    validators: watch.validators,
  });
  const listening = await listen(routes, config.host, config.port);
  feed.attach(listening.server);
  const warming = new AbortController();
  void app?.warm(warming.signal);
  endings.push(async () => {
    ready = false;
    warming.abort();
    await Promise.all([listening.close(), feed.close()]);
  });
  return listening.port;
}

function watchChain(config: Config, core: CoordinatorCore, log: Logger): ChainWatch {
  return openChain({
    config,
    // The chain's library is large: it is loaded where a chain is configured, and only there.
    connect: async (endpoints) => {
      const { connectChain } = await import('../chain/connect.ts');
      return connectChain(endpoints, { genesis: config.chainGenesis });
    },
    clock: systemClock,
    log,
    onChange: () => {
      core.tellNetwork().catch((error: unknown) => {
        log.error({ err: error }, 'the feed could not be told what the chain says');
      });
    },
  });
}

async function setModels(
  core: CoordinatorCore,
  models: Readonly<Record<string, string>>,
): Promise<void> {
  for (const { slug, needs } of allManifests) {
    const own = needs.models.flatMap((name) => {
      const sha256 = models[name];
      return sha256 === undefined ? [] : [[name, sha256] as const];
    });
    await core.setModels(slug, Object.fromEntries(own));
  }
}

function factsOf(
  config: Config,
  version: string,
  coordinatorKey: string,
): Omit<Hello, 'timeMs' | 'subnets'> {
  const shares = allManifests.map(({ workShare }) => workShare);
  return {
    protocol: PROTOCOL,
    version,
    coordinatorKey,
    epochMs: config.epochMs,
    demo: config.demoToken !== null,
    workShare: shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length),
    chainGenesis: config.chainGenesis,
    chainEndpoints: [...config.chainEndpoints],
  };
}
