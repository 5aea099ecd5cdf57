import { describe, expect, it } from 'vitest';
import { type Health, type WorkerLink, createSupervisor } from '../../../src/miner/supervisor.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { manualScheduler } from './manual-scheduler.ts';

interface FakeApi {
  work(): Promise<string>;
}

interface FakeWorker {
  crash: (error: AppError) => void;
  terminated: boolean;
  silent: boolean;
}

function setUp() {
  const scheduler = manualScheduler();
  const workers: FakeWorker[] = [];
  const health: Health[] = [];
  const restarts: number[] = [];
  const answers: Promise<string>[] = [];
  const connect = (): WorkerLink<FakeApi> => {
    const worker: FakeWorker = { crash: () => undefined, terminated: false, silent: false };
    workers.push(worker);
    return {
      api: { work: () => answers.shift() ?? Promise.resolve('done') },
      ping: () => (worker.silent ? new Promise(() => undefined) : Promise.resolve()),
      onCrash(listener) {
        worker.crash = listener;
      },
      terminate() {
        worker.terminated = true;
      },
    };
  };
  const supervisor = createSupervisor<FakeApi>({
    connect,
    scheduler,
    onHealth: (state) => health.push(state),
    onRestarted: () => {
      restarts.push(scheduler.now());
      void supervisor.use((api) => api.work());
    },
  });
  return { supervisor, scheduler, workers, health, restarts, answers };
}

const broken = new AppError('worker.crashed', 'broken');
const forever = new Promise<string>(() => undefined);

describe('the worker’s supervisor', () => {
  it('starts the worker on first use only', async () => {
    const { supervisor, workers } = setUp();
    expect(workers.length).toBe(0);

    expect(await supervisor.use((api) => api.work())).toBe('done');
    await supervisor.use((api) => api.work());

    expect(workers.length).toBe(1);
  });

  it('rejects what was asked of a worker that crashes meanwhile', async () => {
    const { supervisor, workers, answers } = setUp();
    answers.push(forever);
    const asked = supervisor.use((api) => api.work());

    workers[0]!.crash(broken);

    await expect(asked).rejects.toMatchObject({ code: 'worker.crashed' });
    expect(workers[0]!.terminated).toBe(true);
  });

  it('restarts with growing back-off, at most three times in ten minutes', async () => {
    const { supervisor, workers, scheduler, health, restarts } = setUp();
    await supervisor.use((api) => api.work());

    for (const waitMs of [1_000, 4_000, 16_000]) {
      workers.at(-1)!.crash(broken);
      await scheduler.pass(waitMs);
    }
    expect(restarts.length).toBe(3);
    workers.at(-1)!.crash(broken);
    await scheduler.pass(60_000);

    expect(restarts.length).toBe(3);
    expect(health.at(-1)).toMatchObject({ state: 'failed', error: { message: 'broken' } });
    expect(health.filter(({ state }) => state === 'restarting').length).toBe(3);
  });

  it('forgives crashes that are more than ten minutes old', async () => {
    const { supervisor, workers, scheduler, restarts } = setUp();
    await supervisor.use((api) => api.work());

    for (let crash = 0; crash < 6; crash++) {
      workers.at(-1)!.crash(broken);
      await scheduler.pass(4 * 60_000);
    }

    expect(restarts.length).toBe(6);
  });

  it('does not restart a worker that the browser blocked', async () => {
    const { supervisor, workers, scheduler, health, restarts } = setUp();
    await supervisor.use((api) => api.work());

    workers[0]!.crash(new AppError('worker.blocked', 'refused'));
    await scheduler.pass(60_000);

    expect(restarts).toEqual([]);
    expect(health.at(-1)).toMatchObject({ state: 'failed', error: { code: 'worker.blocked' } });
  });

  it('tells slow from dead by the age of the last answer', async () => {
    const { supervisor, workers, scheduler, health } = setUp();
    await supervisor.use((api) => api.work());
    workers[0]!.silent = true;

    await scheduler.pass(30_000);
    expect(health.at(-1)).toEqual({ state: 'slow' });
    await scheduler.pass(60_000);

    expect(health.some(({ state }) => state === 'restarting')).toBe(true);
    expect(workers[0]!.terminated).toBe(true);
  });

  it('ends a worker that leaves a cancel unanswered for two seconds', async () => {
    const { supervisor, workers, scheduler, answers } = setUp();
    await supervisor.use((api) => api.work());
    answers.push(forever);

    const cancelled = supervisor.cancel((api) => api.work());
    await scheduler.pass(2_000);

    expect(await cancelled).toBe(false);
    expect(workers[0]!.terminated).toBe(true);
    await supervisor.use((api) => api.work());
    expect(workers.length).toBe(2);
  });

  it('keeps a worker that answers the cancel in time', async () => {
    const { supervisor, workers, scheduler } = setUp();
    await supervisor.use((api) => api.work());

    expect(await supervisor.cancel((api) => api.work())).toBe(true);
    await scheduler.pass(10_000);

    expect(workers[0]!.terminated).toBe(false);
  });
});
