import { beforeEach, describe, expect, it } from 'vitest';
import {
  createGuide,
  EVALUATE_MS,
  type Guide,
  type Plan,
} from '../../../../src/miner/planning/guide.ts';
import type { RankInput } from '../../../../src/miner/planning/rank.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { type ManualScheduler, manualScheduler } from '../manual-scheduler.ts';
import { subnet } from './facts.ts';

let scheduler: ManualScheduler;
let guide: Guide;
let isBusy: boolean;
let moves: number;
let plans: Plan[];
let jobs: Record<string, number>;
let isDown: boolean;
let reads: number;

/** Ten subnets, all open; `jobs` says what waits. */
function input(): RankInput {
  const subnets = Array.from({ length: 10 }, (_, i) => {
    const slug = `s${i}`;
    return subnet(slug, i + 1, { job: jobs[slug] ?? 0 });
  });
  return { subnets, chain: null, measured: {} };
}

beforeEach(() => {
  scheduler = manualScheduler();
  [isBusy, moves, plans, jobs, isDown, reads] = [true, 0, [], {}, false, 0];
  guide = createGuide({
    scheduler,
    read: () => {
      reads += 1;
      return isDown
        ? Promise.reject(new AppError('net.offline', 'gone'))
        : Promise.resolve(input());
    },
    isBusy: () => isBusy,
    moveOn: () => void (moves += 1),
    onPlan: (plan) => void plans.push(plan),
  });
});

describe('what is mined', () => {
  it('is what the visitor put first, and nothing is read for it', async () => {
    guide.begin(['s3', 's5'], false);
    await scheduler.pass(10 * EVALUATE_MS);

    expect(guide.plan()).toEqual({ subnet: 's3', next: null, auto: false });
    expect([reads, moves]).toEqual([0, 0]);
  });

  it('follows the demand in auto mode, after the unit in hand', async () => {
    guide.begin(['s3', 's5'], true);
    jobs = { s3: 1, s5: 4 };
    await scheduler.pass(EVALUATE_MS);
    expect(guide.plan()).toEqual({ subnet: 's3', next: 's5', auto: true });
    expect(moves).toBe(1);

    expect(guide.turn()).toBe('s5');

    expect(guide.plan()).toEqual({ subnet: 's5', next: null, auto: true });
    expect(plans.at(-1)).toEqual(guide.plan());
  });

  it('asks for the end of a unit once, not with every look', async () => {
    guide.begin(['s3', 's5'], true);
    jobs = { s5: 4 };

    await scheduler.pass(5 * EVALUATE_MS);

    expect(moves).toBe(1);
  });

  it('never is a subnet that was not agreed to', async () => {
    guide.begin(['s3', 's5'], true);
    jobs = { s3: 1, s9: 100 };

    await scheduler.pass(10 * EVALUATE_MS);

    expect(guide.plan()).toMatchObject({ subnet: 's3', next: null });
  });

  it('changes at once while no loop runs', async () => {
    isBusy = false;
    guide.begin(['s3', 's5'], true);
    jobs = { s5: 4 };

    await scheduler.pass(EVALUATE_MS);

    expect([guide.plan().subnet, moves]).toEqual(['s5', 0]);
  });

  it('stays while the coordinator does not answer, and follows when it does', async () => {
    guide.begin(['s3', 's5'], true);
    isDown = true;
    jobs = { s5: 4 };
    await scheduler.pass(5 * EVALUATE_MS);
    expect(guide.plan().next).toBeNull();

    isDown = false;
    await scheduler.pass(2 * EVALUATE_MS);

    expect(guide.plan().next).toBe('s5');
  });

  it('can be chosen by hand, which ends the auto mode', async () => {
    guide.begin(['s3', 's5'], true);
    guide.choose('s7');

    expect(guide.plan()).toEqual({ subnet: 's3', next: 's7', auto: false });
    expect([moves, guide.turn()]).toEqual([1, 's7']);
    await scheduler.pass(10 * EVALUATE_MS);
    expect(guide.plan().subnet).toBe('s7');
  });

  it('stays what it is when a choice is taken back before its turn', () => {
    guide.begin(['s3', 's5'], false);
    guide.choose('s5');
    guide.choose('s3');

    expect(guide.turn()).toBe('s3');
  });

  it('drops a change that waits when the auto mode is switched off', async () => {
    guide.begin(['s3', 's5'], true);
    jobs = { s5: 4 };
    await scheduler.pass(EVALUATE_MS);

    guide.setAuto(false);

    expect(guide.turn()).toBe('s3');
  });

  it('reads nothing more once mining ended', async () => {
    guide.begin(['s3', 's5'], true);
    await scheduler.pass(EVALUATE_MS);
    const before = reads;

    guide.end();
    await scheduler.pass(10 * EVALUATE_MS);

    expect(reads).toBe(before);
  });
});
