import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { relu, reluBackward, silu, siluBackward } from '../../../src/nn/reference/activations.ts';
import { attention, attentionBackward } from '../../../src/nn/reference/attention.ts';
import { shiftedCrossEntropy } from '../../../src/nn/reference/cross-entropy.ts';
import { linear, linearBackward, matrix } from '../../../src/nn/reference/linear.ts';
import { rmsNorm, rmsNormBackward } from '../../../src/nn/reference/rms-norm.ts';
import {
  rescaledBase,
  ropeTables,
  rotate,
  rotateBackward,
} from '../../../src/nn/reference/rope.ts';
import type { Matrix } from '../../../src/nn/reference/linear.ts';

const wave = (rows: number, columns: number, phase: number) =>
  matrix(
    rows,
    columns,
    Array.from({ length: rows * columns }, (_, i) => Math.cos(0.7 * i + phase)),
  );
const total = (x: Matrix, dy: Matrix) =>
  x.data.reduce((sum, value, i) => sum + value * (dy.data[i] ?? 0), 0);

/** Slope of f at every entry of x, by central differences. */
function slopes(x: Matrix, f: (x: Matrix) => number): number[] {
  const step = 1e-5;
  return Array.from(x.data, (value, i) => {
    const at = (shift: number) => {
      const moved = matrix(x.rows, x.columns, x.data);
      moved.data[i] = value + shift;
      return f(moved);
    };
    return (at(step) - at(-step)) / (2 * step);
  });
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(actual[i]).toBeCloseTo(value, 7);
}

describe('gradients agree with differences', () => {
  const x = wave(3, 4, 0.2);
  const dy = wave(3, 4, 1.1);

  it('of a dense layer', () => {
    const w = wave(2, 4, 0.5);
    const dOut = wave(3, 2, 0.9);
    const { dx, dw } = linearBackward(x, w, dOut);

    expectClose(
      dx.data,
      slopes(x, (moved) => total(linear(moved, w), dOut)),
    );
    expectClose(
      dw.data,
      slopes(w, (moved) => total(linear(x, moved), dOut)),
    );
  });

  it('of RMSNorm', () => {
    const w = wave(1, 4, 0.3);
    const { dx, dw } = rmsNormBackward(x, w.data, dy);

    expectClose(
      dx.data,
      slopes(x, (moved) => total(rmsNorm(moved, w.data), dy)),
    );
    expectClose(
      dw,
      slopes(w, (moved) => total(rmsNorm(x, moved.data), dy)),
    );
    expect(rmsNorm(matrix(1, 2, [3, 4]), Float64Array.of(1, 2)).data[1]).toBeCloseTo(
      8 / Math.sqrt(12.5 + 1e-5),
      12,
    );
  });

  it('of SiLU and ReLU', () => {
    expectClose(
      siluBackward(x, dy).data,
      slopes(x, (moved) => total(silu(moved), dy)),
    );
    expectClose(
      reluBackward(x, dy).data,
      slopes(x, (moved) => total(relu(moved), dy)),
    );
    expect([...reluBackward(matrix(1, 2, [0, -0]), matrix(1, 2, [1, 1])).data]).toEqual([0, 0]);
  });

  it('of attention', () => {
    const shape = {
      batch: 2,
      tokens: 3,
      heads: 4,
      groups: 2,
      headSize: 2,
      rope: ropeTables({ headSize: 2, base: 100, positions: 3 }),
    };
    const inputs = { q: wave(6, 8, 0.1), k: wave(6, 4, 0.6), v: wave(6, 4, 1.3) };
    const dOut = wave(6, 8, 2.2);
    const gradients = attentionBackward(inputs, shape, dOut);

    for (const name of ['q', 'k', 'v'] as const) {
      const numeric = slopes(inputs[name], (moved) =>
        total(attention({ ...inputs, [name]: moved }, shape), dOut),
      );
      expectClose(gradients[name].data, numeric);
    }
  });

  it('of the loss, which no last token enters', () => {
    const logits = wave(6, 5, 0.4);
    const labels = [
      [0, 4, 2],
      [1, 1, 3],
    ];
    const { loss, gradient } = shiftedCrossEntropy(logits.data, labels, 5);

    expectClose(
      gradient,
      slopes(logits, (moved) => shiftedCrossEntropy(moved.data, labels, 5).loss),
    );
    expect([...gradient.subarray(10, 15)]).toEqual([0, 0, 0, 0, 0]);
    expect(loss).toBeGreaterThan(0);
    expect(shiftedCrossEntropy([1, 2], [[0]], 2).loss).toBe(0);
    expect(shiftedCrossEntropy([1e4, 0, 0, 0], [[0, 0]], 2).loss).toBe(0);
    expect(shiftedCrossEntropy([], [], 5).loss).toBe(0);
  });
});

describe('attention', () => {
  it('looks at no later token', () => {
    const shape = {
      batch: 1,
      tokens: 3,
      heads: 1,
      groups: 1,
      headSize: 2,
      rope: ropeTables({ headSize: 2, base: 100, positions: 3 }),
    };
    const inputs = { q: wave(3, 2, 0.1), k: wave(3, 2, 0.6), v: wave(3, 2, 1.3) };
    const before = attention(inputs, shape);
    const v = matrix(3, 2, inputs.v.data);
    v.data.fill(99, 4);

    const after = attention({ ...inputs, v }, shape);

    expect([...after.data.subarray(0, 4)]).toEqual([...before.data.subarray(0, 4)]);
    expect(before.data[0]).toBeCloseTo(inputs.v.data[0] ?? 0, 12);
  });
});

describe('rotary positions', () => {
  it('turn without changing lengths, and back', () => {
    const tables = ropeTables({ headSize: 4, base: 500_000, positions: 9 });
    const part = fc.double({ min: -10, max: 10, noNaN: true });
    fc.assert(
      fc.property(fc.array(part, { minLength: 4, maxLength: 4 }), fc.nat(8), (x, position) => {
        const turned = rotate(x, tables, position);
        expect(Math.hypot(...turned)).toBeCloseTo(Math.hypot(...x), 5);
        const back = rotateBackward(turned, tables, position);
        for (const [i, value] of x.entries()) expect(back[i]).toBeCloseTo(value, 5);
      }),
    );
    expect(rotate([1, 2, 3, 4], tables, 0)).toEqual([1, 2, 3, 4]);
    const [quarter = 0] = rotate([1, 0, 1, 0], tables, 1);
    expect(quarter).toBeCloseTo(Math.cos(1) - Math.sin(1), 6);
  });

  it('stretch long wavelengths only', () => {
    const scaling = { factor: 32, lowFreqFactor: 1, highFreqFactor: 4, originalContext: 8192 };
    const options = { headSize: 64, base: 31_250, positions: 2 };
    const plain = ropeTables(options).sin[1] ?? [];
    const scaled = ropeTables({ ...options, scaling }).sin[1] ?? [];

    expect(scaled[0]).toBe(plain[0]);
    expect(scaled[31]).toBeCloseTo((plain[31] ?? 0) / 32, 9);
    const between = scaled.findIndex((value, i) => value !== plain[i]);
    expect((plain[between] ?? 0) / (scaled[between] ?? 1)).toBeGreaterThan(1);
    expect((plain[between] ?? 0) / (scaled[between] ?? 1)).toBeLessThan(32);
    expect(rescaledBase(500_000, 8192, 131_072)).toBe(31_250);
    expect(rescaledBase(5, 8, 8)).toBe(5);
  });
});
