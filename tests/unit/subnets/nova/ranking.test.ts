import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  denseRankSums,
  LIST_SIZE,
  NANOBODY_METRICS,
  worstWeightedRanks,
} from '../../../../src/subnets/nova/scoring/metric-ranks.ts';
import { pushTimeMs } from '../../../../src/subnets/nova/scoring/push-time.ts';
import {
  rankMolecules,
  rankNanobodies,
  REWARD_SHARES,
} from '../../../../src/subnets/nova/scoring/ranking.ts';
import { lines } from './fake-chemistry.ts';

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
    const metrics = Object.entries(NANOBODY_METRICS).flatMap(([kind, directions]) =>
      Object.entries(directions).map(([name, direction]) => `${kind} ${direction} ${name}`),
    );

    expect(metrics).toEqual([
      'confidence max design_iiptm',
      'confidence max design_ptm',
      'confidence max design_to_target_iptm',
      'confidence min min_design_to_target_pae',
      'confidence min interaction_pae',
      'physical max plip_hbonds_refolded',
      'physical max plip_saltbridge_refolded',
      'physical max delta_sasa_refolded',
      'developability min liability_score',
      'developability min liability_num_violations',
    ]);
  });
});
