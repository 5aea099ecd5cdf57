import { describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../../src/protocol/job.ts';
import { sha256Hex } from '../../../../src/shared/hash.ts';
import { giveBack, handleJobs, look, makeClip, order, workOnJobs } from '../../../support/jobs.ts';
import { createWorld, JOB_LIMITS } from '../../../support/world.ts';
import type { SimDevice, World } from '../../../support/world.ts';

const DAY_MS = 86_400_000;

function create({ core }: World, owner: SimDevice, change: Partial<JobRequest> = {}) {
  const items = [{ sha256: sha256Hex('x'), bytes: 1 }];
  const request = { subnet: 'score', title: 'x', options: {}, fps: null, items, ...change };
  return core.createJob(owner.sign('/v1/jobs'), request);
}

describe('ordering', () => {
  it('says which content is missing, and starts when none is', async () => {
    const world = await createWorld();
    const owner = await world.device('owner');
    const clip = await makeClip('match', 3);
    const { job, missing } = await world.core.createJob(owner.sign('/v1/jobs'), clip.request);

    const early = world.core.startJob(owner.sign('/v1/jobs'), job.jobId);

    await expect(early).rejects.toMatchObject({ code: 'job.incomplete' });
    await expect(early).rejects.toThrow(/3 of 3 items/);
    for (const sha256 of missing) await world.core.noteJobUpload(job.jobId, sha256);
    const started = await world.core.startJob(owner.sign('/v1/jobs'), job.jobId);
    expect(started).toMatchObject({ job: { state: 'preparing' }, missing: [] });
    const again = await world.core.startJob(owner.sign('/v1/jobs'), job.jobId);
    expect(again.job.state).toBe('preparing');
  });

  it.each([
    ['job.unsupported', /these do: score/, { subnet: 'none' }],
    ['input.malformed', /options|key/i, { options: { colour: 'red' } }],
    [
      'job.item-limit',
      /501 items, at most 500/,
      { items: Array.from({ length: 501 }, () => ({ sha256: sha256Hex('x'), bytes: 1 })) },
    ],
    [
      'job.byte-limit',
      /4000001 bytes, at most 4000000/,
      { items: [{ sha256: sha256Hex('x'), bytes: 4_000_001 }] },
    ],
  ])('is refused with %s, the numbers and what to do', async (code, words, change) => {
    const world = await createWorld();
    const refused = create(world, await world.device('owner'), change);

    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(words);
  });

  it('more jobs than a device may have is refused until one is deleted', async () => {
    const world = await createWorld();
    const owner = await world.device('owner');
    const made = [];
    for (let i = 0; i < JOB_LIMITS.perDevice; i++) made.push(await create(world, owner));

    await expect(create(world, owner)).rejects.toMatchObject({ code: 'job.limit' });
    await world.core.deleteJob(owner.sign('/v1/jobs'), made[0]?.job.jobId ?? '');
    await expect(create(world, owner)).resolves.toMatchObject({ job: { state: 'draft' } });
  });

  it.each([
    ['job.item-unknown', { sha256: sha256Hex('other'), bytes: 1 }],
    ['input.malformed', { sha256: sha256Hex('x'), bytes: 2 }],
  ])('takes no content that is not on the list: %s', async (code, content) => {
    const world = await createWorld();
    const owner = await world.device('owner');
    const { job } = await create(world, owner);

    const sent = world.core.authorizeJobUpload(owner.sign('/v1/blobs'), job.jobId, content);

    await expect(sent).rejects.toMatchObject({ code });
  });

  it('a picture that cannot be read ends the job with its number and name', async () => {
    const world = await createWorld();
    const owner = await world.device('owner');
    const bytes = new TextEncoder().encode('no picture');
    const sha256 = sha256Hex(bytes);
    const request = { subnet: 'score', title: 'x', options: {}, fps: null };
    const clip = {
      request: { ...request, items: [{ sha256, bytes: bytes.length, name: 'a.jpg' }] },
      content: new Map([[sha256, bytes]]),
    };

    const { job } = await order(world, owner, clip);

    expect(job.state).toBe('failed');
    expect(job.reason).toBe(
      'Item 1 (a.jpg) cannot be worked on: it is no picture that can be read.',
    );
  });
});

describe('a job of somebody else', () => {
  it('is unknown, whatever is asked', async () => {
    const world = await createWorld();
    const [owner, other] = [await world.device('owner'), await world.device('other')];
    const { job } = await create(world, owner);
    const { core } = world;
    const { jobId } = job;
    const by = () => other.sign('/v1/jobs');

    const asked = [
      () => core.job(by(), jobId),
      () => core.startJob(by(), jobId),
      () => core.cancelJob(by(), jobId),
      () => core.rerunJob(by(), jobId, {}),
      () => core.deleteJob(by(), jobId),
      () => core.jobFile(by(), jobId, 'quality.json'),
      () => core.authorizeJobUpload(by(), jobId, { sha256: sha256Hex('x'), bytes: 1 }),
    ];
    for (const ask of asked) await expect(ask()).rejects.toMatchObject({ code: 'job.unknown' });
    expect((await core.jobs(by())).jobs).toEqual([]);
    expect((await core.jobs(owner.sign('/v1/jobs'))).jobs).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('midway hands out no more, and what is in work is still paid', async () => {
    const world = await createWorld();
    const [owner, ada] = [await world.device('owner'), await world.device('ada')];
    const { job } = await order(world, owner, await makeClip('match', 12));
    const unit = await ada.claim();

    const { job: stopped } = await world.core.cancelJob(owner.sign('/v1/jobs'), job.jobId);

    expect(stopped.state).toBe('cancelled');
    await ada.submit(unit, ada.honest(unit));
    await world.pass(6_000);
    await world.verify();
    expect((await world.core.unit(unit.unitId))?.unit.state).toBe('accepted');
    expect((await ada.ask()).unit).toBeNull();
    const twice = world.core.cancelJob(owner.sign('/v1/jobs'), job.jobId);
    await expect(twice).rejects.toMatchObject({ code: 'job.state' });
  });
});

describe('a rerun', () => {
  it('gives the named parts to devices without an opinion, and the files rest on all answers', async () => {
    const world = await createWorld();
    const [owner, ada] = [await world.device('owner'), await world.device('ada')];
    const { job } = await order(world, owner, await makeClip('match', 12));
    await workOnJobs(world, ada);
    const { jobId } = job;
    const parts = [{ from: 3, to: 6 }];

    await world.core.rerunJob(owner.sign('/v1/jobs'), jobId, { parts });

    const waiting = await look(world, owner, jobId);
    expect(waiting.job).toMatchObject({ state: 'running', round: 1 });
    expect(waiting.job.progress.items).toMatchObject({ open: 4, accepted: 8 });
    expect(waiting.files).toHaveLength(3);
    expect((await ada.ask()).unit).toBeNull();
    expect((await look(world, owner, jobId)).job.reason).toMatch(/no opinion on these/);
    expect(await workOnJobs(world, await world.device('bob'))).toBeGreaterThan(0);
    expect((await look(world, owner, jobId)).job).toMatchObject({ state: 'done', round: 1 });
  });

  it('that is cancelled leaves the results there were', async () => {
    const world = await createWorld();
    const [owner, ada] = [await world.device('owner'), await world.device('ada')];
    const { job } = await order(world, owner, await makeClip('match', 6));
    await workOnJobs(world, ada);
    const parts = [{ from: 0, to: 5 }];
    await world.core.rerunJob(owner.sign('/v1/jobs'), job.jobId, { parts });

    const { job: left, files } = await world.core.cancelJob(owner.sign('/v1/jobs'), job.jobId);

    expect(left).toMatchObject({ state: 'done', progress: { share: 1 } });
    expect(files).toHaveLength(3);
  });

  it.each([
    ['job.state', {}, /name the parts/],
    ['input.malformed', { parts: [{ from: 4, to: 6 }] }, /4 to 6 is no range of the items 0 to 5/],
  ])('is refused with %s where there is nothing to do again', async (code, request, words) => {
    const world = await createWorld();
    const [owner, ada] = [await world.device('owner'), await world.device('ada')];
    const { job } = await order(world, owner, await makeClip('match', 6));
    await workOnJobs(world, ada);

    const refused = world.core.rerunJob(owner.sign('/v1/jobs'), job.jobId, request);

    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(words);
  });
});

describe('the end of a job', () => {
  async function finished(world: World) {
    const [owner, ada] = [await world.device('owner'), await world.device('ada')];
    const { job } = await order(world, owner, await makeClip('match', 6));
    const unit = await ada.claim();
    await giveBack(world, ada, unit);
    await workOnJobs(world, ada);
    return { owner, ada, jobId: job.jobId };
  }

  it('by its owner removes pictures, answers and results; receipts and the ledger stay', async () => {
    const blobs = new Map<string, Uint8Array>();
    const world = await createWorld({ blobs });
    const { owner, ada, jobId } = await finished(world);
    const before = blobs.size;
    const ledger = (await world.core.network()).ledgerHash;

    await world.core.deleteJob(owner.sign('/v1/jobs'), jobId);
    await handleJobs(world);

    expect(before).toBeGreaterThan(6);
    expect(blobs.size).toBe(0);
    const gone = world.core.job(owner.sign('/v1/jobs'), jobId);
    await expect(gone).rejects.toMatchObject({ code: 'job.unknown' });
    const { units } = await world.core.units(ada.deviceKey, null, 100);
    const accepted = units.find(({ state }) => state === 'accepted');
    expect((await world.core.unit(accepted?.unitId ?? ''))?.receipt).not.toBeNull();
    expect((await world.core.network()).ledgerHash).toBe(ledger);
  });

  it('waits a minute at most for answers that are being checked, and a late answer is told', async () => {
    const blobs = new Map<string, Uint8Array>();
    const world = await createWorld({ blobs });
    const [owner, ada, bob] = [
      await world.device('owner'),
      await world.device('ada'),
      await world.device('bob'),
    ];
    const { job } = await order(world, owner, await makeClip('match', 12));
    const checked = await ada.claim();
    await ada.submit(checked, ada.honest(checked));
    const working = await bob.claim();

    await world.core.deleteJob(owner.sign('/v1/jobs'), job.jobId);
    await handleJobs(world);
    const during = blobs.size;
    await world.pass(61_000);
    await handleJobs(world);

    expect(during).toBeGreaterThan(0);
    expect(blobs.size).toBe(0);
    expect((await world.core.unit(checked.unitId))?.unit.state).toBe('late');
    const late = bob.submit(working, bob.honest(working));
    await expect(late).rejects.toMatchObject({ code: 'lease.expired' });
  });

  it('comes by age, counted from its last change', async () => {
    const blobs = new Map<string, Uint8Array>();
    const world = await createWorld({ blobs });
    const { owner, jobId } = await finished(world);

    world.clock.advance(6 * DAY_MS);
    await world.core.advance();
    const { job } = await look(world, owner, jobId);
    world.clock.advance(DAY_MS);
    await world.core.advance();
    await handleJobs(world);

    expect(job.expiresMs - world.clock.now()).toBeLessThanOrEqual(0);
    const gone = world.core.job(owner.sign('/v1/jobs'), jobId);
    await expect(gone).rejects.toMatchObject({ code: 'job.unknown' });
    expect(blobs.size).toBe(0);
  });
});
