import { contextOf } from '../../../gpu/context.ts';
import { ARITHMETIC, gigaFlops, measureFlops } from '../../../gpu/roofline.ts';
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

/** Notes a finding as soon as it is known: a trial that ends early keeps what it found. */
type Note = (finding: ProbeFinding) => void;

/** What a trial ends with, or why the GPU is out. */
type Verdict = Omit<WebGpuTrial, 'findings'> | string;

/** Never throws: a GPU that fails is out, with the reason as a finding. */
export async function tryWebGpu(options: TrialOptions): Promise<WebGpuTrial> {
  const { now, deadline } = options;
  const findings: ProbeFinding[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const outOfTime = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('did not finish in time'), deadline - now());
  });
  const trying = trial(options, (finding) => findings.push(finding)).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  const verdict = await Promise.race([trying, outOfTime]);
  clearTimeout(timer);
  if (typeof verdict !== 'string') return { ...verdict, findings };
  const reason = { stage: 'webgpu', choice: verdict, candidates: { webgpu: null } };
  return { ms: null, stages: {}, findings: [...findings, reason] };
}

async function trial(options: TrialOptions, note: Note): Promise<Verdict> {
  const { device, rivalMs, now } = options;
  const flops = await measureFlops(contextOf(device), now);
  const { inputWidth, inputHeight } = FULL_LOAD.settings;
  const leastMs = (FLOPS_PER_PIXEL * inputWidth * inputHeight * 1000) / flops;
  note({ stage: ARITHMETIC, choice: gigaFlops(flops), candidates: { 'at least': leastMs } });
  if (leastMs > rivalMs) return 'its arithmetic alone takes longer';
  const { openWebGpuModel } = await import('./ort-webgpu.ts');
  const model = await openWebGpuModel(options.model, device);
  try {
    return await tryModel(model, options, note);
  } finally {
    await model.dispose();
  }
}

async function tryModel(model: WebGpuModel, options: TrialOptions, note: Note): Promise<Verdict> {
  const { device, rivalMs, now, deadline } = options;
  const { createWebGpuDetector } = await import('./webgpu-detector.ts');
  const timing = { now, deadline };
  const both = await createWebGpuDetector(device, model, {});
  for (const { kernel, passed, line } of both.selfTests) {
    note({ stage: kernel, choice: passed ? 'gpu' : line, candidates: passed ? {} : { gpu: null } });
  }
  try {
    const smallMs = await measureDetector(both, SMALL_LOAD, timing);
    if (smallMs > SMALL_SHARE * rivalMs) {
      return `a frame of a sixteenth takes ${smallMs.toFixed(0)} ms`;
    }
    const ms = await measureDetector(both, FULL_LOAD, timing);
    return await placeStages(model, ms, options, note);
  } finally {
    await both.dispose();
  }
}

/** Tries each small stage on the CPU, one at a time, and keeps what is faster. */
async function placeStages(
  model: WebGpuModel,
  allOnGpuMs: number,
  { device, now, deadline }: TrialOptions,
  note: Note,
): Promise<Verdict> {
  const { createWebGpuDetector } = await import('./webgpu-detector.ts');
  let stages: Placement['stages'] = {};
  let best = allOnGpuMs;
  for (const stage of ['letterbox', 'boxes']) {
    if (now() >= deadline) break;
    const moved: Placement['stages'] = { ...stages, [stage]: 'cpu' };
    const detector = await createWebGpuDetector(device, model, moved);
    const ms = await measureDetector(detector, FULL_LOAD, { now, deadline });
    await detector.dispose();
    note({
      stage,
      choice: ms < best ? 'cpu' : 'gpu',
      candidates: { gpu: best, cpu: ms },
    });
    stages = ms < best ? moved : { ...stages, [stage]: 'gpu' };
    best = Math.min(best, ms);
  }
  return { ms: best, stages };
}
