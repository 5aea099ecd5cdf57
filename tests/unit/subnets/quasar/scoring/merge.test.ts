import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mergeDeltas,
  mergeWeight,
  normaliseWeights,
} from '../../../../../src/subnets/quasar/scoring/merge.ts';
import {
  advanceState,
  OUTER_MOMENTUM,
  outerStep,
} from '../../../../../src/subnets/quasar/scoring/outer-step.ts';
import { norm32, shapeText } from '../../../../../src/subnets/quasar/scoring/tensor.ts';
import type { TensorSet } from '../../../../../src/subnets/quasar/scoring/tensor.ts';

function set(lists: Record<string, number[]>): TensorSet {
  return new Map(
    Object.entries(lists).map(([name, list]) => [
      name,
      { shape: [list.length], data: Float32Array.from(list) },
    ]),
  );
}

function numbers(tensors: TensorSet): Record<string, number[]> {
  return Object.fromEntries([...tensors].map(([name, { data }]) => [name, [...data]]));
}

describe('work weight', () => {
  it('is tokens squared by steps, and nothing without tokens', () => {
    expect(mergeWeight(8192, 4)).toBe(16_777_216);
    expect(mergeWeight(1, 0)).toBe(1);
    expect(mergeWeight(3, -2)).toBe(9);
    expect(mergeWeight(4, 2.9)).toBe(8);
    expect([0, -3, 0.9].map((tokens) => mergeWeight(tokens, 5))).toEqual([0, 0, 0]);
  });

  it('refuses counts that are no numbers', () => {
    expect(() => mergeWeight(NaN, 1)).toThrow('NaN tokens in 1 steps');
    expect(() => mergeWeight(1, Infinity)).toThrow('1 tokens in Infinity steps');
  });

  it('as a share counts nothing that is not positive, and is uniform when nothing is left', () => {
    expect(normaliseWeights([3, 1, -2, NaN])).toEqual([0.75, 0.25, 0, 0]);
    expect(normaliseWeights([0, -1])).toEqual([0.5, 0.5]);
    expect(normaliseWeights([])).toEqual([]);
    expect(() => normaliseWeights([Infinity])).toThrow('infinity');
  });
});

describe('merging deltas', () => {
  it('keeps a single delta', () => {
    expect(numbers(mergeDeltas([set({ b: [3], a: [4, 0] })]))).toEqual({ a: [4, 0], b: [3] });
  });

  it('means directions and radii, not numbers', () => {
    const { w } = numbers(mergeDeltas([set({ w: [1, 0] }), set({ w: [0, 3] })]));

    expect(w?.[0]).toBeCloseTo(Math.SQRT2, 6);
    expect(w?.[1]).toBeCloseTo(Math.SQRT2, 6);
  });

  it('cancels opposite deltas and counts a zero delta in the radius alone', () => {
    expect(numbers(mergeDeltas([set({ w: [2, 1] }), set({ w: [-2, -1] })]))).toEqual({ w: [0, 0] });
    expect(numbers(mergeDeltas([set({ w: [2, 0] }), set({ w: [0, 0] })]))).toEqual({ w: [1, 0] });
    expect(numbers(mergeDeltas([set({ w: [0, 0] })]))).toEqual({ w: [0, 0] });
  });

  it('weighs by share and takes no negative weight', () => {
    const [a, b] = [set({ w: [4, 0] }), set({ w: [0, 4] })];

    expect(numbers(mergeDeltas([a, b], [-1, 5])).w).toEqual([0, 4]);
    const { w } = numbers(mergeDeltas([a, b], [3, 1]));
    expect((w?.[0] ?? 0) / (w?.[1] ?? 1)).toBeCloseTo(3, 5);
    expect(Math.hypot(...(w ?? []))).toBeCloseTo(4, 5);
  });

  it('has the weighted mean of radii as its norm, whatever the order', () => {
    const delta = fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(delta, { minLength: 1, maxLength: 5 }), (lists) => {
        const sets = lists.map((w) => set({ w }));
        const merged = mergeDeltas(sets).get('w')?.data ?? new Float32Array();
        const turned = mergeDeltas(sets.toReversed()).get('w')?.data ?? new Float32Array();
        const radius =
          lists.reduce((sum, list) => sum + norm32(Float32Array.from(list)), 0) / lists.length;

        expect(norm32(merged)).toBeCloseTo(radius, 3);
        for (const [i, value] of merged.entries()) expect(turned[i]).toBeCloseTo(value, 4);
      }),
    );
  });

  it('refuses what does not fit together', () => {
    expect(() => mergeDeltas([])).toThrow('there is no delta to merge');
    expect(() => mergeDeltas([set({ w: [1] })], [1, 2])).toThrow('2 weights for 1 deltas');
    expect(() => mergeDeltas([set({ w: [1] }), set({ x: [1] })])).toThrow('a delta has no w');
    expect(() => mergeDeltas([set({ w: [1] }), set({ w: [1], x: [1] })])).toThrow(
      '2 tensors, the first has 1',
    );
    expect(() => mergeDeltas([set({ w: [1] }), set({ w: [1, 2] })])).toThrow(
      'w has shape (2,), expected (1,)',
    );
    const square = new Map([['w', { shape: [2, 2], data: new Float32Array(4) }]]);
    const line = new Map([['w', { shape: [4], data: new Float32Array(4) }]]);
    expect(() => mergeDeltas([square, line])).toThrow('w has shape (4,), expected (2, 2)');
  });

  it('computes in float32', () => {
    const norm = norm32(Float32Array.from([0.1, 0.2]));

    expect(norm).toBeCloseTo(0.223607, 6);
    expect(Math.fround(norm)).toBe(norm);
    expect(norm32(Float32Array.from([1e20, 1e20]))).toBe(Infinity);
    expect(shapeText([])).toBe('()');
  });
});

describe('the outer step', () => {
  it('starts a momentum at zero, and looks ahead by Nesterov', () => {
    expect(OUTER_MOMENTUM).toBe(0.9);
    const step = outerStep(set({ w: [1, -2] }), null);

    expect(numbers(step.momentum)).toEqual({ w: [1, -2] });
    expect(numbers(step.update).w?.[0]).toBeCloseTo(1.9, 6);
    expect(numbers(step.update).w?.[1]).toBeCloseTo(-3.8, 6);
  });

  it('carries the momentum on, and is the buffer itself without Nesterov', () => {
    const before = set({ w: [10, 20] });
    const step = outerStep(set({ w: [1, 2] }), before, { momentum: 0.5, nesterov: false });
    const ahead = outerStep(set({ w: [1, 2] }), before, { momentum: 0.5 });

    expect(numbers(step.update)).toEqual({ w: [6, 12] });
    expect(numbers(step.momentum)).toEqual({ w: [6, 12] });
    expect(numbers(ahead.update)).toEqual({ w: [4, 8] });
  });

  it('starts over tensor by tensor where the stored one is missing or has another shape', () => {
    const step = outerStep(set({ a: [1], b: [1], c: [1] }), set({ a: [8], b: [8, 8] }), {
      momentum: 0.5,
    });

    expect(numbers(step.momentum)).toEqual({ a: [5], b: [1], c: [1] });
  });

  it('moves the state against the update', () => {
    const state = set({ w: [1, 2], v: [7] });

    expect(numbers(advanceState(state, set({ w: [4, -2] }), 0.5))).toEqual({ w: [-1, 3] });
    expect(() => advanceState(state, set({ x: [1] }), 1)).toThrow('the state has no x');
    expect(() => advanceState(state, set({ v: [1, 2] }), 1)).toThrow(
      'v has shape (1,), expected (2,)',
    );
  });
});
