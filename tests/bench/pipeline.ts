import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Page, chromium } from 'playwright-core';
import { type Plugin, createServer } from 'vite';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { encodePicture } from '../../src/coordinator/pool/pictures.ts';
import { present } from '../../src/shared/assert.ts';
import type { SourceContext } from '../../src/subnets/contract.ts';
import { source } from '../../src/subnets/score/source.ts';
import type { PipelineJob, PipelineTimes } from './pipeline-worker.ts';

// Our whole pipeline (decode → letterbox → model → boxes, as a unit runs in the tab's worker) over
// the bare model, both on the CPU: after each frame the same session runs alone on a ready tensor.
// node tests/bench/run.mjs pipeline --threads 1,2

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2' },
    frames: { type: 'string', default: '16' },
  },
});
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Frames as a fresh coordinator has them, encoded alike. */
async function renderedFrames(count: number): Promise<Uint8Array[]> {
  const ctx: SourceContext = {
    encodeImage: encodePicture,
    decodeImage: () => Promise.reject(new Error('nothing is decoded while rendering')),
    signal: new AbortController().signal,
  };
  const frames: Uint8Array[] = [];
  for (let group = 0; frames.length < count; group++) {
    const { items } = await present(source.rendered, 'rendered').renderGroup(`bench ${group}`, ctx);
    frames.push(...items.map(({ bytes }) => bytes));
  }
  return frames.slice(0, count);
}

/** Serves an empty page, the model and the frames beside the sources. */
function benchFiles(frames: readonly Uint8Array[]): Plugin {
  const model = readFileSync('public/models/centernet.onnx');
  return {
    name: 'bench-files',
    configureServer({ middlewares }) {
      middlewares.use('/bench/', (request, response, next) => {
        const name = (request.url ?? '').slice(1);
        const body =
          name === 'page'
            ? '<!doctype html><link rel="icon" href="data:,">'
            : name === 'model'
              ? model
              : frames[Number(name)];
        if (!body) return next();
        for (const [header, value] of Object.entries(ISOLATION)) response.setHeader(header, value);
        if (name === 'page') response.setHeader('content-type', 'text/html');
        response.end(body);
      });
    },
  };
}

async function measure(page: Page, job: PipelineJob): Promise<PipelineTimes> {
  const answer = await page.evaluate(
    (task) =>
      new Promise<{ times?: PipelineTimes; error?: string }>((resolve, reject) => {
        const worker = new Worker('/tests/bench/pipeline-worker.ts', { type: 'module' });
        worker.addEventListener('error', (event) => reject(new Error(event.message)));
        worker.addEventListener('message', ({ data }) => {
          worker.terminate();
          resolve(data);
        });
        worker.postMessage(task, []);
      }),
    job,
  );
  if (!answer.times) throw new Error(answer.error);
  return answer.times;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return (low + high) / 2;
}

const frames = await renderedFrames(Number(values.frames));
const server = await createServer({
  configFile: false,
  logLevel: 'error',
  plugins: [benchFiles(frames)],
  // Its own cache and no discovery: the app's is another's, and a reload would end the run.
  cacheDir: 'node_modules/.vite-bench',
  optimizeDeps: { noDiscovery: true },
  server: { port: 0, host: '127.0.0.1', headers: ISOLATION, hmr: false, watch: null },
});
await server.listen();
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  page.on('console', (message) => message.type() === 'error' && console.error(message.text()));
  await page.goto(`${present(server.resolvedUrls?.local[0], 'address')}bench/page`);
  for (const threads of values.threads.split(',').map(Number)) {
    const { pairs, msPerStage } = await measure(page, {
      threads,
      modelUrl: '/bench/model',
      frameUrls: frames.map((_, index) => `/bench/${index}`),
    });
    const whole = median(pairs.map(({ pipelineMs }) => pipelineMs));
    const bare = median(pairs.map(({ bareMs }) => bareMs));
    const paired = median(pairs.map(({ pipelineMs, bareMs }) => bareMs / pipelineMs));
    const stages = Object.entries(msPerStage)
      .map(([stage, ms]) => `${stage} ${(ms / pairs.length).toFixed(1)}`)
      .join(', ');
    console.info(
      `${threads} thread(s), ${pairs.length} frames, medians: pipeline ${whole.toFixed(0)} ms ` +
        `(${(1000 / whole).toFixed(3)} frames/s), bare model ${bare.toFixed(0)} ms ` +
        `(${(1000 / bare).toFixed(3)} frames/s)`,
    );
    console.info(
      `  frames per second over the bare model: ${(bare / whole).toFixed(3)} by medians, ` +
        `${paired.toFixed(3)} as the median of neighbours; mean ms a frame: ${stages}`,
    );
  }
} finally {
  await browser.close();
  await server.close();
}
