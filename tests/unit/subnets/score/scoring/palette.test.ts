import { describe, expect, it } from 'vitest';
import { palettePillar, rolePillar } from '../../../../../src/subnets/score/scoring/palette.ts';

const NAMES = { team1: '1', team2: '2' };

/** Players side by side; one letter a player: its shirt, or what the answer says of it. */
function row(shirts: readonly (string | null)[], label = 'player') {
  return shirts.map((team, i) => ({
    box: [100 * i, 0, 100 * i + 40, 80] as const,
    label,
    team,
  }));
}

const frame = (truth: readonly (string | null)[], answer: readonly (string | null)[]) => ({
  truth: row(truth),
  predicted: row(answer),
});

describe('palette', () => {
  it('does not mind which side is called which, frame by frame', () => {
    expect(palettePillar([frame(['red', 'blue'], ['1', '2'])], NAMES)).toBe(1);
    expect(palettePillar([frame(['red', 'blue'], ['2', '1'])], NAMES)).toBe(1);
    expect(
      palettePillar(
        [frame(['red', 'blue'], ['1', '2']), frame(['red', 'blue'], ['2', '1'])],
        NAMES,
      ),
    ).toBe(1);
  });

  it('counts a player on the wrong side as not found', () => {
    // Two of three are right: 2 × 2 / 6.
    expect(palettePillar([frame(['red', 'red', 'blue'], ['1', '1', '1'])], NAMES)).toBeCloseTo(
      2 / 3,
      12,
    );
  });

  it('calls every shirt but the two commonest, and no shirt, other', () => {
    const truth = ['green', 'red', 'red', 'blue', 'blue', null];

    expect(palettePillar([frame(truth, ['x', '1', '1', '2', '2', null])], NAMES)).toBe(1);
    expect(palettePillar([frame(truth, ['1', '2', '2', 'x', 'x', 'x'])], NAMES)).toBeCloseTo(
      3 / 6,
      12,
    );
  });

  it('has other for the second side where all wear one shirt', () => {
    expect(palettePillar([frame(['red', 'red', null], ['1', '1', '2'])], NAMES)).toBe(1);
  });

  it('looks at players alone', () => {
    const truth = [...row(['red', 'blue']), ...row(['black'], 'referee')];

    expect(palettePillar([{ truth, predicted: row(['1', '2']) }], NAMES)).toBe(1);
  });
});

describe('role', () => {
  it('is half the label and half the side', () => {
    // Labels all right: 1. Sides: two of three.
    expect(rolePillar([frame(['red', 'red', 'blue'], ['1', '1', '1'])], NAMES)).toBeCloseTo(
      (1 + 2 / 3) / 2,
      12,
    );
    // The referee is called a player: 2 of 3 labels, and a player too many: 4 / 5 of the sides.
    const truth = [...row(['red', 'blue']), ...row([null, null, null], 'referee').slice(2)];
    const predicted = row(['1', '2', 'x']);

    expect(rolePillar([{ truth, predicted }], NAMES)).toBeCloseTo((4 / 6 + 4 / 5) / 2, 12);
  });
});
