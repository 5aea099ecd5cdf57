import type { GpuPort } from './loop/workbench.ts';

/** No GPU: everything runs on the CPU. For Node, and for browsers without WebGPU. */
export const noGpu: GpuPort = {
  acquire: () => Promise.resolve(null),
  adapterKey: () => Promise.resolve('none'),
  discard: () => Promise.resolve(),
};
