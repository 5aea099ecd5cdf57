import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { FakeCoordinator, refusal } from './fake-coordinator.ts';
import { startMining } from './mining.ts';
import { settle } from './manual-scheduler.ts';

describe('the claim loop', () => {
  it('claims, runs, submits and keeps the receipt of unit after unit', async () => {
    const mining = await startMining();

    await mining.scheduler.pass(30_000);

    const { coordinator, records } = mining;
    expect(coordinator.submissions.size).toBeGreaterThanOrEqual(7);
    const receipts = await records.receipts();
    expect(receipts.length).toBeGreaterThanOrEqual(coordinator.submissions.size - 1);
    expect(mining.loop.view().phase).toBe('running');
    expect(mining.loop.view().totals.accepted).toBeGreaterThanOrEqual(6);
  });

  it('holds one unit ahead so that the device never waits for the network', async () => {
    const mining = await startMining();

    await mining.scheduler.pass(10_000);

    expect(mining.loop.view().share.measured).toBeGreaterThan(0.99);
    expect(mining.coordinator.requests('/v1/claims').length).toBe(4);
  });

  it('sends an answer as soon as it is there, and rests before the next unit', async () => {
    const mining = await startMining({ unitMs: 4_000, share: 0.5 });

    await mining.scheduler.pass(7_100); // four slices of a second, three rests between them
    expect(mining.coordinator.submissions.size).toBe(1);
    expect(mining.runs.length).toBe(1);
    await mining.scheduler.pass(1_000);

    expect(mining.runs.length).toBe(2);
  });

  it('numbers its signed requests without repeating one', async () => {
    const mining = await startMining();

    await mining.scheduler.pass(30_000);

    const seqs = mining.coordinator.seen.map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(Math.max(...seqs)).toBe(seqs.length);
  });

  it('sends heartbeats for the unit that runs and for the one ahead', async () => {
    const mining = await startMining({ unitMs: 40_000 });

    await mining.scheduler.pass(12_000);

    expect(mining.coordinator.requests('/u1/heartbeat').length).toBe(2);
    expect(mining.coordinator.requests('/u2/heartbeat').length).toBe(2);
  });

  it('waits as told when nothing is open and says so', async () => {
    const coordinator = new FakeCoordinator();
    coordinator.work = 0;

    const mining = await startMining({ coordinator });

    expect(mining.loop.view().reason).toEqual({
      code: 'no-work',
      values: { seconds: 3, message: 'nothing is open' },
    });
    coordinator.work = 1;
    await mining.scheduler.pass(3_100);
    expect(mining.loop.view().reason.code).toBe('working');
  });

  it('keeps a result until the coordinator comes back, and sends it then', async () => {
    const mining = await startMining();
    mining.coordinator.intercept = () => {
      throw new TypeError('connection refused');
    };

    await mining.scheduler.pass(20 * 60_000);
    expect(mining.loop.view().totals.unsent).toBe(2);
    mining.coordinator.intercept = () => null;
    await mining.scheduler.pass(6 * 60_000);

    expect(mining.loop.view().totals.unsent).toBe(0);
    expect([...mining.coordinator.submissions.keys()].slice(0, 2)).toEqual(['u1', 'u2']);
  });

  it('sends the same submission again when the acknowledgement got lost', async () => {
    const mining = await startMining();
    let losses = 2;
    mining.coordinator.loseAnswer = (path) => path === '/v1/submissions' && losses-- > 0;

    await mining.scheduler.pass(9_000);

    const sent = mining.coordinator.requests('/v1/submissions');
    const first = sent.filter(({ body }) => body['leaseId'] === 'u1');
    expect(first.length).toBe(3);
    expect(new Set(first.map(({ body }) => body['submissionId'])).size).toBe(1);
    expect(new Set(first.map(({ seq }) => seq)).size).toBe(3);
    expect(mining.coordinator.submissions.size).toBe(2);
  });

  it('drops a running unit whose lease the coordinator no longer knows and goes on', async () => {
    const mining = await startMining({ unitMs: 40_000 });
    mining.coordinator.intercept = (path) =>
      path.includes('u1/heartbeat') ? refusal('lease.expired', 410) : null;

    await mining.scheduler.pass(6_000);

    expect(mining.loop.view().current?.unitId).toBe('u2');
    expect(mining.coordinator.requests('/u1/release').length).toBe(0);
  });

  it('forgets a result that the coordinator refuses for good', async () => {
    const mining = await startMining();
    mining.coordinator.intercept = (path) =>
      path === '/v1/submissions' ? refusal('lease.consumed', 409) : null;

    await mining.scheduler.pass(9_000);

    expect(await mining.records.outbox()).toEqual([]);
    expect(mining.loop.view().phase).toBe('running');
  });

  it('stops for good when the device is banned and says why', async () => {
    const mining = await startMining();
    mining.coordinator.intercept = (path) =>
      path === '/v1/claims' ? refusal('device.banned', 403) : null;

    await mining.scheduler.pass(10_000);
    await mining.loop.ended;

    expect(mining.loop.view().phase).toBe('failed');
    expect(mining.loop.view().reason.code).toBe('banned');
  });

  it('asks for a reload when the coordinator speaks another version', async () => {
    const coordinator = new FakeCoordinator();
    coordinator.intercept = (path) =>
      path === '/v1/hello' ? refusal('protocol.version', 426) : null;

    const mining = await startMining({ coordinator });

    expect(mining.loop.view().reason.code).toBe('old-version');
  });

  it('gives a unit back when its run fails, and ends after five failures in a row', async () => {
    const mining = await startMining({
      runner: { run: () => Promise.reject(new AppError('gpu.kernel-failed', 'broken kernel')) },
    });

    await mining.scheduler.pass(5 * 60_000);
    await mining.loop.ended;

    expect(mining.loop.view().error?.message).toBe('broken kernel');
    expect(mining.coordinator.requests('/release').length).toBeGreaterThan(0);
  });
});

