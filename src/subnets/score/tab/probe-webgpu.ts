import { contextOf } from '../../../gpu/context.ts';
import { measureFlops } from '../../../gpu/roofline.ts';
import type { Placement, ProbeFinding } from '../../contract.ts';
import { FULL_LOAD, SMALL_LOAD, measureDetector } from './measure.ts';
import type { WebGpuModel } from './ort-webgpu.ts';

// Is the GPU worth it? Asked in steps, each dearer than the one before: bare arithmetic, a small
// frame, a whole frame, the placement of the small stages. A device that cannot win is let go at
// the first step that shows it, before the 26 MB of the runtime are loaded if possible.

/** Operations of the detector for one pixel of its input: 5,278 multiply-adds. */
const FLOPS_PER_PIXEL = 10_556;
/** A small frame that takes this share of the rival's whole frame will not win it. */
const SMALL_SHARE = 0.25;

export interface WebGpuTrial {
  /** Milliseconds of a whole frame; null when the GPU is out, or time ran out. */
  readonly ms: number | null;
  readonly stages: Placement['stages'];
  readonly findings: readonly ProbeFinding[];
}

export interface TrialOptions {
  readonly device: GPUDevice;
  readonly model: Uint8Array<ArrayBuffer>;
  /** Milliseconds of a whole frame on the CPU. */
  readonly rivalMs: number;
  readonly now: () => number;
  readonly deadline: number;
}

/** Never throws: a GPU that fails is out, with the reason as a finding. */
export async function tryWebGpu(options: TrialOptions): Promise<WebGpuTrial> {
  const { now, deadline } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const outOfTime = new Promise<WebGpuTrial>((resolve) => {
    timer = setTimeout(() => resolve(out('did not finish in time')), deadline - now());
  });
  try {
    return await Promise.race([trial(options), outOfTime]);
  } catch (error) {
    return out(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

async function trial(options: TrialOptions): Promise<WebGpuTrial> {
  const { device, rivalMs, now } = options;
  const flops = await measureFlops(contextOf(device), now);
  const { inputWidth, inputHeight } = FULL_LOAD.settings;
  const leastMs = (FLOPS_PER_PIXEL * inputWidth * inputHeight * 1000) / flops;
  if (leastMs > rivalMs) {
    return out(`its arithmetic alone (${(flops / 1e9).toFixed(0)} GFLOP/s) takes longer`, leastMs);
  }
  const { openWebGpuModel } = await import('./ort-webgpu.ts');
  const model = await openWebGpuModel(options.model, device);
  try {
    return await tryModel(model, options);
  } finally {
    await model.dispose();
  }
}

async function tryModel(model: WebGpuModel, options: TrialOptions): Promise<WebGpuTrial> {
  const { device, rivalMs, now, deadline } = options;
  const { createWebGpuDetector } = await import('./webgpu-detector.ts');
  const timing = { now, deadline };
  const both = await createWebGpuDetector(device, model, {});
  const selfTests = both.selfTests.map(({ kernel, passed, line }): ProbeFinding => ({
    stage: kernel,
    choice: passed ? 'gpu' : line,
    candidates: passed ? {} : { gpu: null },
  }));
  try {
    const smallMs = await measureDetector(both, SMALL_LOAD, timing);
    if (smallMs > SMALL_SHARE * rivalMs) {
      return out(`a frame of a sixteenth takes ${smallMs.toFixed(0)} ms`);
    }
    const ms = await measureDetector(both, FULL_LOAD, timing);
    const placed = await placeStages(model, ms, options);
    return { ...placed, findings: [...selfTests, ...placed.findings] };
  } finally {
    await both.dispose();
  }
}

/** Tries each small stage on the CPU, one at a time, and keeps what is faster. */
async function placeStages(
  model: WebGpuModel,
  allOnGpuMs: number,
  { device, now, deadline }: TrialOptions,
): Promise<WebGpuTrial> {
  const { createWebGpuDetector } = await import('./webgpu-detector.ts');
  const findings: ProbeFinding[] = [];
  let stages: Placement['stages'] = {};
  let best = allOnGpuMs;
  for (const stage of ['letterbox', 'boxes']) {
    if (now() >= deadline) break;
    const moved: Placement['stages'] = { ...stages, [stage]: 'cpu' };
    const detector = await createWebGpuDetector(device, model, moved);
    const ms = await measureDetector(detector, FULL_LOAD, { now, deadline });
    await detector.dispose();
    findings.push({
      stage,
      choice: ms < best ? 'cpu' : 'gpu',
      candidates: { gpu: best, cpu: ms },
    });
    stages = ms < best ? moved : { ...stages, [stage]: 'gpu' };
    best = Math.min(best, ms);
  }
  return { ms: best, stages, findings };
}

function out(reason: string, leastMs: number | null = null): WebGpuTrial {
  const finding = { stage: 'webgpu', choice: reason, candidates: { webgpu: leastMs } };
  return { ms: null, stages: {}, findings: [finding] };
}
