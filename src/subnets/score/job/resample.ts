import type { DecodedImage } from '../../contract.ts';

/** Part of a picture, in its pixels; corners need not be whole. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Taps {
  readonly start: number;
  readonly weights: readonly number[];
}

/**
 * A part of a picture at another size: a triangle filter as wide as a target pixel, but two source
 * pixels at least, along each side. Cost O(target pixels × taps).
 *
 * @param mirrored left and right change places
 */
export function resample(
  image: DecodedImage,
  window: Window,
  { width, height, mirrored }: { width: number; height: number; mirrored: boolean },
): DecodedImage {
  const columns = tapsOf(window.x, window.width, { from: image.width, to: width });
  const rows = tapsOf(window.y, window.height, { from: image.height, to: height });
  if (mirrored) columns.reverse();
  const wide = new Float32Array(width * image.height * 4);
  for (let y = 0; y < image.height; y++) {
    for (const [x, { start, weights }] of columns.entries()) {
      for (let c = 0; c < 4; c++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) {
          sum += (weights[k] ?? 0) * (image.rgba[(y * image.width + start + k) * 4 + c] ?? 0);
        }
        wide[(y * width + x) * 4 + c] = sum;
      }
    }
  }
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (const [y, { start, weights }] of rows.entries()) {
    for (let i = 0; i < width * 4; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) {
        sum += (weights[k] ?? 0) * (wide[(start + k) * width * 4 + i] ?? 0);
      }
      rgba[y * width * 4 + i] = sum;
    }
  }
  return { width, height, rgba };
}

/** Source pixels and their weights for each target pixel along one side; the weights sum to 1. */
function tapsOf(
  offset: number,
  length: number,
  { from, to }: { from: number; to: number },
): Taps[] {
  const step = length / to;
  const radius = Math.max(1, step);
  return Array.from({ length: to }, (_, index) => {
    const centre = offset + (index + 0.5) * step - 0.5;
    const start = Math.max(0, Math.ceil(centre - radius));
    const end = Math.min(from - 1, Math.floor(centre + radius));
    const raw: number[] = [];
    for (let at = start; at <= end; at++) raw.push(Math.max(0, 1 - Math.abs(at - centre) / radius));
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) return { start: Math.min(from - 1, Math.max(0, start)), weights: [1] };
    return { start, weights: raw.map((weight) => weight / total) };
  });
}
