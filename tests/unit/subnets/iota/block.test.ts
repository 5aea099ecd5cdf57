import { describe, expect, it } from 'vitest';
import { matrix } from '../../../../src/nn/reference/linear.ts';
import { ropeTables } from '../../../../src/nn/reference/rope.ts';
import { blockBackward, blockForward } from '../../../../src/subnets/iota/reference.ts';

describe('a block', () => {
  const wave = (rows: number, columns: number, phase: number) =>
    matrix(
      rows,
      columns,
      Array.from({ length: rows * columns }, (_, i) => Math.sin(i + phase) / 3),
    );
  const shape = {
    batch: 1,
    tokens: 3,
    heads: 2,
    groups: 1,
    headSize: 2,
    rope: ropeTables({ headSize: 2, base: 100, positions: 3 }),
  };
  const weights = {
    key: wave(2, 4, 1),
    value: wave(2, 4, 2),
    query: wave(4, 4, 3),
    out: wave(4, 4, 4),
    fc1: wave(6, 4, 5),
    fc2: wave(6, 4, 6),
    fc3: wave(4, 6, 7),
    norm1: Float64Array.of(1, 0.9, 1.1, 1),
    norm2: Float64Array.of(1, 1.2, 0.8, 1),
    decoder: wave(4, 2, 8),
  };

  it.each([
    ['full in, full out', 4, {}],
    ['narrow in, full out', 2, {}],
    ['full in, narrow out', 4, { fc4: wave(2, 4, 9) }],
    ['narrow in, narrow out', 2, { fc4: wave(2, 4, 9) }],
  ])('%s: gradients agree with differences', (_name, width, more) => {
    const w = { ...weights, ...more };
    const x = wave(3, width, 0.4);
    const out = blockForward(x, w, shape);
    const dy = wave(out.rows, out.columns, 2);
    const sum = (input: typeof x) =>
      blockForward(input, w, shape).data.reduce((part, y, i) => part + y * (dy.data[i] ?? 0), 0);

    const { dx, gradients } = blockBackward(x, w, { shape, dy });

    for (const [i, value] of x.data.entries()) {
      const moved = (step: number) => {
        const copy = matrix(x.rows, x.columns, x.data);
        copy.data[i] = value + step;
        return sum(copy);
      };
      expect(dx.data[i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6);
    }
    expect('decoder' in gradients).toBe(width === 2);
    expect('fc4' in gradients).toBe('fc4' in more);
  });
});
