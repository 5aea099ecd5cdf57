import source from '../../shaders/common/roofline.wgsl?raw';
import { type GpuContext, readyKernel } from './context.ts';
import { defineKernel } from './kernel.ts';

export const roofline = defineKernel({
  name: 'common/roofline',
  source,
  params: { rounds: 'u32', threads: 'u32' },
  bindings: { sums: 'write' },
  workgroups: ({ threads }) => [Math.ceil(threads / 64), 1, 1],
});

/** Stage of a probe's finding that tells the bare arithmetic, and how its choice is worded. */
export const ARITHMETIC = 'arithmetic';

/** `12.3 GFLOP/s` */
export function gigaFlops(flops: number): string {
  return `${(flops / 1e9).toFixed(1)} GFLOP/s`;
}

const THREADS = 16_384;
/** A submission this long tells enough, and keeps the page smooth. */
const ENOUGH_MS = 8;
const MOST_ROUNDS = 1 << 16;

/**
 * Measures the device's bare f32 arithmetic: what no kernel can exceed.
 *
 * @param now monotonic milliseconds
 * @returns floating-point operations per second; the wall clock is used where the GPU has no own
 */
export async function measureFlops(gpu: GpuContext, now: () => number): Promise<number> {
  const ready = await readyKernel(gpu, roofline);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
  const sums = gpu.buffers.take(THREADS * 4, usage, 'roofline sums');
  let rounds = 16;
  let best = 0;
  for (;;) {
    const startedAt = now();
    const batch = gpu.batch({ timed: true });
    batch.run(ready, { sums }, { rounds, threads: THREADS });
    const done = batch.read(sums, 4);
    const times = await batch.submit();
    await done;
    const ms = times?.[roofline.name] || now() - startedAt;
    best = Math.max(best, (64 * rounds * THREADS) / (ms / 1000));
    if (ms >= ENOUGH_MS || rounds >= MOST_ROUNDS) break;
    rounds *= 4;
  }
  gpu.buffers.give(sums);
  return best;
}
