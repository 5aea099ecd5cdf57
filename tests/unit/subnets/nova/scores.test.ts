import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONTEST,
  entryId,
  nextContest,
} from '../../../../src/subnets/nova/scoring/blueprint-contest.ts';
import { aggregateScores, boltzScore } from '../../../../src/subnets/nova/scoring/boltz-score.ts';
import {
  denseRankSums,
  LIST_SIZE,
  NANOBODY_METRICS,
  worstWeightedRanks,
} from '../../../../src/subnets/nova/scoring/metric-ranks.ts';
import { copyRule, hasQuality } from '../../../../src/subnets/nova/scoring/nanobody-duplicates.ts';
import {
  checkSequence,
  longestPairs,
  longestRun,
  residueEntropy,
  vhhClass,
} from '../../../../src/subnets/nova/scoring/nanobody-strings.ts';
import {
  blueprintScore2025,
  entropyWeight,
  moleculeScores,
  repeatedScore,
  roundScore,
  score2025,
} from '../../../../src/subnets/nova/scoring/psichic-score.ts';
import { pushTimeMs } from '../../../../src/subnets/nova/scoring/push-time.ts';
import {
  rankMolecules,
  rankNanobodies,
  REWARD_SHARES,
} from '../../../../src/subnets/nova/scoring/ranking.ts';
import { measureBoltz, measurePsichic } from '../../../../src/subnets/nova/score.ts';
import { fakeChemistry } from './fake-chemistry.ts';
import type {
  Challenger,
  ContestEntry,
  ContestRule,
} from '../../../../src/subnets/nova/scoring/blueprint-contest.ts';

const lines = (n: number) => [...Array(n).keys()];

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

