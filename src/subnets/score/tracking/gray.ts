import type { DecodedImage } from '../../contract.ts';

// Pictures small enough to be compared quickly.

/** Brightness 0..255, row-major. */
export interface GrayPicture {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
  /** Frame pixels a side of one of these. */
  readonly factor: number;
}

/** Sides that are kept, at most about. */
const LONGEST_SIDE = 480;

/** Shrinks by averaging whole blocks; what does not fill a block at the right and below is left out. */
export function grayOf({ width, height, rgba }: DecodedImage): GrayPicture {
  const factor = Math.max(1, Math.round(Math.max(width, height) / LONGEST_SIDE));
  const [across, down] = [Math.floor(width / factor), Math.floor(height / factor)];
  const data = new Float32Array(across * down);
  const scale = 1 / (factor * factor);
  for (let y = 0; y < down * factor; y++) {
    const row = Math.floor(y / factor) * across;
    for (let x = 0; x < across * factor; x++) {
      const at = (y * width + x) * 4;
      const luma =
        0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0);
      const cell = row + Math.floor(x / factor);
      data[cell] = (data[cell] ?? 0) + luma * scale;
    }
  }
  return { width: across, height: down, data, factor };
}
