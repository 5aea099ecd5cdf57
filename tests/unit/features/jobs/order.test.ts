// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { Order } from '../../../../src/features/jobs/order.svelte.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { type FakeOptions, clipLook, detail, fakeJobs, fileOf, itemsOf, page } from './facts.ts';

const FILE = fileOf('Sunday derby.mp4');

function open(options: FakeOptions = {}) {
  const jobs = fakeJobs({ items: itemsOf('one', 'two'), ...options });
  const order = new Order({ ...jobs, slug: 'score', fps: page.fps });
  return { jobs, order };
}

describe('a new job', () => {
  it('says how many pictures a clip makes at its rate, and how large they are', async () => {
    const { order } = open();

    await order.take([FILE]);

    expect(order.step).toBe('ready');
    expect(order.title).toBe('Sunday derby');
    expect([order.fps, order.items, order.bytes]).toEqual([5, 50, 50_000]);
    order.fps = 2;
    expect(order.items).toBe(20);
  });

  it('never takes more pictures than the clip has frames', async () => {
    const { order } = open({ look: { ...clipLook, frames: 250, fps: 25, seconds: 10 } });
    await order.take([FILE]);

    order.fps = 30;

    expect(order.items).toBe(250);
  });

  it('sends nothing before the customer agreed', async () => {
    const { jobs, order } = open();
    await order.take([FILE]);

    expect(await order.place()).toBeNull();
    expect(jobs.ordered).toEqual([]);
  });

  it('orders what was cut, keeps the pictures for the upload, and names the draft', async () => {
    const { jobs, order } = open();
    await order.take([FILE]);
    order.agreed = true;

    const jobId = await order.place();

    expect(jobId).toBe('job-new');
    expect(jobs.ordered[0]).toMatchObject({
      subnet: 'score',
      title: 'Sunday derby',
      fps: 5,
      items: itemsOf('one', 'two').map(({ name, sha256, bytes }) => ({ name, sha256, bytes })),
    });
    expect((await jobs.shelf.open('job-new'))?.hashes.size).toBe(2);
  });

  it('gives pictures no rate unless the customer says that they are a recording', async () => {
    const { jobs, order } = open({
      look: { ...clipLook, kind: 'pictures', frames: 2, seconds: null, fps: null },
    });
    await order.take([FILE]);
    order.agreed = true;

    await order.place();

    expect(jobs.ordered[0]?.fps).toBeNull();
  });

  it.each([
    [
      { ...clipLook, seconds: 100, frames: 2500 },
      { kind: 'items', items: 500, most: 100, fps: 1 },
    ],
    [
      { ...clipLook, kind: 'pictures', frames: 120, seconds: null, fps: null } as const,
      { kind: 'items', items: 120, most: 100, fps: null },
    ],
    [
      { ...clipLook, first: new Blob(['x'.repeat(300_000)]) },
      { kind: 'bytes', bytes: 15_000_000, most: 10_000_000 },
    ],
  ])('names the limit that is in the way before anything is cut (%#)', async (look, obstacle) => {
    const { jobs, order } = open({ look });
    await order.take([FILE]);
    order.agreed = true;

    expect(order.obstacle).toEqual(obstacle);
    expect(await order.place()).toBeNull();
    expect(jobs.ordered).toEqual([]);
  });

  it('says that the device has as many jobs as it may have', async () => {
    const { order } = open({
      details: ['a', 'b', 'c'].map((jobId) => detail({ jobId })),
    });

    await order.take([FILE]);

    expect(order.obstacle).toEqual({ kind: 'jobs', jobs: 3, most: 3 });
  });

  it('keeps the reason why a file cannot be used, and takes another', async () => {
    const { order } = open({
      look: new AppError('media.unsupported', 'hevc', { reason: 'codec' }),
    });

    await order.take([FILE]);

    expect([order.step, order.error?.reason]).toEqual(['empty', 'codec']);
  });

  it('stays with the files where the coordinator refuses', async () => {
    const { jobs, order } = open();
    await order.take([FILE]);
    order.agreed = true;
    jobs.refuse('create', new AppError('job.limit', 'this device has 3 jobs here'));

    expect(await order.place()).toBeNull();
    expect([order.step, order.error?.code]).toEqual(['ready', 'job.limit']);
  });

  it('asks for consent again with other files', async () => {
    const { order } = open();
    await order.take([FILE]);
    order.agreed = true;

    order.clear();

    expect([order.step, order.agreed]).toEqual(['empty', false]);
  });
});
