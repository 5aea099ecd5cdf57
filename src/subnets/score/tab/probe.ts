import type { Placement, ProbeOutcome, RunContext } from '../../contract.ts';
import type { Garage } from './garage.ts';
import { FULL_LOAD, measureDetector } from './measure.ts';
import { modelBytes, publishedDetector } from './models.ts';
import { probeThreads } from './probe-threads.ts';
import { type WebGpuTrial, tryWebGpu } from './probe-webgpu.ts';

/** Share of the limit that either number of threads may take. */
const THREADS_SHARE = 0.25;
/** What the GPU gets even when the CPU took all the time: enough to measure its arithmetic. */
const LEAST_TRIAL_MS = 1_000;
const NO_GPU: WebGpuTrial = { ms: null, stages: {}, findings: [] };

/** Chooses threads, back end and the place of each small stage by the time of a synthetic frame. */
export async function probe(
  garage: Garage,
  ctx: Omit<RunContext, 'placement'>,
  limitMs: number,
): Promise<ProbeOutcome> {
  const now = (): number => ctx.now();
  const deadline = now() + limitMs;
  const sha256 = await publishedDetector(ctx.signal);
  const model = await modelBytes(sha256, ctx);
  const { threads, finding } = await probeThreads(model, THREADS_SHARE * limitMs);
  ctx.signal.throwIfAborted();
  const onCpu: Placement = { backend: 'wasm', threads, stages: {} };
  const detector = await garage.open(sha256, { ...ctx, placement: onCpu });
  const cpuMs = await measureDetector(detector, FULL_LOAD, { now, deadline, rounds: 1 });
  ctx.signal.throwIfAborted();
  const { device } = ctx;
  const gpu = device
    ? await tryWebGpu({
        device,
        model,
        rivalMs: cpuMs,
        now,
        deadline: Math.max(deadline, now() + LEAST_TRIAL_MS),
      })
    : NO_GPU;
  const isGpu = gpu.ms !== null && gpu.ms < cpuMs;
  return {
    placement: isGpu ? { backend: 'webgpu', threads, stages: gpu.stages } : onCpu,
    msPerItem: isGpu && gpu.ms !== null ? gpu.ms : cpuMs,
    findings: [
      {
        stage: 'model',
        choice: isGpu ? 'webgpu' : 'wasm',
        candidates: { wasm: cpuMs, webgpu: gpu.ms },
      },
      finding,
      ...gpu.findings,
    ],
  };
}
