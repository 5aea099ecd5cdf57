import { expect, it } from 'vitest';
import { contextOf, readyKernel } from '../../src/gpu/context.ts';
import { createGpu } from '../../src/gpu/device.ts';
import { defineKernel } from '../../src/gpu/kernel.ts';
import { measureFlops } from '../../src/gpu/roofline.ts';
import { present } from '../../src/shared/assert.ts';
import { testContext } from './context.ts';

it('names the adapter and keeps one device until it is discarded', async () => {
  const gpu = createGpu();
  expect(await gpu.adapterKey()).not.toBe('none');
  const first = await gpu.acquire();
  expect(await gpu.acquire()).toBe(first);
  await gpu.discard();
  const second = await gpu.acquire();
  expect(second).not.toBeNull();
  expect(second).not.toBe(first);
});

it('makes a new device after a loss, and whoever waits hears of it', async () => {
  const gpu = createGpu();
  const device = present(await gpu.acquire(), 'device');
  const waiting = contextOf(device).guard(new Promise<never>(() => undefined));
  device.destroy();
  await expect(waiting).rejects.toMatchObject({ code: 'gpu.lost', retryable: true });
  await expect.poll(async () => (await gpu.acquire()) === device).toBe(false);
});

it('has no device without WebGPU', async () => {
  const gpu = createGpu({ requestAdapter: () => Promise.resolve(null) });
  expect(await gpu.acquire()).toBeNull();
  expect(await gpu.adapterKey()).toBe('none');
  await gpu.discard();
});

it('tells what a kernel that does not compile is missing', async () => {
  const broken = defineKernel({
    name: 'test/broken',
    source: '@compute @workgroup_size(1) fn broken() { let x: u32 = missing; }',
    params: {},
    bindings: {},
    workgroups: () => [1, 1, 1],
  });
  await expect(readyKernel(await testContext(), broken)).rejects.toMatchObject({
    code: 'gpu.kernel-failed',
    message: expect.stringContaining('missing'),
  });
});

it('measures arithmetic that is neither zero nor impossible', async () => {
  const flops = await measureFlops(await testContext(), () => performance.now());
  expect(flops).toBeGreaterThan(1e8);
  expect(flops).toBeLessThan(1e15);
});

it('counts a device that does not open, or is lost three times, as none', async () => {
  const refusing = createGpu(adapterOf(() => Promise.reject(new Error('no memory'))));
  expect(await refusing.acquire()).toBeNull();
  const frail = createGpu(
    adapterOf(() => Promise.resolve({ lost: Promise.resolve({ reason: 'unknown' }) })),
  );
  for (let loss = 0; loss < 3; loss++) {
    expect(await frail.acquire()).not.toBeNull();
    await new Promise((resolve) => setTimeout(resolve));
  }
  expect(await frail.acquire()).toBeNull();
  expect(await frail.adapterKey()).toBe('none');
});

function adapterOf(requestDevice: () => Promise<unknown>): Pick<GPU, 'requestAdapter'> {
  const adapter = { features: new Set(), limits: {}, info: {}, requestDevice };
  return { requestAdapter: () => Promise.resolve(adapter as unknown as GPUAdapter) };
}
