import { describe, expect, it } from 'vitest';
import { createShareControl } from '../../../src/miner/loop/share.ts';
import { manualScheduler } from './manual-scheduler.ts';

describe('GPU share', () => {
  for (const target of [0.1, 0.25, 0.5, 0.8, 1]) {
    it(`keeps the measured share within 5 points of ${target}`, async () => {
      const scheduler = manualScheduler();
      const control = createShareControl(scheduler, target);
      const { signal } = new AbortController();
      const work = { running: true };
      const slices = [120, 35, 60, 240, 8];
      const run = async (): Promise<void> => {
        for (let turn = 0; work.running; turn++) {
          const busyMs = slices[turn % slices.length] ?? 1;
          await new Promise<void>((resolve) => scheduler.after(busyMs, resolve));
          await control.yieldShare(busyMs, signal);
        }
      };

      const ended = run();
      await scheduler.pass(45_000);
      const measured = control.measured() ?? 0;
      work.running = false;
      await scheduler.pass(10_000);
      await ended;

      expect(Math.abs(measured - target)).toBeLessThan(0.05);
    });
  }

  it('counts waiting for downloads as rest', async () => {
    const scheduler = manualScheduler();
    const control = createShareControl(scheduler, 0.5);
    const { signal } = new AbortController();
    scheduler.block(100);
    const first = control.yieldShare(100, signal);
    await scheduler.pass(100);
    await first;

    scheduler.block(1_000); // a download
    scheduler.block(500);
    const before = scheduler.now();
    const second = control.yieldShare(500, signal);
    await scheduler.pass(20);
    await second;

    expect(scheduler.now() - before).toBeLessThan(50);
  });

  it('counts what came before the first work as rest', async () => {
    const scheduler = manualScheduler();
    const control = createShareControl(scheduler, 0.5);
    const { signal } = new AbortController();
    scheduler.block(5_000); // model and probe
    scheduler.block(2_000);
    const before = scheduler.now();
    const first = control.yieldShare(2_000, signal);
    await scheduler.pass(20);
    await first;

    expect(scheduler.now() - before).toBeLessThan(50);
  });

  it('measures nothing before the first work', () => {
    expect(createShareControl(manualScheduler(), 0.5).measured()).toBeNull();
  });

  it('ends a long rest at once when the share is raised', async () => {
    const scheduler = manualScheduler();
    const control = createShareControl(scheduler, 0.1);
    const { signal } = new AbortController();
    let rested = false;
    scheduler.block(1_000);
    void control.yieldShare(1_000, signal).then(() => (rested = true));
    await scheduler.pass(100);

    control.setTarget(1);
    await scheduler.pass(10);

    expect(rested).toBe(true);
  });

  it('does not return while held, and returns once released', async () => {
    const scheduler = manualScheduler();
    const control = createShareControl(scheduler, 1);
    const { signal } = new AbortController();
    let returned = false;
    control.setHeld(true);
    void control.yieldShare(10, signal).then(() => (returned = true));

    await scheduler.pass(60_000);
    expect(returned).toBe(false);
    control.setHeld(false);
    await scheduler.pass(10);

    expect(returned).toBe(true);
  });

  it('lets work go on that is only accounted for, and rests for it later', async () => {
    const scheduler = manualScheduler();
    const control = createShareControl(scheduler, 0.5);
    const { signal } = new AbortController();
    scheduler.block(1_000);
    control.account(1_000);
    await scheduler.pass(300); // the answer is sent

    let rested = false;
    void control.rest(signal).then(() => (rested = true));
    await scheduler.pass(690);
    expect(rested).toBe(false);
    await scheduler.pass(20);

    expect(rested).toBe(true);
  });

  it('rejects at once when the unit is cancelled', async () => {
    const scheduler = manualScheduler();
    const control = createShareControl(scheduler, 0.1);
    const controller = new AbortController();
    scheduler.block(1_000);
    const rest = control.yieldShare(1_000, controller.signal);

    controller.abort(new Error('given up'));

    await expect(rest).rejects.toThrow('given up');
  });
});
