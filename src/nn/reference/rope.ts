import { at } from './linear.ts';

// Rotary position embedding of Llama 3, rotate-half convention. T positions, D head size.

/** Llama's scaling of low frequencies for long contexts. */
export interface RopeScaling {
  readonly factor: number;
  readonly lowFreqFactor: number;
  readonly highFreqFactor: number;
  readonly originalContext: number;
}

export interface RopeTables {
  /** Shape (T, D), the D/2 frequencies repeated. */
  readonly cos: readonly (readonly number[])[];
  readonly sin: readonly (readonly number[])[];
}

export interface RopeOptions {
  readonly headSize: number;
  readonly base: number;
  readonly positions: number;
  readonly scaling?: RopeScaling | null;
}

/** Base for a context that differs from the original one: base × context / original. */
export function rescaledBase(base: number, context: number, originalContext: number): number {
  return context === originalContext ? base : (base * context) / originalContext;
}

/** cos and sin of position × inverse frequency, every step rounded to f32 as the source has it. */
export function ropeTables({ headSize, base, positions, scaling }: RopeOptions): RopeTables {
  const f = Math.fround;
  const frequencies = Array.from({ length: headSize / 2 }, (_, k) => {
    const frequency = f(1 / f(base ** f((2 * k) / headSize)));
    return scaling ? scaleFrequency(frequency, scaling) : frequency;
  });
  const rows = Array.from({ length: positions }, (_, position) => {
    const angles = frequencies.map((frequency) => f(position * frequency));
    return [...angles, ...angles];
  });
  return {
    cos: rows.map((row) => row.map((angle) => f(Math.cos(angle)))),
    sin: rows.map((row) => row.map((angle) => f(Math.sin(angle)))),
  };
}

/**
 * Wavelengths beyond original / low are stretched by the factor, those below original / high stay,
 * between them both are blended.
 */
function scaleFrequency(frequency: number, scaling: RopeScaling): number {
  const f = Math.fround;
  const { factor, lowFreqFactor: low, highFreqFactor: high, originalContext } = scaling;
  const wavelength = f((2 * Math.PI) / frequency);
  if (wavelength > originalContext / low) return f(frequency / factor);
  if (wavelength < originalContext / high) return frequency;
  const share = f((originalContext / wavelength - low) / (high - low));
  return f((1 - share) * f(frequency / factor) + share * frequency);
}

/** Rotates one head's vector at a position. @param x (D) */
export function rotate(x: ArrayLike<number>, tables: RopeTables, position: number): number[] {
  return turn(x, tables, position, 1);
}

/** Gradient of `rotate`: the turn back. */
export function rotateBackward(
  dy: ArrayLike<number>,
  tables: RopeTables,
  position: number,
): number[] {
  return turn(dy, tables, position, -1);
}

function turn(
  x: ArrayLike<number>,
  { cos, sin }: RopeTables,
  position: number,
  direction: 1 | -1,
): number[] {
  const half = x.length / 2;
  const [c, s] = [cos[position] ?? [], sin[position] ?? []];
  return Array.from({ length: x.length }, (_, i) => {
    const partner = i < half ? -at(x, i + half) : at(x, i - half);
    return at(x, i) * at(c, i) + direction * partner * at(s, i);
  });
}
