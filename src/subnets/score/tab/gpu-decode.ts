import { type GpuContext, readyKernel } from '../../../gpu/context.ts';
import { decodeKernel } from '../kernels.ts';
import type { Candidate, DetectSettings, Tile } from '../pipeline/contract.ts';
import { CELL } from '../pipeline/decode.ts';
import type { Fit } from '../pipeline/letterbox.ts';

/** One output of the model in a GPU buffer. */
export interface GpuTensor {
  readonly dims: readonly number[];
  readonly buffer: GPUBuffer;
}

/** The decode stage on the GPU: only candidates are read back. */
export interface GpuDecode {
  /**
   * Candidates of one tile in frame pixels, in no particular order; null when more were found than
   * fit, which takes a reading of the whole outputs.
   */
  run(outputs: GpuOutputs, place: Place, settings: DetectSettings): Promise<Candidate[] | null>;
  destroy(): void;
}

export interface GpuOutputs {
  readonly heat: GpuTensor;
  readonly box: GpuTensor;
  readonly roles: GpuTensor | null;
}

export interface Place {
  readonly tile: Tile;
  readonly fit: Fit;
}

/** Far more than a frame has people; 56 kB to read back. */
const CAPACITY = 2048;
const WORDS = 7;
const FOUND_BYTES = 4 * (1 + CAPACITY * WORDS);

export async function createGpuDecode(gpu: GpuContext): Promise<GpuDecode> {
  const ready = await readyKernel(gpu, decodeKernel);
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const found = gpu.buffers.take(FOUND_BYTES, usage, 'score candidates');
  return {
    async run({ heat, box, roles }, place, settings) {
      const [, , height = 0, width = 0] = heat.dims;
      const batch = gpu.batch();
      batch.clear(found, 4);
      batch.run(
        ready,
        {
          heat: heat.buffer,
          box: box.buffer,
          roles: (roles ?? box).buffer,
          found,
        },
        {
          width,
          height,
          person_threshold: settings.personConfidence,
          ball_threshold: settings.ballConfidence,
          ball_plane: box.dims[1] === 8 ? 4 : 0,
          has_roles: roles ? 1 : 0,
          capacity: CAPACITY,
        },
      );
      const bytes = batch.read(found, FOUND_BYTES);
      void batch.submit();
      return parseFound(await bytes, width, place, settings);
    },
    destroy: () => gpu.buffers.give(found),
  };
}

/**
 * Frame coordinates as the CPU computes them. Thresholds are applied again in double precision,
 * where .3 is not the f32 that the kernel compared with.
 */
function parseFound(
  bytes: ArrayBuffer,
  width: number,
  { tile, fit }: Place,
  settings: DetectSettings,
): Candidate[] | null {
  const words = new Uint32Array(bytes);
  const floats = new Float32Array(bytes);
  const count = words[0] ?? 0;
  if (count > CAPACITY) return null;
  const candidates: Candidate[] = [];
  for (let i = 0; i < count; i++) {
    const at = 1 + i * WORDS;
    const cell = words[at] ?? 0;
    const cls = words[at + 1] ?? 0;
    const conf = floats[at + 2] ?? 0;
    const side = (index: number): number => floats[at + 3 + index] ?? 0;
    if (conf < (cls === 0 ? settings.ballConfidence : settings.personConfidence)) continue;
    const x = (cell % width) * CELL;
    const y = Math.floor(cell / width) * CELL;
    candidates.push({
      x1: tile.x + (x - side(0)) * fit.stepX,
      y1: tile.y + (y - side(1)) * fit.stepY,
      x2: tile.x + (x + side(2)) * fit.stepX,
      y2: tile.y + (y + side(3)) * fit.stepY,
      cls,
      conf,
    });
  }
  return candidates;
}
