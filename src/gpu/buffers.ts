// Buffers by size class: one of a power of two from 256 bytes on, kept for the next asker.

export interface BufferPool {
  /** A buffer of at least `bytes`, contents undefined. */
  take(bytes: number, usage: GPUBufferUsageFlags, label: string): GPUBuffer;
  /** Gives back what `take` gave. Work already submitted may still use it: the queue keeps order. */
  give(buffer: GPUBuffer): void;
  destroy(): void;
}

const SMALLEST = 256;

/** Size class of a request: the next power of two. */
export function sizeClass(bytes: number): number {
  return Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(bytes)));
}

export function createBufferPool(device: Pick<GPUDevice, 'createBuffer'>): BufferPool {
  const free = new Map<string, GPUBuffer[]>();
  const all = new Set<GPUBuffer>();
  const shelf = (size: number, usage: number): GPUBuffer[] => {
    const key = `${size} ${usage}`;
    const list = free.get(key) ?? [];
    free.set(key, list);
    return list;
  };
  return {
    take(bytes, usage, label) {
      const size = sizeClass(bytes);
      const kept = shelf(size, usage).pop();
      if (kept) {
        kept.label = label;
        return kept;
      }
      const made = device.createBuffer({ label, size, usage });
      all.add(made);
      return made;
    },
    give(buffer) {
      shelf(buffer.size, buffer.usage).push(buffer);
    },
    destroy() {
      for (const buffer of all) buffer.destroy();
      all.clear();
      free.clear();
    },
  };
}
