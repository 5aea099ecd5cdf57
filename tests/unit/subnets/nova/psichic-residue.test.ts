import { describe, expect, it } from 'vitest';
import { residueFeatures } from '../../../../src/subnets/nova/scoring/psichic-residue.ts';

describe('residues as PSICHIC reads them', () => {
  it('reads X, U and B as unknown and refuses other letters', () => {
    expect(residueFeatures('U')).toEqual(residueFeatures('X'));
    expect(residueFeatures('B')).toEqual(residueFeatures('X'));
    for (const letter of ['Z', 'a', '', 'AC', 'J', 'O']) {
      expect(() => residueFeatures(letter)).toThrow(
        expect.objectContaining({ code: 'input.malformed' }),
      );
    }
  });

  it('pins every property of every residue', () => {
    const all = [...'ACDEFGHIKLMNPQRSTVWYX'].map((letter) => residueFeatures(letter));
    const sums = all.map(
      (features, i) => features.slice(21).reduce((sum, x, j) => sum + x * (j + 1), 0) + i,
    );

    expect(all.every((features) => features.length === 33)).toBe(true);
    expect(sums.map((sum) => Number(sum.toFixed(6)))).toMatchInlineSnapshot(`
      [
        27.692876,
        37.90225,
        17.40918,
        26.33337,
        37.511549,
        23.88834,
        31.902911,
        44.894628,
        38.93839,
        46.689726,
        42.199978,
        23.807764,
        28.154283,
        32.39207,
        50.778546,
        34.104808,
        37.502875,
        50.616659,
        61.089366,
        53.325082,
        1534.495,
      ]
    `);
  });
});
