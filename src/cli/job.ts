import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import type { JobClient } from '../miner/job-client.ts';
import type { JobDetail } from '../protocol/job.ts';
import { fromUtf8 } from '../shared/bytes.ts';
import { AppError } from '../shared/errors.ts';
import { annotate } from './headless/annotate.ts';
import {
  coordinatorUrl,
  positiveInteger,
  positiveNumber,
  readArguments,
} from './headless/arguments.ts';
import { launchBrowser } from './headless/browser.ts';
import { openCoordinator } from './headless/coordinator.ts';
import { type Picture, openCustomer, orderPictures, watchJob } from './headless/customer.ts';
import { cutClip } from './headless/cut-clip.ts';
import { type Report, runCommand, say } from './headless/output.ts';
import { mineAsVisitor } from './headless/visitor.ts';

// npm run job -- --subnet SLUG VIDEO|FOLDER [--out DIR] [--tabs N] [--seconds N] [--fps N]
//                [--coordinator URL] [--json]
// A clip or a folder of pictures as a job: ordered, worked on, its results fetched. Without
// --coordinator one is started, with N headless tabs that do the work.

const { values, positionals } = readArguments({
  allowPositionals: true,
  options: {
    subnet: { type: 'string', default: 'score' },
    out: { type: 'string' },
    tabs: { type: 'string' },
    seconds: { type: 'string', default: '1800' },
    fps: { type: 'string', default: '5' },
    coordinator: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const PICTURE = /\.(jpe?g|png|webp)$/i;
const COCO = 'result.coco.json';

interface Material {
  readonly pictures: readonly Picture[];
  /** Pictures a second; null for a folder. */
  readonly fps: number | null;
}

interface Settings {
  readonly source: string;
  readonly fps: number;
  readonly tabs: number;
  readonly limitMs: number;
  readonly url: string | null;
  readonly out: string;
}

function readSettings(): Settings {
  const [source, ...others] = positionals;
  if (source === undefined || others.length > 0) {
    throw new AppError(
      'input.malformed',
      'name one video or folder: npm run job -- --subnet score VIDEO|FOLDER',
    );
  }
  if (!existsSync(source)) throw new AppError('not-found', `there is no ${source}`);
  const url = values.coordinator === undefined ? null : coordinatorUrl(values.coordinator);
  // A coordinator that runs already has devices of its own.
  const tabs =
    values.tabs === undefined ? (url === null ? 1 : 0) : positiveInteger('tabs', values.tabs);
  const stem = basename(source, extname(source));
  return {
    source: resolve(source),
    fps: positiveNumber('fps', values.fps),
    tabs,
    limitMs: positiveNumber('seconds', values.seconds) * 1000,
    url,
    out: resolve(values.out ?? `${stem}-result`),
  };
}

async function job(): Promise<Report> {
  const settings = readSettings();
  mkdirSync(settings.out, { recursive: true });
  const work = mkdtempSync(join(tmpdir(), 'adit-job-'));
  const browser = await launchBrowser();
  try {
    const material = await readMaterial(browser, settings, work);
    const { pictures } = material;
    say(
      `${pictures.length} pictures${material.fps === null ? '' : ` at ${material.fps} a second`}`,
    );
    const coordinator = await openCoordinator({ url: settings.url });
    try {
      return await runJob(browser, coordinator.url, { settings, material });
    } finally {
      await coordinator.close();
    }
  } finally {
    await browser.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** The stills of a video, or the pictures of a folder by name. */
async function readMaterial(
  browser: Browser,
  { source, fps }: Settings,
  work: string,
): Promise<Material> {
  const isFolder = statSync(source).isDirectory();
  const folder = isFolder ? source : join(work, 'stills');
  if (!isFolder) await cutClip(browser, { file: source, folder }, fps);
  const pictures = readdirSync(folder)
    .filter((name) => PICTURE.test(name))
    .toSorted()
    .map((name) => ({ name, file: join(folder, name) }));
  if (pictures.length === 0) {
    throw new AppError('not-found', `there is no picture (jpg, png, webp) in ${source}`);
  }
  return { pictures, fps: isFolder ? null : fps };
}

interface Order {
  readonly settings: Settings;
  readonly material: Material;
}

async function runJob(browser: Browser, url: string, order: Order): Promise<Report> {
  const { settings, material } = order;
  const jobs = await openCustomer(url);
  const stop = stopper(settings.limitMs);
  const startedAt = performance.now();
  const started = await orderPictures(jobs, material.pictures, {
    subnet: values.subnet,
    title: basename(settings.source),
    fps: material.fps,
  });
  const { jobId } = started.job;
  const done = new AbortController();
  const tabs = mineWithTabs(browser, url, { settings, until: done.signal });
  try {
    const detail = await Promise.race([watchJob(jobs, jobId, stop.signal), tabs.failed]);
    const wallMs = Math.round(performance.now() - startedAt);
    const files = await saveFiles(browser, jobs, { detail, ...order });
    return report(detail, { wallMs, files });
  } finally {
    done.abort();
    stop.end();
    // The key of this customer ends with the command: nobody could delete the job later.
    await jobs.remove(jobId).catch(() => say('the job could not be deleted; it goes by age'));
    await tabs.ended;
  }
}

/** Headless tabs that mine until they are told to end. */
function mineWithTabs(
  browser: Browser,
  url: string,
  { settings, until }: { readonly settings: Settings; readonly until: AbortSignal },
) {
  const visit = { url, subnet: values.subnet, mineMs: settings.limitMs, until };
  const visits = Promise.all(
    Array.from({ length: settings.tabs }, () => mineAsVisitor(browser, visit)),
  );
  return {
    /** Rejects when a tab fails before it is told to end, and never resolves. */
    failed: new Promise<never>((_, reject) => {
      visits.catch((error: unknown) => reject(error));
    }),
    ended: visits.then(
      () => undefined,
      () => undefined,
    ),
  };
}

/** Aborts when the time is over or the terminal says so. */
function stopper(limitMs: number) {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(`not done within ${limitMs / 1000} s; more tabs or --seconds help`),
    limitMs,
  );
  const interrupt = (): void => controller.abort('stopped');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
    },
  };
}

/** Results, and the video with them drawn in. @returns paths */
async function saveFiles(
  browser: Browser,
  jobs: JobClient,
  { detail, settings, material }: Order & { readonly detail: JobDetail },
): Promise<string[]> {
  const paths: string[] = [];
  let coco: string | null = null;
  for (const { name } of detail.files) {
    const path = join(settings.out, name);
    const bytes = await jobs.file(detail.job.jobId, name);
    writeFileSync(path, bytes);
    if (name === COCO) coco = fromUtf8(bytes);
    paths.push(path);
  }
  if (coco !== null) {
    say('drawing the video …');
    const file = join(settings.out, 'annotated.webm');
    await annotate(browser, { ...material, coco, file });
    paths.push(file);
  }
  return paths;
}

function report(
  { job: { jobId, items, progress, cost, quality } }: JobDetail,
  { wallMs, files }: { readonly wallMs: number; readonly files: readonly string[] },
): Report {
  const { accepted, rejected, late } = progress.units;
  const summary = {
    job: jobId,
    frames: items,
    units: { accepted, rejected, late },
    wallMs,
    tabMs: cost.tabMs,
    overheadShare: cost.overheadShare,
    agreement: progress.agreement,
    quality,
    files,
  };
  return { summary, raw: summary };
}

await runCommand({ json: values.json, out: undefined }, job);
