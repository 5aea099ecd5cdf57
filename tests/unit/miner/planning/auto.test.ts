import { describe, expect, it } from 'vitest';
import {
  AUTO_START,
  type AutoEvent,
  type AutoState,
  follow,
  REST_MS,
} from '../../../../src/miner/planning/auto.ts';

const MINUTE = 60_000;

/** Runs events of one minute each; an array is a ranking of usefulness by slug. */
function after(
  start: AutoState,
  minutes: readonly (Readonly<Record<string, number>> | 'unit-ended')[],
  { isBusy = false, fromMs = 0 } = {},
): AutoState {
  return minutes.reduce((state, minute, index) => {
    const nowMs = fromMs + (index + 1) * MINUTE;
    const event: AutoEvent =
      minute === 'unit-ended'
        ? { type: 'unit-ended', nowMs }
        : { type: 'ranked', rows: rowsOf(minute), isBusy, nowMs };
    return follow(state, event);
  }, start);
}

const rowsOf = (uses: Readonly<Record<string, number>>) =>
  Object.entries(uses)
    .map(([slug, usefulness]) => ({ slug, usefulness }))
    .sort((a, b) => b.usefulness - a.usefulness);

/** Mining `a` for long enough that a switch is allowed. */
const ON_A: AutoState = { ...AUTO_START, subnet: 'a', sinceMs: -REST_MS };

describe('the auto mode', () => {
  it('takes the top at once when nothing was chosen', () => {
    expect(after(AUTO_START, [{ b: 2, a: 1 }])).toMatchObject({ subnet: 'b', sinceMs: MINUTE });
  });

  it('switches when a rival is a fifth better in two evaluations', () => {
    expect(after(ON_A, [{ a: 10, b: 12 }]).subnet).toBe('a');
    expect(
      after(ON_A, [
        { a: 10, b: 12 },
        { a: 10, b: 12 },
      ]).subnet,
    ).toBe('b');
  });

  it('stays when the rival is less than a fifth better, for however long', () => {
    const minutes = Array.from({ length: 60 }, () => ({ a: 10, b: 11.9 }));

    expect(after(ON_A, minutes)).toMatchObject({ subnet: 'a', rival: null });
  });

  it('stays when the two take turns in being better', () => {
    const minutes = Array.from({ length: 60 }, (_, i) =>
      i % 2 ? { a: 9, b: 12 } : { a: 12, b: 9 },
    );

    expect(after(ON_A, minutes).subnet).toBe('a');
  });

  it('wants the same rival twice, not two different ones', () => {
    expect(
      after(ON_A, [
        { a: 1, b: 5, c: 2 },
        { a: 1, b: 2, c: 5 },
      ]).subnet,
    ).toBe('a');
    expect(
      after(ON_A, [
        { a: 1, b: 5, c: 2 },
        { a: 1, b: 2, c: 5 },
        { a: 1, b: 2, c: 5 },
      ]).subnet,
    ).toBe('c');
  });

  it('rests five minutes after a switch', () => {
    const switched: AutoState = { ...AUTO_START, subnet: 'a', sinceMs: 0 };
    const better = { a: 1, b: 5 };

    expect(after(switched, [better, better, better, better]).subnet).toBe('a');
    expect(after(switched, [better, better, better, better, better]).subnet).toBe('b');
  });

  it('never switches in the middle of a unit: it waits for the end', () => {
    const waiting = after(
      ON_A,
      [
        { a: 1, b: 5 },
        { a: 1, b: 5 },
      ],
      { isBusy: true },
    );
    expect(waiting).toMatchObject({ subnet: 'a', next: 'b' });

    const done = after(waiting, ['unit-ended'], { fromMs: 2 * MINUTE });

    expect(done).toEqual({ subnet: 'b', sinceMs: 3 * MINUTE, rival: null, next: null });
  });

  it('forgets a rival that fell back before the unit ended', () => {
    const waiting = after(
      ON_A,
      [
        { a: 1, b: 5 },
        { a: 1, b: 5 },
      ],
      { isBusy: true },
    );

    const back = after(waiting, [{ a: 5, b: 1 }, 'unit-ended'], { isBusy: true });

    expect(back).toMatchObject({ subnet: 'a', next: null });
  });

  it('leaves a subnet that closed', () => {
    expect(after(ON_A, [{ b: 3 }, { b: 3 }]).subnet).toBe('b');
  });

  it('does not move between subnets of which none is of use', () => {
    expect(
      after(ON_A, [
        { b: 0, a: 0 },
        { b: 0, a: 0 },
        { b: 0, a: 0 },
      ]).subnet,
    ).toBe('a');
  });

  it('keeps what it has when there is nothing to rank', () => {
    expect(after(ON_A, [{}, {}]).subnet).toBe('a');
  });

  it('counts a choice by hand as a switch', () => {
    const chosen = follow(ON_A, { type: 'chosen', slug: 'c', nowMs: 0 });

    expect(
      after(chosen, [
        { b: 5, c: 1 },
        { b: 5, c: 1 },
        { b: 5, c: 1 },
      ]).subnet,
    ).toBe('c');
  });
});
