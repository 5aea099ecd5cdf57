import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { admitSequence, EMPTY_WINDOW } from '../../../../src/coordinator/core/sequence.ts';

const admitAll = (numbers: readonly number[]) =>
  numbers.reduce((window, seq) => admitSequence(window, seq), EMPTY_WINDOW);

describe('the sequence window', () => {
  it('admits numbers out of order while they are within 64 of the highest', () => {
    expect(admitAll([1, 64, 2, 63, 65]).top).toBe(65);
  });

  it('refuses a number it has seen', () => {
    const window = admitAll([1, 2, 3]);

    expect(() => admitSequence(window, 2)).toThrow(/used before/);
  });

  it('refuses a number that fell out of the window', () => {
    const window = admitAll([100]);

    expect(() => admitSequence(window, 36)).toThrow(/older than the window/);
    expect(admitSequence(window, 37).top).toBe(100);
  });

  it('admits every number at most once, in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 300 }), (numbers) => {
        const admitted = new Set<number>();
        let window = EMPTY_WINDOW;
        for (const seq of numbers) {
          try {
            window = admitSequence(window, seq);
          } catch {
            continue;
          }
          expect(admitted.has(seq)).toBe(false);
          admitted.add(seq);
        }
      }),
    );
  });
});
