import { describe, expect, it } from 'vitest';
import { createBufferPool, sizeClass } from '../../src/gpu/buffers.ts';
import { deviceDescriptor } from '../../src/gpu/limits.ts';
import { packParams, paramBytes } from '../../src/gpu/kernel.ts';

describe('buffer pool', () => {
  it('rounds up to powers of two from 256 bytes on', () => {
    expect([1, 256, 257, 4096, 4097].map(sizeClass)).toEqual([256, 256, 512, 4096, 8192]);
  });

  it('gives a returned buffer to the next asker of its class and usage only', () => {
    const made: { size: number; usage: number; destroyed: boolean }[] = [];
    const pool = createBufferPool({
      createBuffer(descriptor) {
        const buffer = {
          ...descriptor,
          destroyed: false,
          destroy: () => (buffer.destroyed = true),
        };
        made.push(buffer);
        return buffer as unknown as GPUBuffer;
      },
    });
    const first = pool.take(300, 1, 'first');
    pool.give(first);
    expect(pool.take(512, 1, 'second')).toBe(first);
    expect(first.label).toBe('second');
    expect(pool.take(512, 1, 'third')).not.toBe(first);
    pool.give(first);
    expect(pool.take(300, 2, 'other usage')).not.toBe(first);
    pool.destroy();
    expect(made.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  });
});

describe('parameters', () => {
  const types = { count: 'u32', shift: 'i32', scale: 'f32' } as const;

  it('are packed in order, four bytes each, padded to 16', () => {
    const view = new DataView(packParams(types, { count: 4_000_000_000, shift: -7, scale: 0.5 }));
    expect(view.byteLength).toBe(16);
    expect(view.getUint32(0, true)).toBe(4_000_000_000);
    expect(view.getInt32(4, true)).toBe(-7);
    expect(view.getFloat32(8, true)).toBe(0.5);
    expect(paramBytes({ ...types, a: 'u32', b: 'u32' })).toBe(32);
  });
});

it('asks an adapter for what it has and for nothing else', () => {
  const limits = new Proxy({}, { get: () => 1234 }) as GPUSupportedLimits;
  const features = new Set(['timestamp-query', 'shader-f16', 'float32-filterable']);
  const descriptor = deviceDescriptor({ limits, features });
  expect([...(descriptor.requiredFeatures ?? [])]).toEqual(['shader-f16', 'timestamp-query']);
  expect(Object.values(descriptor.requiredLimits ?? {})).toContain(1234);
});
