import type { Faults } from './faults.ts';
import { type BufferPool } from './buffers.ts';

// Reading back: a copy into a mappable buffer of a ring, mapped when the GPU got there.

export interface Readback {
  /**
   * Records the copy of the first `bytes` (a multiple of 4) of a buffer.
   *
   * @returns call after the submission; resolves with the bytes
   */
  stage(encoder: GPUCommandEncoder, source: GPUBuffer, bytes: number): () => Promise<ArrayBuffer>;
}

export function createReadback(pool: BufferPool, { guard }: Faults): Readback {
  return {
    stage(encoder, source, bytes) {
      const staging = pool.take(
        bytes,
        GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
        'staging',
      );
      encoder.copyBufferToBuffer(source, 0, staging, 0, bytes);
      return async () => {
        await guard(staging.mapAsync(GPUMapMode.READ, 0, bytes));
        const copy = staging.getMappedRange(0, bytes).slice(0);
        staging.unmap();
        pool.give(staging);
        return copy;
      };
    },
  };
}
