import type { DecodedImage } from '../../contract.ts';
import { type Rng, randomInt } from '../../../shared/rng.ts';
import type { Canvas } from './canvas.ts';

// What a broadcast camera adds: a slight blur and sensor noise.

/**
 * @param blur   weight of each neighbour along a side, 0..0.3
 * @param grain  standard deviation of the noise in levels
 * @param normal normal numbers; the length is a power of two
 */
export function develop(
  canvas: Canvas,
  rng: Rng,
  { blur, grain, normal }: { blur: number; grain: number; normal: Float32Array },
): DecodedImage {
  const { width, height, rgb } = canvas;
  const stride = width * 3;
  const across = new Float32Array(rgb.length);
  const centre = 1 - 2 * blur;
  for (let y = 0; y < height; y++) {
    const start = y * stride;
    for (let i = start; i < start + stride; i++) {
      const before = i - start < 3 ? i : i - 3;
      const after = i + 3 >= start + stride ? i : i + 3;
      across[i] = (rgb[i] ?? 0) * centre + ((rgb[before] ?? 0) + (rgb[after] ?? 0)) * blur;
    }
  }
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  const mask = normal.length - 1;
  for (let y = 0; y < height; y++) {
    const above = y === 0 ? 0 : -stride;
    const below = y === height - 1 ? 0 : stride;
    const shift = randomInt(rng, normal.length);
    for (let x = 0; x < width; x++) {
      const luma = (normal[(shift + x) & mask] ?? 0) * grain;
      for (let c = 0; c < 3; c++) {
        const i = y * stride + x * 3 + c;
        const neighbours = (across[i + above] ?? 0) + (across[i + below] ?? 0);
        rgba[(y * width + x) * 4 + c] = (across[i] ?? 0) * centre + neighbours * blur + luma;
      }
    }
  }
  return { width, height, rgba };
}
