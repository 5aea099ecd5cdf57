import { present } from '../shared/assert.ts';

// Time of each kernel on the GPU's own clock, where the device has one.

/** Most kernels of one batch that are timed. */
const SLOTS = 32;

export interface Timer {
  /** Timestamps for one pass; undefined when all slots are taken. */
  pass(label: string): GPUComputePassTimestampWrites | undefined;
  /** Records the copy of all timestamps; call once, after the last pass. */
  resolve(encoder: GPUCommandEncoder): GPUBuffer;
  readonly bytes: number;
  /** Milliseconds by label from the bytes read back; equal labels are added up. */
  parse(bytes: ArrayBuffer): Record<string, number>;
  destroy(): void;
}

/** Null where the device cannot tell: time by the wall clock then. */
export function createTimer(device: GPUDevice): Timer | null {
  if (!device.features.has('timestamp-query')) return null;
  const querySet = device.createQuerySet({ type: 'timestamp', count: 2 * SLOTS, label: 'timer' });
  const resolved = device.createBuffer({
    label: 'timer',
    size: 2 * SLOTS * 8,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const labels: string[] = [];
  return {
    pass(label) {
      if (labels.length === SLOTS) return undefined;
      const first = 2 * labels.push(label) - 2;
      return { querySet, beginningOfPassWriteIndex: first, endOfPassWriteIndex: first + 1 };
    },
    resolve(encoder) {
      encoder.resolveQuerySet(querySet, 0, 2 * labels.length, resolved, 0);
      return resolved;
    },
    get bytes() {
      return 16 * labels.length;
    },
    parse(bytes) {
      const stamps = new BigUint64Array(bytes);
      const times: Record<string, number> = {};
      for (const [index, label] of labels.entries()) {
        const start = present(stamps[2 * index], 'timestamp');
        const end = present(stamps[2 * index + 1], 'timestamp');
        times[label] = (times[label] ?? 0) + Math.max(0, Number(end - start)) / 1e6;
      }
      return times;
    },
    destroy() {
      querySet.destroy();
      resolved.destroy();
    },
  };
}
