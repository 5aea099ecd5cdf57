import { roundPython } from '../../../shared/python-text.ts';

// One byte per activation. Section b. All arithmetic is f32.

const DEVIATIONS = 6;
const LEVELS = 255;
/** Scale and lo, behind the codes. */
const TRAILER_BYTES = 8;

export interface QuantisedRow {
  readonly lo: number;
  readonly scale: number;
  readonly codes: Uint8Array;
}

/** Codes of a row: mean ± 6 population deviations cut into 255 steps, rounded half to even. */
export function quantise(row: readonly number[]): QuantisedRow {
  const f = Math.fround;
  const mean = row.reduce((sum, x) => sum + f(x), 0) / row.length;
  const variance = row.reduce((sum, x) => sum + (f(x) - mean) ** 2, 0) / row.length;
  const spread = f(DEVIATIONS * f(Math.sqrt(variance)));
  const lo = f(f(mean) - spread);
  const scale = f(f(f(f(mean) + spread) - lo) / LEVELS);
  const codes = Uint8Array.from(row, (x) => {
    if (scale === 0) return 0; // all entries are equal
    const code = roundPython(f(f(f(x) - lo) / scale), 0);
    return Math.min(Math.max(code, 0), LEVELS);
  });
  return { lo, scale, codes };
}

/** lo + (code + 0.5) scale, rounded to f32 once: the recorded pairs keep what f32 steps would lose. */
export function dequantise({ lo, scale, codes }: QuantisedRow): number[] {
  return Array.from(codes, (code) => Math.fround(lo + (code + 0.5) * scale));
}

/** Codes, then scale and lo as f32, little-endian. */
export function packRow({ lo, scale, codes }: QuantisedRow): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(codes.length + TRAILER_BYTES);
  bytes.set(codes);
  const trailer = new DataView(bytes.buffer, codes.length);
  trailer.setFloat32(0, scale, true);
  trailer.setFloat32(4, lo, true);
  return bytes;
}
