// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JobWatch } from '../../../../src/features/jobs/watch.svelte.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { NOW } from '../facts.ts';
import { type FakeJobs, detail, fakeJobs, itemsOf } from './facts.ts';

const ITEMS = itemsOf('one', 'two', 'three');
const HASHES = ITEMS.map(({ sha256 }) => sha256);
const draft = (missing = HASHES) => detail({ state: 'draft' }, { missing });

let end: (() => void) | null = null;

async function watch(jobs: FakeJobs): Promise<JobWatch> {
  const watched = new JobWatch({ ...jobs, jobId: 'job-1', now: () => NOW });
  end = watched.follow();
  await vi.advanceTimersByTimeAsync(0);
  return watched;
}

const reads = ({ calls }: FakeJobs): number => calls.filter((call) => call === 'read').length;

describe('a job that is followed', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    end?.();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('sends what is missing of a draft whose pictures are here, then starts it', async () => {
    const jobs = fakeJobs({ details: [draft(HASHES.slice(1))] });
    await jobs.shelf.keep('job-1', ITEMS);

    const watched = await watch(jobs);

    expect(jobs.calls).toEqual(['read', 'upload', 'put two', 'put three', 'start', 'read']);
    expect(watched.detail?.job.state).toBe('preparing');
  });

  it('asks for the files of a draft whose pictures this browser does not have', async () => {
    const watched = await watch(fakeJobs({ details: [draft()] }));

    expect(watched.sending).toEqual({ kind: 'files-needed', mismatch: false });
  });

  it('goes on with the same files chosen again', async () => {
    const jobs = fakeJobs({ details: [draft()], items: ITEMS });
    const watched = await watch(jobs);

    await watched.supply([new File(['film'], 'film.mp4')]);

    expect(jobs.calls).toContain('put three');
    expect(watched.detail?.job.state).toBe('preparing');
  });

  it('says that other files do not have the missing pictures, and sends nothing', async () => {
    const jobs = fakeJobs({ details: [draft()], items: itemsOf('another') });
    const watched = await watch(jobs);

    await watched.supply([new File(['film'], 'other.mp4')]);

    expect(watched.sending).toEqual({ kind: 'files-needed', mismatch: true });
    expect(jobs.calls).not.toContain('upload');
  });

  it('keeps the reason of an upload that broke off, and goes on when asked', async () => {
    const jobs = fakeJobs({ details: [draft()] });
    await jobs.shelf.keep('job-1', ITEMS);
    jobs.refuse('upload', new AppError('limit.quota', 'the allowance is used up'));
    const watched = await watch(jobs);
    expect(watched.error?.code).toBe('limit.quota');
    expect(watched.sending).toEqual({ kind: 'idle' });

    await watched.send();

    expect(watched.error).toBeNull();
    expect(watched.detail?.job.state).toBe('preparing');
  });

  it('looks about once a second while it runs, and not at all when it is done', async () => {
    const jobs = fakeJobs({ details: [detail({ state: 'running' })] });
    await watch(jobs);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(reads(jobs)).toBe(4);

    jobs.details = [detail({ state: 'done' })];
    await vi.advanceTimersByTimeAsync(10_000);

    expect(reads(jobs)).toBe(5);
  });

  it('does not look while the page is hidden, and at once when it is seen again', async () => {
    const jobs = fakeJobs({ details: [detail({ state: 'running' })] });
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await watch(jobs);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(reads(jobs)).toBe(1);

    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(0);

    expect(reads(jobs)).toBe(2);
  });

  it('tries again after the coordinator was away, with the last news still shown', async () => {
    const jobs = fakeJobs({ details: [detail({ state: 'running' })] });
    const watched = await watch(jobs);
    jobs.refuse('read', new AppError('net.offline', 'away', { retryable: true }));
    await vi.advanceTimersByTimeAsync(1_000);
    expect([watched.error?.code, watched.detail?.job.state]).toEqual(['net.offline', 'running']);

    await vi.advanceTimersByTimeAsync(4_000);

    expect(watched.error).toBeNull();
  });

  it.each([
    ['deleted', NOW + 1_000],
    ['expired', NOW - 1],
  ] as const)('tells a job that was %s elsewhere', async (absence, expiresMs) => {
    const jobs = fakeJobs({ details: [detail({ state: 'running', expiresMs })] });
    const watched = await watch(jobs);
    jobs.details = [];

    await vi.advanceTimersByTimeAsync(1_000);

    expect(watched.absence).toBe(absence);
  });

  it('knows nothing of a job that this device never had', async () => {
    expect((await watch(fakeJobs())).absence).toBe('unknown');
  });

  it('does a doubtful part again, or all of them', async () => {
    const jobs = fakeJobs({ details: [detail({ state: 'done' })] });
    const watched = await watch(jobs);

    await watched.rerun({ from: 2, to: 3 });
    jobs.details = [detail({ state: 'done' })];
    await watched.rerun();

    expect(jobs.calls.filter((call) => call.startsWith('rerun'))).toEqual(['rerun 2-3', 'rerun']);
    expect(watched.detail?.job.state).toBe('running');
  });

  it('forgets the kept pictures with the job', async () => {
    const jobs = fakeJobs({ details: [detail({ state: 'done' })] });
    await jobs.shelf.keep('job-1', ITEMS);
    const watched = await watch(jobs);

    expect(await watched.remove()).toBe(true);

    expect(await jobs.shelf.open('job-1')).toBeNull();
  });

  it('shows why something could not be done', async () => {
    const jobs = fakeJobs({ details: [detail({ state: 'running' })] });
    const watched = await watch(jobs);
    jobs.refuse('cancel', new AppError('job.state', 'the job is done'));

    await watched.cancel();

    expect([watched.error?.code, watched.asking]).toEqual(['job.state', null]);
  });
});