describe('pause, finish, stop', () => {
  it('idles while held, keeps the leases for a minute, then gives the units back', async () => {
    const mining = await startMining({ unitMs: 8_000 });
    await mining.scheduler.pass(1_000);

    mining.loop.hold('paused-by-you');
    await mining.scheduler.pass(30_000);
    expect(mining.loop.view().phase).toBe('paused');
    expect(mining.coordinator.submissions.size).toBe(0);
    expect(mining.coordinator.requests('/release').length).toBe(0);
    await mining.scheduler.pass(31_000);

    expect(mining.coordinator.requests('/release').length).toBe(2);
  });

  it('resumes the interrupted unit after a short pause', async () => {
    const mining = await startMining({ unitMs: 8_000 });
    await mining.scheduler.pass(3_000);

    mining.loop.hold('paused-hidden');
    await mining.scheduler.pass(10_000);
    mining.loop.hold(null);
    await mining.scheduler.pass(6_000);

    expect(mining.coordinator.submissions.has('u1')).toBe(true);
    expect(mining.runs).toEqual([1, 2]);
  });

  it('finishes the unit in hand, gives the one ahead back and waits for the acknowledgement', async () => {
    const mining = await startMining();
    await mining.scheduler.pass(1_000);

    mining.loop.finish();
    await mining.scheduler.pass(10_000);
    await mining.loop.ended;

    expect([...mining.coordinator.submissions.keys()]).toEqual(['u1']);
    expect(mining.coordinator.requests('/u2/release').length).toBe(1);
    expect(mining.loop.view().phase).toBe('stopped');
  });

  it('stops at once, without waiting for the run or the network', async () => {
    const mining = await startMining({ unitMs: 600_000 });
    mining.coordinator.intercept = () => {
      throw new TypeError('connection refused');
    };

    mining.loop.stop();
    await mining.loop.ended;

    expect(mining.loop.view().reason.code).toBe('stopped-by-you');
  });
});

describe('after a crash or reload', () => {
  it('sends a result that was kept but not acknowledged before claiming anything', async () => {
    const first = await startMining();
    first.coordinator.intercept = (path) => {
      if (path === '/v1/submissions') throw new TypeError('connection reset');
      return null;
    };
    await first.scheduler.pass(4_500);
    first.loop.stop();
    const { coordinator, store, scheduler } = first;
    coordinator.intercept = () => null;
    coordinator.seen.length = 0;

    await startMining({ coordinator, store, scheduler });
    await settle();

    const paths = coordinator.seen.map(({ path }) => path);
    expect(paths.indexOf('/v1/submissions')).toBeLessThan(paths.indexOf('/v1/claims'));
    expect(coordinator.submissions.has('u1')).toBe(true);
  });

  it('takes an interrupted unit up again while its lease lives', async () => {
    const first = await startMining();
    await first.scheduler.pass(1_000);
    const { coordinator, store, scheduler } = first;

    const second = await startMining({ coordinator, store, scheduler });
    await scheduler.pass(4_500);

    expect(second.runs[0]).toBe(1);
    expect(coordinator.requests('/u1/heartbeat').length).toBeGreaterThan(0);
  });

  it('does not run a unit whose lease ended while the tab was closed', async () => {
    const first = await startMining();
    await first.scheduler.pass(1_000);
    const { coordinator, store, scheduler } = first;
    scheduler.block(60_000);

    const second = await startMining({ coordinator, store, scheduler });
    await settle();

    expect(second.runs).toEqual([3]);
  });

  it('never runs a unit again whose result is already kept', async () => {
    const first = await startMining();
    await first.scheduler.pass(1_000);
    const lease = (await first.records.leases()).find(({ unit }) => unit.unitId === 'u1');
    await first.scheduler.pass(3_100);
    if (lease) await first.records.keepLease(lease);

    const { coordinator, store, scheduler } = first;
    const second = await startMining({ coordinator, store, scheduler });
    await settle();

    expect(second.runs).not.toContain(1);
  });
});
