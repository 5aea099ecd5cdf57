import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quorumQuality, VERDICT_QUORUM } from '../../../../../src/subnets/quasar/scoring/quorum.ts';
import {
  FAILED_FACTOR,
  priorityOf,
  rankWorkers,
  trustOf,
} from '../../../../../src/subnets/quasar/scoring/scheduler.ts';
import {
  EVENT_WINDOW,
  FAIL_PENALTY,
  failureUnits,
  HALF_LIFE_EVENTS,
  hotkeyOf,
  LEAST_FAILURE,
  scoreWindow,
  validatorWeights,
} from '../../../../../src/subnets/quasar/scoring/score-window.ts';

const all = { events: 0, halfLife: null };

describe('the score window', () => {
  it('has its constants', () => {
    expect([EVENT_WINDOW, HALF_LIFE_EVENTS, FAIL_PENALTY, LEAST_FAILURE]).toEqual([256, 64, 1, 1]);
  });

  it('halves a weight each 64 events and forgets what is older than 256', () => {
    const event = [{ learner: 'a', weight: 64 }];
    const of = (count: number) =>
      scoreWindow([event, ...Array.from({ length: count }, () => [])], []).accepted.get('a');

    expect([of(0), of(64), of(128)]).toEqual([64, 32, 16]);
    expect(of(255)).toBeCloseTo(64 * 0.5 ** (255 / 64), 9);
    expect(of(256)).toBeUndefined();
  });

  it('counts all events, undecayed, where the rule says so', () => {
    const events = Array.from({ length: 300 }, () => [{ learner: 'a', weight: 1 }]);

    expect(scoreWindow(events, [], all).accepted.get('a')).toBe(300);
    expect(scoreWindow(events, [], { events: -5, halfLife: 0 }).accepted.get('a')).toBe(300);
    expect(scoreWindow(events, [], { events: 2, halfLife: null }).accepted.get('a')).toBe(2);
  });

  it('takes the hotkey before the first colon and leaves out what has none or no weight', () => {
    const updates = [':w', ' ', 'a:b:c', ' a ', 'z'].map((learner) => ({ learner, weight: 1 }));
    const { accepted } = scoreWindow([[...updates, { learner: 'z', weight: -1 }]], [], all);

    expect([...accepted]).toEqual([
      ['a', 2],
      ['z', 1],
    ]);
    expect(hotkeyOf(' 5A:w0 ')).toBe('5A');
    expect(scoreWindow([[{ learner: 'a', weight: NaN }]], [], all).accepted.size).toBe(0);
  });

  it('fails an update that is not sane by its weight, at least 1', () => {
    const updates = [
      { learner: 'a', weight: 10 },
      { learner: 'a', weight: 4, sane: false },
      { learner: 'b', weight: 0.25, sane: false },
    ];
    const window = scoreWindow([updates], [], all);

    expect([...window.failed]).toEqual([
      ['a', 4],
      ['b', 1],
    ]);
    expect(window.accepted.get('a')).toBe(10);
    expect([...window.scores]).toEqual([['a', 1]]);
  });

  it('scores only who has units left, and shares add up to 1', () => {
    const updates = [
      { learner: 'a', weight: 3 },
      { learner: 'b', weight: 2 },
      { learner: 'c', weight: 6 },
    ];
    const { scores } = scoreWindow(
      [updates],
      [
        { hotkey: 'b', units: 2 },
        { hotkey: 'a', units: 0 },
      ],
      all,
    );

    expect([...scores]).toEqual([
      ['a', 0.25],
      ['c', 0.75],
    ]);
  });

  it('never gives a share outside 0 to 1', () => {
    const update = fc.record({
      learner: fc.constantFrom('a', 'b:1', 'c:2', ''),
      weight: fc.double({ min: -5, max: 1e6, noNaN: true }),
      sane: fc.boolean(),
    });
    const failure = fc.record({
      hotkey: fc.constantFrom('a', 'b', 'd'),
      units: fc.double({ min: 0, max: 1e5, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(update)), fc.array(failure), (events, failures) => {
        const { scores } = scoreWindow(events, failures);
        const shares = [...scores.values()];

        expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
        if (shares.length > 0) expect(shares.reduce((sum, s) => sum + s, 0)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('refuses infinite units', () => {
    expect(() => scoreWindow([[{ learner: 'a', weight: Infinity }]], [])).toThrow('infinite');
  });

  it('takes the larger of plan and estimate for a failure', () => {
    expect([failureUnits(3, 5), failureUnits(7, 5), failureUnits(-1, NaN)]).toEqual([5, 7, 0]);
  });

  it('leaves the whole weight to the validator when nobody has a score', () => {
    expect([...validatorWeights(new Map(), 'v')]).toEqual([['v', 1]]);
    expect([...validatorWeights(new Map([['a', 1]]), 'v')]).toEqual([['a', 1]]);
  });
});

describe('trust and priority', () => {
  it('count a failed unit twice and never fall below zero', () => {
    expect(FAILED_FACTOR).toBe(2);
    expect(trustOf({ accepted: 1000, failed: 100 })).toBeCloseTo(800 / 1100, 12);
    expect(trustOf({ accepted: 0, failed: 0 })).toBe(1);
    expect(trustOf({ accepted: 5, failed: -1 })).toBe(1);
    expect(trustOf({ accepted: 2, failed: 1 })).toBe(0);
    expect(trustOf({ accepted: 3, failed: 1 })).toBe(0.25);
    expect(trustOf({ accepted: -3, failed: 1 })).toBe(0);
  });

  it('rise with accepted work and cards and fall with the queue', () => {
    const account = { accepted: Math.E - 1, failed: 0 };

    expect(priorityOf(account, { gpus: 3, queued: 1 })).toBeCloseTo(3, 12);
    expect(priorityOf(account, { gpus: 0, queued: -4 })).toBeCloseTo(2, 12);
    expect(priorityOf({ accepted: -9, failed: 0 }, { gpus: 1, queued: 0 })).toBe(1);
  });

  it('rank by priority, then cards, then hotkey, then worker', () => {
    const worker = (hotkey: string, name: string, gpus: number, queued: number, accepted = 0) => ({
      hotkey,
      worker: name,
      gpus,
      queued,
      account: { accepted, failed: 0 },
    });
    const ranked = rankWorkers([
      worker('b', 'x', 1, 0),
      worker('a', 'y', 1, 0),
      worker('a', 'x', 1, 0),
      worker('z', 'z', 2, 1),
      worker('c', 'c', 0, 0),
      worker('q', 'q', 1, 0, 5),
    ]);

    expect(ranked.map(({ hotkey, worker: name }) => hotkey + name)).toEqual([
      'qq',
      'zz',
      'ax',
      'ay',
      'bx',
      'cc',
    ]);
  });
});

describe('a quorum of verdicts', () => {
  const pass = (quality: number) => ({ status: 'pass' as const, quality });
  const fail = { status: 'fail' as const, quality: 0 };

  it('means the passing ones and needs one by default', () => {
    expect(VERDICT_QUORUM).toBe(1);
    expect(quorumQuality([pass(1), fail, pass(0.5)])).toBe(0.75);
    expect(quorumQuality([fail])).toBeNull();
    expect(quorumQuality([], { quorum: 0 })).toBeNull();
    expect(quorumQuality([pass(1), fail], { quorum: 2 })).toBeNull();
    expect(quorumQuality([pass(1), pass(0)], { quorum: 2 })).toBe(0.5);
  });

  it('is vetoed by one failing verdict where asked for', () => {
    expect(quorumQuality([pass(1), fail], { veto: true })).toBeNull();
    expect(quorumQuality([pass(1)], { veto: true })).toBe(1);
  });
});
