import type { DecodedImage } from '../../contract.ts';

/** Longer side of a frame in the pool at most. */
export const LONGEST_SIDE = 1920;
/** Shorter sides show nothing a detector could find. */
export const SHORTEST_SIDE = 64;

/** The picture, made smaller when its longer side exceeds the limit (mean over source pixels). */
export function limitSize(image: DecodedImage, longest = LONGEST_SIDE): DecodedImage {
  const scale = longest / Math.max(image.width, image.height);
  if (scale >= 1) return image;
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const columns = spans(image.width, width);
  const rows = spans(image.height, height);
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (const [y, [top, bottom]] of rows.entries()) {
    for (const [x, [left, right]] of columns.entries()) {
      const count = (bottom - top) * (right - left);
      const at = (y * width + x) * 4;
      for (let c = 0; c < 4; c++) {
        let sum = 0;
        for (let v = top; v < bottom; v++) {
          for (let u = left; u < right; u++) sum += image.rgba[(v * image.width + u) * 4 + c] ?? 0;
        }
        rgba[at + c] = sum / count;
      }
    }
  }
  return { width, height, rgba };
}

/** Source pixels of each target pixel along one side: at least one. */
function spans(from: number, to: number): [start: number, end: number][] {
  return Array.from({ length: to }, (_, index) => {
    const start = Math.floor((index * from) / to);
    return [start, Math.max(start + 1, Math.floor(((index + 1) * from) / to))];
  });
}