describe('ranking', () => {
  const uids = (ranks: ReadonlyMap<number, number>) =>
    [...ranks].sort(([, a], [, b]) => a - b).map(([uid]) => uid);

  it('puts the highest molecule first and leaves out what has no score', () => {
    expect(
      uids(
        rankMolecules([
          { uid: 1, score: 0.1 },
          { uid: 2, score: 0.2 },
          { uid: 3, score: -Infinity },
          { uid: 4 },
          { uid: 5, score: NaN },
          { uid: 6, score: null },
          { uid: 7, score: -1 },
        ]),
      ),
    ).toEqual([2, 1, 7]);
  });

  it('breaks ties by block, push time and uid', () => {
    const at = (uid: number, block: number | null, pushTime: string) => ({
      uid,
      score: 1,
      block,
      pushTime,
    });

    expect(
      uids(
        rankMolecules([
          at(6, null, '2026-08-01T00:00:00Z'),
          at(5, 9, 'soon'),
          at(4, 9, '2026-08-01T00:00:01Z'),
          at(3, 9, '2026-08-01T00:00:00Z'),
          at(2, 9, '2026-08-01T00:00:00Z'),
          at(1, 8, ''),
        ]),
      ),
    ).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('puts the lowest nanobody first and breaks ties by kind of metric', () => {
    const kinds = (confidence: number | null, physical: number, developability: number) => [
      { confidence, physical, developability },
    ];

    expect(
      uids(
        rankNanobodies([
          { uid: 1, score: 2, kinds: kinds(0, 0, 0) },
          { uid: 2, score: 1 },
          { uid: 3, score: 1, kinds: kinds(null, 0, 0) },
          { uid: 4, score: 1, kinds: kinds(5, 1, 2) },
          { uid: 5, score: 1, kinds: kinds(5, 1, 1) },
          { uid: 6, score: 1, kinds: kinds(5, 0, 9) },
          { uid: 7, score: 1, kinds: [...kinds(2, 9, 9), ...kinds(2, 9, 9)] },
        ]),
      ),
    ).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(REWARD_SHARES).toEqual({ nanobody: 0.6, molecule: 0.4 });
  });

  it('does not depend on the order of entries', () => {
    const entries = fc.uniqueArray(
      fc.record({ uid: fc.nat(), score: fc.integer({ min: 0, max: 3 }), block: fc.nat(3) }),
      { selector: ({ uid }) => uid },
    );
    fc.assert(
      fc.property(entries, (list) => {
        expect(uids(rankMolecules(list.toReversed()))).toEqual(uids(rankMolecules(list)));
      }),
    );
  });
});

describe('pushTimeMs', () => {
  it('reads ISO times with and without zone and fraction', () => {
    const midnight = Date.UTC(2026, 7, 1);

    expect(pushTimeMs('2026-08-01T00:00:00Z')).toBe(midnight);
    expect(pushTimeMs('2026-08-01')).toBe(midnight);
    expect(pushTimeMs('2026-08-01 00:00')).toBe(midnight);
    expect(pushTimeMs('2026-08-01T02:00:00+02:00')).toBe(midnight);
    expect(pushTimeMs('2026-08-01T02:00:00+0200')).toBe(midnight);
    expect(pushTimeMs('2026-08-01T00:00:00.250Z')).toBe(midnight + 250);
    expect(pushTimeMs('2026-08-01T00:00:07')).toBe(midnight + 7000);
  });

  it.each(['', null, undefined, 'yesterday', '2026-13-01', '2026-08-01T25:00:00Z', 'x2026-08-01'])(
    'puts %j last',
    (text) => {
      expect(pushTimeMs(text)).toBe(Infinity);
    },
  );
});

describe('ranks of metrics', () => {
  const rows = [{ a: 1, b: 5 }, { a: 2, b: 5 }, { a: 2, b: 3 }, { a: 9, b: null }]; // prettier-ignore

  it('sums dense ranks and has none where a metric is missing', () => {
    expect(denseRankSums(rows, [['a', 'max']])).toEqual([3, 2, 2, 1]);
    expect(denseRankSums(rows, [['a', 'min'], ['b', 'min']])).toEqual([3, 4, 3, Infinity]); // prettier-ignore
    expect(denseRankSums([], [['a', 'max']])).toEqual([]);
    expect(denseRankSums(rows, [['c', 'max']])).toEqual([Infinity, Infinity, Infinity, Infinity]);
  });

  it('takes the worst average rank over its weight and names its metric', () => {
    const metrics = [
      { name: 'a', direction: 'max', weight: 2 },
      { name: 'b', direction: 'min', weight: 1 },
    ] as const;

    expect(worstWeightedRanks(rows, metrics)).toEqual([
      { row: 3, score: 0.5, bottleneck: 'a' },
      { row: 2, score: 1.25, bottleneck: 'a' },
      { row: 0, score: 2.5, bottleneck: 'b' },
      { row: 1, score: 2.5, bottleneck: 'b' },
    ]);
    expect(worstWeightedRanks([{ a: 1, b: 1 }], [{ name: 'b', direction: 'min', weight: 1 }, { name: 'a', direction: 'max', weight: 1 }])[0]?.bottleneck).toBe('b'); // prettier-ignore
  });

  it('keeps the fifty best', () => {
    const many = lines(60).map((design_iiptm) => ({ design_iiptm }));
    const list = worstWeightedRanks(many);

    expect(LIST_SIZE).toBe(50);
    expect(list).toHaveLength(50);
    expect(list[0]).toEqual({ row: 59, score: 1, bottleneck: 'design_iiptm' });
  });

  it('scores ten metrics of three kinds', () => {
    expect(NANOBODY_METRICS).toEqual({
      confidence: {
        design_iiptm: 'max',
        design_ptm: 'max',
        design_to_target_iptm: 'max',
        min_design_to_target_pae: 'min',
        interaction_pae: 'min',
      },
      physical: {
        plip_hbonds_refolded: 'max',
        plip_saltbridge_refolded: 'max',
        delta_sasa_refolded: 'max',
      },
      developability: { liability_score: 'min', liability_num_violations: 'min' },
    });
  });
});

describe('nanobodies', () => {
  // Every pair of neighbours differs and no pair comes twice in a row; hydrophobic letters are rare.
  const clean = (length: number) => `C${'DEGHKNPQRSTY'.repeat(20)}`.slice(0, length);
  const passes = (text: string) => checkSequence(text).passes;

  it('takes 90 to 150 letters', () => {
    expect([89, 90, 150, 151].map((length) => passes(clean(length)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(checkSequence(` ${clean(90).toLowerCase()}\n`).passes).toBe(true);
  });

  it('takes runs of 6 and repeats of 4 pairs, no more', () => {
    const with_ = (part: string) => passes(clean(60) + part + clean(40).slice(1));

    expect(with_('GGGGGG')).toBe(true);
    expect(with_('GGGGGGG')).toBe(false);
    expect(with_('GNGNGNGN')).toBe(true);
    expect(with_('GNGNGNGNGN')).toBe(false);
  });

  it('needs a cysteine, and a pair 35 to 80 apart where more are asked', () => {
    const pair = (distance: number, minCysteines: number) => {
      const text = clean(140);
      const found = checkSequence(`${text.slice(0, distance)}C${text.slice(distance + 1)}`, {
        ...ruleOf(),
        minCysteines,
      });
      return [found.plausibleCysteinePair, found.passes];
    };

    expect(passes(clean(100).slice(1))).toBe(false);
    expect([34, 35, 80, 81].map((distance) => pair(distance, 2))).toEqual([[false, false], [true, true], [true, true], [false, false]]); // prettier-ignore
    expect(pair(34, 1)).toEqual([false, true]);
    expect(pair(35, 3)).toEqual([true, false]);
  });

  it('refuses a signal peptide within the first 30 letters', () => {
    const signal = (before: number, hydrophobic: string, after = 'GS') =>
      checkSequence(clean(before) + hydrophobic + after + clean(100)).signalPeptide;

    expect(signal(1, 'AILMFWVA')).toBe(true);
    expect(signal(1, 'AILMFWV')).toBe(false);
    expect(signal(22, 'AILMFWVA')).toBe(true);
    expect(signal(23, 'AILMFWVA')).toBe(false);
    expect(signal(1, 'AILMGGGGFWVA')).toBe(true);
    expect(signal(1, 'AILMGGGGGFWVA')).toBe(false);
    expect(checkSequence('AILMFWVAAIL').signalPeptide).toBe(false);
  });

  it('names letters that are no amino acid', () => {
    expect(checkSequence('ZAXBZ').strangers).toEqual(['B', 'X', 'Z']);
    expect(checkSequence('ACDEFGHIKLMNPQRSTVWY').strangers).toEqual([]);
    expect(checkSequence('')).toMatchObject({
      length: 0,
      longestRun: 0,
      entropy: 0,
      passes: false,
    });
  });

  it('measures runs, repeats and variety', () => {
    expect([longestRun('ABBBA'), longestRun('AAB'), longestRun('A')]).toEqual([3, 2, 1]);
    expect(['AB', 'ABA', 'ABAB', 'XABABAB', 'AABB', 'AAAA', 'ABCD'].map(longestPairs)).toEqual([
      0, 0, 2, 3, 0, 0, 1,
    ]);
    expect(residueEntropy('AACC')).toBe(1);
    expect(residueEntropy('AACCXX')).toBe(1);
    expect(residueEntropy('ACDEFGHIKLMNPQRSTVWY')).toBeCloseTo(Math.log2(20), 12);
    expect(['ER', 'QR', 'EL', 'GR'].map(([a = '', b = '']) => vhhClass(a, b))).toEqual([
      'VHH',
      'VHH',
      'VH',
      'VH',
    ]);
  });

  it('calls a copy what is too like one of the best', () => {
    const like = (
      sequence: number,
      cdr3: number | null,
      cdr1: number | null = 0,
      cdr2: number | null = 0,
    ) => copyRule({ sequence, cdr1, cdr2, cdr3 }) !== null;

    expect([like(0.95, 0), like(0.949, 0)]).toEqual([true, false]);
    expect([like(0, 0.85), like(0, 0.849)]).toEqual([true, false]);
    expect([
      like(0, 0.8, 0.9, 0.9),
      like(0, 0.799, 1, 1),
      like(0, 0.8, 0.89, 1),
      like(0, 0.8, 1, 0.89),
    ]).toEqual([true, false, false, false]);
    expect([like(0.9, null), like(0.899, null, 1, 1), like(0.9, 0.8, null, null)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('asks for nativeness of 0.45 and a human framework of 0.75', () => {
    expect([hasQuality('nativeness', 0.45), hasQuality('nativeness', 0.449)]).toEqual([
      true,
      false,
    ]);
    expect([hasQuality('humanFramework', 0.75), hasQuality('humanFramework', 0.749)]).toEqual([
      true,
      false,
    ]);
  });

  function ruleOf() {
    return {
      minLength: 90,
      maxLength: 150,
      maxRun: 6,
      maxPairs: 4,
      minCysteines: 1,
      cysteineDistance: [35, 80] as const,
      signal: { window: 12, hydrophobic: 8, prefix: 30 },
    };
  }
});

describe('nextContest', () => {
  const who = (hotkey: string, snapshotEpoch = 0) => ({
    hotkey,
    uid: 1,
    snapshotEpoch,
    coldkey: null,
    submissionName: null,
  });
  const rival = (hotkey: string, wins: number, scoreSum = 0): Challenger => ({
    ...who(hotkey),
    wins,
    scoreSum,
  });
  const entry = (hotkey: string, kind: ContestEntry['kind'] = 'challenger') => ({
    contestant: who(hotkey),
    kind,
  });
  const scores = (values: Record<string, number | null>) =>
    new Map(Object.entries(values).map(([hotkey, score]) => [`${hotkey}@0`, score]));
  const step = (
    challengers: Challenger[],
    values: Record<string, number | null>,
    entries: ContestEntry[] = [],
    rule: ContestRule = { ...CONTEST, keepsAbove: false },
  ) => nextContest({ champion: who('K'), challengers }, entries, scores(values), rule);
  const left = (result: ReturnType<typeof step>) =>
    result.state.challengers.map(({ hotkey, wins }) => `${hotkey}${wins}`);

  it('takes four wins by 0.005', () => {
    expect(CONTEST).toEqual({ margin: 0.005, wins: 4 });
    expect(entryId(who('K', 7))).toBe('K@7');
    expect(left(step([rival('A', 1)], { K: 0.5, A: 0.505 }))).toEqual(['A2']);
    expect(left(step([rival('A', 1)], { K: 0.5, A: 0.5049 }))).toEqual([]);
    expect(
      left(
        nextContest(
          { champion: who('K'), challengers: [rival('A', 1)] },
          [],
          scores({ K: 0.5, A: 0.6 }),
        ),
      ),
    ).toEqual(['A2']);
  });

  it('promotes at the fourth win, the largest sum first, and sets the others back', () => {
    const result = step(
      [rival('A', 3, 1), rival('B', 3, 2), rival('C', 1, 9)],
      { K: 0.5, A: 0.6, B: 0.6, C: 0.6 },
      [entry('D', 'entrant')],
    );

    expect(result.state.champion).toEqual(who('B'));
    expect(result.championEntry).toBe('B@0');
    expect(result.championScore).toBe(0.6);
    expect(result.state.challengers).toEqual([rival('A', 0), rival('C', 0)]);
  });

  it('keeps the first of equal sums', () => {
    expect(
      step([rival('A', 3, 1), rival('B', 3, 1)], { K: 0.5, A: 0.6, B: 0.6 }).championEntry,
    ).toBe('A@0');
  });

  it('changes nothing when the champion has no score', () => {
    for (const K of [null, NaN, Infinity]) {
      const result = step([rival('A', 3)], { K, A: 0.9 });

      expect(left(result)).toEqual(['A3']);
      expect(result.championEntry).toBe('K@0');
      expect(result.championScore).toBeNull();
    }
  });

  it('keeps the wins of a challenger without a result', () => {
    expect(left(step([rival('A', 2)], { K: 0.5 }))).toEqual(['A2']);
  });

  it('admits entrants that reach the mark with one win', () => {
    const result = step([], { K: 0.5, D: 0.505, E: 0.504, F: 0.9 }, [
      entry('D', 'entrant'),
      entry('E', 'entrant'),
      entry('F'),
      entry('G', 'entrant'),
    ]);

    expect(result.state.challengers).toEqual([rival('D', 1, 0.505)]);
  });

  it('promotes an entrant at once where one win is enough', () => {
    expect(
      step([], { K: 0.5, D: 0.6 }, [entry('D', 'entrant')], {
        margin: 0.005,
        wins: 1,
        keepsAbove: false,
      }).championEntry,
    ).toBe('D@0');
  });

  it('can keep who is above the champion when nobody reaches the mark', () => {
    const kind = (values: Record<string, number>) =>
      left(
        step([rival('A', 2), rival('B', 2)], values, [entry('A'), entry('B')], {
          ...CONTEST,
          keepsAbove: true,
        }),
      );

    expect(kind({ K: 0.5, A: 0.501, B: 0.5 })).toEqual(['A2']);
    expect(kind({ K: 0.5, A: 0.501, B: 0.6 })).toEqual(['B3']);
  });

  it('crowns the first best score at six decimals', () => {
    const first = (values: Record<string, number | null>) =>
      nextContest(
        { champion: null, challengers: [] },
        [entry('A', 'entrant'), entry('B', 'entrant')],
        scores(values),
      ).championEntry;

    expect(first({ A: 0.5, B: 0.5000004 })).toBe('A@0');
    expect(first({ A: 0.5, B: 0.500002 })).toBe('B@0');
    expect(first({ A: null, B: -5 })).toBe('B@0');
    expect(first({ A: null, B: NaN })).toBeNull();
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
