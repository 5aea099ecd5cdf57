import { describe, expect, it } from 'vitest';
import { randomNormal, seededRng } from '../../../../src/shared/rng.ts';
import {
  attentionChunked,
  attentionPublished,
  attentionRecurrent,
  CHUNK_TOKENS,
} from '../../../../src/subnets/quasar/reference.ts';
import type { AttentionInputs } from '../../../../src/subnets/quasar/reference.ts';

function random(batch: number, tokens: number, heads: number, size: number): AttentionInputs {
  const rng = seededRng(`${batch}.${tokens}.${heads}.${size}`);
  const draw = () =>
    Float64Array.from({ length: batch * tokens * heads * size }, () => randomNormal(rng));
  const beta = Float64Array.from({ length: heads }, () => rng.next());
  return { batch, tokens, heads, size, q: draw(), k: draw(), v: draw(), beta };
}

/** The formula once more, by whole matrices, for one batch and one head. */
function byHand({ tokens, size, q, k, v, beta }: AttentionInputs) {
  let state = Array.from({ length: size }, () => Array.from({ length: size }, () => 0));
  const o: number[] = [];
  for (let t = 0; t < tokens; t++) {
    const row = (data: Float64Array) => [...data.subarray(t * size, (t + 1) * size)];
    const [qt, kt, vt] = [row(q), row(k), row(v)];
    const lambda = kt.reduce((sum, x) => sum + x * x, 0);
    const alpha = (1 - Math.exp(-(beta[0] ?? 0) * lambda)) / (lambda + 1e-8);
    const old = state;
    state = old.map((line, i) =>
      line.map((value, j) => {
        const seen = kt.reduce((sum, key, m) => sum + key * (old[m]?.[j] ?? 0), 0);
        return value - alpha * (kt[i] ?? 0) * seen + alpha * (kt[i] ?? 0) * (vt[j] ?? 0);
      }),
    );
    const now = state;
    for (let j = 0; j < size; j++) {
      o.push(qt.reduce((sum, x, i) => sum + x * (now[i]?.[j] ?? 0), 0));
    }
  }
  return { o, state: state.flat() };
}

function expectSame(a: ArrayLike<number>, b: ArrayLike<number>): void {
  expect(a.length).toBe(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).toBeCloseTo(b[i] ?? NaN, 10);
}

describe('attention', () => {
  it('is the recurrence of its formula', () => {
    const inputs = random(1, 7, 1, 3);
    const result = attentionRecurrent(inputs);
    const expected = byHand(inputs);

    expectSame(result.o, expected.o);
    expectSame(result.state, expected.state);
  });

  it('is the same in chunks of any length', () => {
    const inputs = random(2, 9, 2, 3);
    const truth = attentionRecurrent(inputs);

    expect(CHUNK_TOKENS).toBe(64);
    for (const chunk of [2, 4, 9, undefined]) {
      const result = attentionChunked(inputs, chunk);
      expectSame(result.o, truth.o);
      expectSame(result.state, truth.state);
    }
  });

  it('keeps heads and batches apart', () => {
    const inputs = random(2, 4, 2, 2);
    const changed = { ...inputs, v: inputs.v.slice() };
    for (let t = 0; t < 4; t++) changed.v.set([9, 9], (t * 2 + 1) * 2); // batch 0, head 1
    const [a, b] = [attentionRecurrent(inputs), attentionRecurrent(changed)];

    for (let t = 0; t < 4; t++) {
      expectSame(a.o.subarray(t * 4, t * 4 + 2), b.o.subarray(t * 4, t * 4 + 2));
      expect(a.o[t * 4 + 2]).not.toBe(b.o[t * 4 + 2]);
    }
    expectSame(a.o.subarray(16), b.o.subarray(16));
  });

  it('does not change on a zero key, and sees only the past', () => {
    const inputs = random(1, 5, 1, 3);
    const zeroed = { ...inputs, k: inputs.k.slice(), v: inputs.v.slice() };
    zeroed.k.fill(0, 12);
    const shorter = {
      ...inputs,
      tokens: 4,
      q: inputs.q.slice(0, 12),
      k: inputs.k.slice(0, 12),
      v: inputs.v.slice(0, 12),
    };

    expectSame(attentionRecurrent(zeroed).state, attentionRecurrent(shorter).state);
    expectSame(attentionRecurrent(inputs).o.subarray(0, 12), attentionRecurrent(shorter).o);
  });

  it('of no tokens is nothing', () => {
    expect(attentionRecurrent(random(1, 0, 1, 2))).toEqual({
      o: new Float64Array(),
      state: new Float64Array(4),
    });
  });

  it('as published agrees in the state of one head and differs in the output', () => {
    const inputs = random(1, 10, 1, 3);
    const [published, truth] = [attentionPublished(inputs, 4), attentionChunked(inputs, 4)];

    expectSame(published.state, truth.state);
    expect(Math.abs((published.o[0] ?? 0) - (truth.o[0] ?? 0))).toBeGreaterThan(1e-3);
    expect(attentionPublished(random(1, 3, 1, 2)).o).toHaveLength(6);
  });

  it('refuses shapes that do not fit', () => {
    const inputs = random(1, 2, 1, 2);

    expect(() => attentionRecurrent({ ...inputs, k: new Float64Array(3) })).toThrow(
      'k has 3 numbers, (1, 2, 1, 2) needs 4',
    );
    expect(() => attentionRecurrent({ ...inputs, beta: new Float64Array(2) })).toThrow(
      'beta has 2 numbers for 1 heads',
    );
    expect(() => attentionChunked(inputs, 0)).toThrow('a chunk of 0 tokens');
    expect(() => attentionPublished(inputs, NaN)).toThrow('a chunk of NaN tokens');
  });
});
