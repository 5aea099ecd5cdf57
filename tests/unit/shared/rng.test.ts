import { describe, expect, it } from 'vitest';
import { randomInt, randomNormal, seededRng, shuffled } from '../../../src/shared/rng.ts';

describe('the seeded generator', () => {
  it('repeats its sequence for the same seed and differs for another', () => {
    const draw = (seed: string) => {
      const rng = seededRng(seed);
      return Array.from({ length: 8 }, () => rng.next());
    };

    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('is uniform in [0, 1): each of ten bins holds a tenth within five standard deviations', () => {
    const rng = seededRng('uniform');
    const bins = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 20_000; i++) bins[randomInt(rng, 10)]! += 1;

    for (const count of bins) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(1800));
  });

  it('gives normal numbers of mean 0 and variance 1', () => {
    const rng = seededRng('normal');
    const values = Array.from({ length: 20_000 }, () => randomNormal(rng));
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;

    expect(Math.abs(mean)).toBeLessThan(0.04);
    expect(Math.abs(variance - 1)).toBeLessThan(0.06);
  });

  it('shuffles a copy that holds the same members', () => {
    const items = [1, 2, 3, 4, 5];
    const copy = shuffled(seededRng('s'), items);

    expect([...copy].sort()).toEqual(items);
    expect(items).toEqual([1, 2, 3, 4, 5]);
  });
});
