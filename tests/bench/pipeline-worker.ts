import * as ort from 'onnxruntime-web/wasm';
import { createShareControl } from '../../src/miner/loop/share.ts';
import { systemScheduler } from '../../src/miner/loop/scheduler.ts';
import { present } from '../../src/shared/assert.ts';
import type { RunContext } from '../../src/subnets/contract.ts';
import { letterbox } from '../../src/subnets/score/pipeline/letterbox.ts';
import { DEFAULT_SETTINGS } from '../../src/subnets/score/pipeline/settings.ts';
import { planTiles } from '../../src/subnets/score/pipeline/tiles.ts';
import { createRunner } from '../../src/subnets/score/run.ts';
import { decodeFrame } from '../../src/subnets/score/tab/frame.ts';

// Browser half of pipeline.ts: the tab's own runner, and after each of its frames its own session
// alone on the same input.

export interface PipelineJob {
  readonly threads: number;
  readonly modelUrl: string;
  readonly frameUrls: readonly string[];
}

export interface PipelineTimes {
  /** Wall milliseconds per frame: until its share is yielded, and of the bare model after it. */
  readonly pairs: { readonly pipelineMs: number; readonly bareMs: number }[];
  /** Sums over all frames. */
  readonly msPerStage: Readonly<Record<string, number>>;
}

/** Sessions that the runner opens, newest last. */
const sessions: ort.InferenceSession[] = [];
const open = ort.InferenceSession.create.bind(ort.InferenceSession) as (
  model: Uint8Array,
  options: ort.InferenceSession.SessionOptions,
) => Promise<ort.InferenceSession>; // the overload the product calls
Object.assign(ort.InferenceSession, {
  async create(...call: Parameters<typeof open>): Promise<ort.InferenceSession> {
    const session = await open(...call);
    sessions.push(session);
    return session;
  },
});

async function bytesOf(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

/** The model's input for a frame, as the pipeline makes it. */
async function tensorOf(bytes: Uint8Array<ArrayBuffer>): Promise<Float32Array> {
  const frame = await decodeFrame(bytes);
  const { inputWidth, inputHeight } = DEFAULT_SETTINGS;
  const input = new Float32Array(3 * inputWidth * inputHeight);
  const tiles = planTiles(frame.width, frame.height, DEFAULT_SETTINGS);
  if (tiles.length !== 1) throw new Error('the comparison wants one tile a frame');
  letterbox(frame.pixels(), present(tiles[0], 'tile'), DEFAULT_SETTINGS, input);
  return input;
}

async function compare({ threads, modelUrl, frameUrls }: PipelineJob): Promise<PipelineTimes> {
  const blobs = new Map([['model', await bytesOf(modelUrl)]]);
  for (const url of frameUrls) blobs.set(url, await bytesOf(url));
  const tensor = await tensorOf(present(blobs.get(frameUrls[0] ?? ''), 'first frame'));
  const share = createShareControl(systemScheduler);
  const { signal } = new AbortController();
  const pairs: { pipelineMs: number; bareMs: number }[] = [];

  async function bareModel(): Promise<void> {
    const { inputWidth, inputHeight } = DEFAULT_SETTINGS;
    const images = new ort.Tensor('float32', tensor, [1, 3, inputHeight, inputWidth]);
    await present(sessions.at(-1), 'session').run({ images });
  }

  let from = 0;
  const ctx: RunContext = {
    device: null,
    placement: { backend: 'wasm', threads, stages: {} },
    signal,
    blob: (key) => Promise.resolve(present(blobs.get(key), key)),
    // The page draws and drops the picture.
    report: ({ preview }) => (preview as { image: ImageBitmap }).image.close(),
    now: () => performance.now(),
    async yieldShare(busyMs) {
      await share.yieldShare(busyMs, signal);
      const between = performance.now();
      await bareModel();
      const end = performance.now();
      pairs.push({ pipelineMs: between - from, bareMs: end - between });
      from = end;
    },
  };
  const { width, height } = await decodeFrame(
    present(blobs.get(frameUrls[0] ?? ''), 'first frame'),
  );
  const unit = (urls: readonly string[]) => ({
    version: 1 as const,
    models: [{ name: 'centernet', sha256: 'model' }],
    settings: DEFAULT_SETTINGS,
    frames: urls.map((blob) => ({ blob, width, height })),
  });
  const runner = createRunner();
  await runner.run(unit(frameUrls.slice(0, 2)), ctx); // memory is claimed, code is compiled
  pairs.length = 0;
  from = performance.now();
  const { msPerStage } = await runner.run(unit(frameUrls), ctx);
  await runner.dispose();
  return { pairs, msPerStage };
}

addEventListener('message', ({ data }: MessageEvent<PipelineJob>) => {
  compare(data).then(
    (times) => postMessage({ times }),
    (error: unknown) => postMessage({ error: String(error) }),
  );
});
