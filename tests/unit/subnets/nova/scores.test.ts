import { describe, expect, it } from 'vitest';
import { aggregateScores, boltzScore } from '../../../../src/subnets/nova/scoring/boltz-score.ts';
import {
  blueprintScore2025,
  entropyWeight,
  moleculeScores,
  repeatedScore,
  roundScore,
  score2025,
} from '../../../../src/subnets/nova/scoring/psichic-score.ts';
import { measureBoltz, measurePsichic } from '../../../../src/subnets/nova/score.ts';
import { fakeChemistry } from './fake-chemistry.ts';

describe('boltzScore', () => {
  it('divides by heavy atoms and has none without them', () => {
    expect(boltzScore({ probability: 0.9, value: -1.2 }, 25)).toBeCloseTo(0.084, 12);
    expect(boltzScore({ probability: 0.9, value: -1.2 }, 0)).toBe(-Infinity);
  });
});

describe('aggregateScores', () => {
  it('means over targets and sums over items', () => {
    expect(aggregateScores([[1, 2], [3, 6]], 2)).toEqual({ combined: [2, 4], final: 6 }); // prettier-ignore
  });

  it.each([[null], [undefined], [0], [-0], [NaN], [-Infinity], [Infinity]])(
    'takes %s as missing',
    (score) => {
      expect(aggregateScores([[score, 1]], 2)).toEqual({
        combined: [-Infinity, 1],
        final: -Infinity,
      });
      expect(aggregateScores([[1], [score]], 1).final).toBe(-Infinity);
    },
  );

  it('misses items that nobody scored', () => {
    expect(aggregateScores([[1]], 2).final).toBe(-Infinity);
    expect(aggregateScores([], 1).final).toBe(-Infinity);
    expect(aggregateScores([], 0)).toEqual({ combined: [], final: 0 });
  });
});

describe('the score of 2025', () => {
  it('takes 0.9 of the unwanted mean away', () => {
    expect(moleculeScores([[6], [8]], [[5], [4]])[0]).toBeCloseTo(2.95, 12); // prettier-ignore
    expect(moleculeScores([[6]], [[4]], 0.5)).toEqual([4]);
    expect(moleculeScores([[6, null, 5]], [[4, 4, 0]])).toEqual([2.4, -Infinity, -Infinity]);
    expect(moleculeScores([], [[1]])).toEqual([]);
    expect(moleculeScores([[1]], [])).toEqual([-Infinity]);
  });

  it('weighs variety by epoch, from 0.3 at 16888', () => {
    expect(entropyWeight(16888)).toBe(0.3);
    expect(entropyWeight(16889)).toBeCloseTo(0.307142857, 12);
    expect(entropyWeight(16846)).toBeCloseTo(0.3 - 42 * 0.007142857, 12);
    expect(entropyWeight(16000)).toBe(0);
  });

  it('pays the bonus above 0 only', () => {
    expect(score2025([1, 1], 0.5, 16888)).toBeCloseTo(2.3, 12);
    expect(score2025([1, -1], 0.5, 16888)).toBe(0);
    expect(score2025([-1], 0.5, 16888)).toBe(-1);
    expect(score2025([1], null, 16888)).toBe(1);
    expect(score2025([1, -Infinity], 0.5, 16888)).toBe(-Infinity);
  });

  it('divides or multiplies repeated names, where that is on', () => {
    const rule = { weight: 0.5, threshold: 1 };

    expect(repeatedScore(2, 4, rule)).toBe(1);
    expect(repeatedScore(1, 4, rule)).toBe(2);
    expect(repeatedScore(2, 4, { weight: 0, threshold: 1 })).toBe(2);
    expect(repeatedScore(2, 0, rule)).toBe(2);
  });

  it('rounds exact ties to the even digit', () => {
    expect(roundScore(0.00005)).toBe(0.0001);
    expect(roundScore(2.03125)).toBe(2.0312);
    expect(roundScore(2.09375)).toBe(2.0938);
    expect(roundScore(-Infinity)).toBe(-Infinity);
    expect(roundScore(1.23456789, 6)).toBe(1.234568);
  });

  it('means over a blueprint entry', () => {
    expect(blueprintScore2025([1, 2, 6])).toBe(3);
    expect(blueprintScore2025([])).toBe(-Infinity);
  });
});

describe('measurements', () => {
  const context = {
    space: {
      reactions: new Map([[2, { smarts: 'x', roleA: 1, roleB: 2, roleC: 0 }]]),
      blocks: new Map([
        [1, { smiles: 'a', roles: 1 }],
        [2, { smiles: 'b', roles: 2 }],
      ]),
    },
    chemistry: { ...fakeChemistry({ numbers: { heavyAtoms: 20 } }), react: () => 'ab' },
    allowed: null,
    archive: { inchiKeys: new Set<string>(), morgan: [] },
  };

  it('scores a valid entry and shows each molecule', () => {
    const unit = {
      ids: ['rxn:2:1:2'],
      context,
      affinities: [new Map([['ab', { probability: 0.9, value: -1.1 }]])],
      molecules: 1,
      predictor: 'network',
    } as const;

    expect(measureBoltz(unit).score).toBeCloseTo(0.1, 12);
    expect(measureBoltz(unit).components.map(({ name, weight, label }) => [name, weight, label])).toEqual([['molecule.0', 0, 'exact'], ['final', 1, 'exact']]); // prettier-ignore
    expect(measureBoltz({ ...unit, affinities: [new Map()] }).score).toBe(-Infinity);
    expect(measureBoltz({ ...unit, ids: ['rxn:2:1:9'] }).validity.faults).toHaveLength(1);
    expect(measureBoltz({ ...unit, predictor: 'local' }).components[0]?.label).toBe('proxy');
  });

  it('rounds the score of 2025 to four decimals', () => {
    const found = measurePsichic(
      { smiles: ['a'], targets: [[1.23456789]], antitargets: [[1]], epoch: 0, predictor: 'local' },
      context.chemistry,
    );

    expect(found.score).toBe(0.3346);
    expect(found.components.map(({ name, label }) => [name, label])).toEqual([['molecule.0', 'proxy'], ['maccs_entropy', 'exact'], ['final', 'proxy']]); // prettier-ignore
  });
});
