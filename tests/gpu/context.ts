import { type GpuContext, contextOf } from '../../src/gpu/context.ts';
import { createGpu } from '../../src/gpu/device.ts';
import { present } from '../../src/shared/assert.ts';

/** The test browser's device; it always has one, in software at least. */
export async function testContext(): Promise<GpuContext> {
  return contextOf(present(await createGpu().acquire(), 'a WebGPU device of the test browser'));
}
