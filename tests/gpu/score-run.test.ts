import { beforeAll, expect, it } from 'vitest';
import { sha256Hex } from '../../src/shared/hash.ts';
import type { Placement, RunContext, RunProgress } from '../../src/subnets/contract.ts';
import { detectFrame } from '../../src/subnets/score/pipeline/detect.ts';
import { DEFAULT_SETTINGS } from '../../src/subnets/score/pipeline/settings.ts';
import { parsePreview } from '../../src/subnets/score/preview.ts';
import { createRunner } from '../../src/subnets/score/run.ts';
import { decodeFrame } from '../../src/subnets/score/tab/frame.ts';
import { openWasmModel } from '../../src/subnets/score/tab/ort-wasm.ts';
import { openWebGpuModel } from '../../src/subnets/score/tab/ort-webgpu.ts';
import { createStageTimes } from '../../src/subnets/score/tab/stage-times.ts';
import { syntheticFrame } from '../../src/subnets/score/tab/synthetic-frame.ts';
import { createWebGpuDetector } from '../../src/subnets/score/tab/webgpu-detector.ts';
import { compareFrame } from '../../src/subnets/score/verify.ts';
import { testContext } from './context.ts';

// The tab's runner on one small frame, and the detector on each back end, against the CPU pipeline.

// The frame is made up: thresholds this low are what gives boxes to compare.
const settings = {
  ...DEFAULT_SETTINGS,
  inputWidth: 128,
  inputHeight: 96,
  personConfidence: 0.001,
  ballConfidence: 0.001,
};
const WASM: Placement = { backend: 'wasm', threads: 1, stages: {} };
const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
let model = '';
let frame = '';

function keep(bytes: Uint8Array<ArrayBuffer>): string {
  const sha256 = sha256Hex(bytes);
  blobs.set(sha256, bytes);
  return sha256;
}

function contextWith(placement: Placement, reports: RunProgress[] = []): RunContext {
  return {
    placement,
    device: null,
    signal: new AbortController().signal,
    blob: (sha256) => Promise.resolve(blobs.get(sha256)!),
    report: (progress) => reports.push(progress),
    now: () => performance.now(),
    yieldShare: () => Promise.resolve(),
  };
}

async function jpegOf(width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  const { bitmap } = await syntheticFrame(width, height);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return new Uint8Array(await blob.arrayBuffer());
}

function inputOf(frames: { width: number; height: number }[]) {
  return {
    version: 1,
    models: [{ name: 'centernet', sha256: model }],
    settings,
    frames: frames.map((size) => ({ blob: frame, ...size })),
  };
}

async function reference() {
  const wasm = await openWasmModel(blobs.get(model)!, 1);
  const image = (await decodeFrame(blobs.get(frame)!)).pixels();
  return detectFrame(image, settings, (_name, feeds) => wasm.run(feeds));
}

beforeAll(async () => {
  const response = await fetch('/models/centernet.onnx');
  expect(response.ok).toBe(true);
  model = keep(new Uint8Array(await response.arrayBuffer()));
  frame = keep(await jpegOf(321, 181));
});

it('finds on wasm exactly what the CPU pipeline finds, and reports each frame', async () => {
  const runner = createRunner();
  const reports: RunProgress[] = [];
  const size = { width: 321, height: 181 };
  const input = runner.parseInput(inputOf([size, size]));
  const { result, msPerStage } = await runner.run(input, contextWith(WASM, reports));
  const boxes = await reference();
  expect(boxes.length).toBeGreaterThan(0);
  expect(result.frames).toEqual([
    { frame_id: 0, boxes },
    { frame_id: 1, boxes },
  ]);
  expect(Object.keys(msPerStage).sort()).toEqual(['boxes', 'decode', 'letterbox', 'model']);
  expect(reports.map(({ ratio }) => ratio)).toEqual([0.5, 1]);
  expect(parsePreview(reports[1]?.preview)).toMatchObject({ ...size, frame: 1, frames: 2, boxes });
  await runner.dispose();
});

it('refuses a frame of another size than the task says', async () => {
  const runner = createRunner();
  const input = runner.parseInput(inputOf([{ width: 320, height: 180 }]));
  await expect(runner.run(input, contextWith(WASM))).rejects.toMatchObject({
    code: 'input.malformed',
  });
});

it('stops between frames when the run is given up', async () => {
  const runner = createRunner();
  const controller = new AbortController();
  const ctx = { ...contextWith(WASM), signal: controller.signal };
  const size = { width: 321, height: 181 };
  const run = runner.run(runner.parseInput(inputOf([size, size])), {
    ...ctx,
    report: () => controller.abort(new Error('given up')),
  });
  await expect(run).rejects.toThrow('given up');
});

it('agrees on WebGPU, with the small stages on the GPU and on the CPU', async () => {
  const { device } = await testContext();
  const onGpu = await openWebGpuModel(blobs.get(model)!, device); // compiled once: it takes long
  const expected = await reference();
  for (const place of ['gpu', 'cpu'] as const) {
    const stages = { letterbox: place, boxes: place };
    const detector = await createWebGpuDetector(device, onGpu, stages);
    const times = createStageTimes(() => performance.now());
    const boxes = await detector.detect(await decodeFrame(blobs.get(frame)!), settings, times);
    expect(compareFrame(0, expected, boxes, settings)).toMatchObject({
      sameBoxes: true,
      sameConf: true,
    });
    expect(detector.selfTests.map(({ passed }) => passed)).toEqual(
      place === 'gpu' ? [true, true] : [],
    );
    await detector.dispose();
  }
  await onGpu.dispose();
}, 300_000);
