import type { GpuContext } from '../../../gpu/context.ts';
import type { SelfTest } from '../../../gpu/self-test.ts';
import { seededRng } from '../../../shared/rng.ts';
import type { Tensor } from '../../contract.ts';
import { decodeKernel, letterboxKernel } from '../kernels.ts';
import type { Candidate, DetectSettings, Tile } from '../pipeline/contract.ts';
import { decode } from '../pipeline/decode.ts';
import { type Fit, letterbox } from '../pipeline/letterbox.ts';
import { DEFAULT_SETTINGS } from '../pipeline/settings.ts';
import { type GpuTensor, createGpuDecode } from './gpu-decode.ts';
import { createGpuLetterbox } from './gpu-letterbox.ts';

// Small cases with odd sizes: each kernel against the CPU stage that it stands for.

/** A byte's step is 4e-3; the arithmetic of both sides differs by a few roundings. */
const LETTERBOX_TOLERANCE = 2e-6;
/** Values are copied, and frame coordinates are made on the CPU both times. */
const DECODE_TOLERANCE = 0;

export interface LetterboxCase {
  readonly width: number;
  readonly height: number;
  readonly tile: Tile;
  readonly settings: DetectSettings;
}

export interface DecodeCase {
  readonly width: number;
  readonly height: number;
  readonly boxChannels: 4 | 8;
  readonly roles: boolean;
}

export const letterboxTest: SelfTest = {
  kernel: letterboxKernel.name,
  tolerance: LETTERBOX_TOLERANCE,
  worstError: (gpu) =>
    letterboxError(gpu, {
      width: 131,
      height: 77,
      tile: { x: 7, y: 3, width: 117, height: 71 },
      settings: { ...DEFAULT_SETTINGS, inputWidth: 96, inputHeight: 64 },
    }),
};

export const decodeTest: SelfTest = {
  kernel: decodeKernel.name,
  tolerance: DECODE_TOLERANCE,
  worstError: (gpu) => decodeError(gpu, { width: 37, height: 21, boxChannels: 8, roles: true }),
};

/** Largest difference of a value of the model's input, for random pixels. */
export async function letterboxError(
  gpu: GpuContext,
  { width, height, tile, settings }: LetterboxCase,
): Promise<number> {
  const rng = seededRng('letterbox');
  const rgba = Uint8Array.from({ length: width * height * 4 }, () => Math.floor(rng.next() * 256));
  const size = 3 * settings.inputWidth * settings.inputHeight;
  const expected = new Float32Array(size);
  letterbox({ width, height, rgba }, tile, settings, expected);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const planes = gpu.buffers.take(size * 4, usage, 'letterbox self-test');
  const stage = await createGpuLetterbox(gpu);
  try {
    stage.uploadPixels(rgba, width, height);
    stage.run(tile, settings, planes);
    const batch = gpu.batch();
    const bytes = batch.read(planes, size * 4);
    void batch.submit();
    return largestGap(new Float32Array(await bytes), expected);
  } finally {
    stage.destroy();
    gpu.buffers.give(planes);
  }
}

/** Largest difference of a candidate's numbers, for a random heatmap; Infinity when counts differ. */
export async function decodeError(gpu: GpuContext, shape: DecodeCase): Promise<number> {
  const { width, height } = shape;
  const outputs = randomOutputs(shape);
  const tile = { x: 11, y: 5, width: 4 * width + 3, height: 4 * height + 1 };
  const fit: Fit = { contentWidth: 4 * width, contentHeight: 4 * height, stepX: 1.01, stepY: 1.02 };
  const settings = { ...DEFAULT_SETTINGS, personConfidence: 0.7, ballConfidence: 0.9 };
  const expected = decode(outputs, tile, fit, settings);
  const stage = await createGpuDecode(gpu);
  const buffers: GPUBuffer[] = [];
  const upload = ({ dims, data }: Tensor): GpuTensor => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    const buffer = gpu.buffers.take(data.byteLength, usage, 'decode self-test');
    gpu.device.queue.writeBuffer(buffer, 0, new Float32Array(data));
    buffers.push(buffer);
    return { dims, buffer };
  };
  try {
    const { heat, box, roles } = outputs;
    const found = await stage.run(
      { heat: upload(heat), box: upload(box), roles: roles ? upload(roles) : null },
      { tile, fit },
      settings,
    );
    return found?.length === expected.length
      ? largestGap(flatten(found), flatten(expected))
      : Infinity;
  } finally {
    for (const buffer of buffers) gpu.buffers.give(buffer);
    stage.destroy();
  }
}

function randomOutputs({ width, height, boxChannels, roles }: DecodeCase) {
  const rng = seededRng('decode');
  const tensor = (channels: number, scale: number): Tensor => ({
    dims: [1, channels, height, width],
    data: Float32Array.from({ length: channels * height * width }, () => rng.next() * scale),
  });
  return {
    heat: tensor(2, 1),
    box: tensor(boxChannels, 40),
    ...(roles ? { roles: tensor(3, 1) } : {}),
  };
}

function flatten(candidates: readonly Candidate[]): number[] {
  return [...candidates]
    .sort((a, b) => Number(a.cls === 0) - Number(b.cls === 0) || b.conf - a.conf || a.x1 - b.x1)
    .flatMap(({ x1, y1, x2, y2, cls, conf }) => [x1, y1, x2, y2, cls, conf]);
}

function largestGap(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN)));
  }
  return worst;
}
