import { describe, expect, it } from 'vitest';
import type { ClaimedUnit } from '../../../../src/protocol/claim.ts';
import { parseInput } from '../../../../src/subnets/score/task.ts';
import type { ScoreResult } from '../../../../src/subnets/score/task.ts';
import {
  giveBack,
  handleJobs,
  look,
  makeClip,
  order,
  resultText,
  workOnJobs,
} from '../../../support/jobs.ts';
import { createWorld } from '../../../support/world.ts';
import type { SimDevice, World } from '../../../support/world.ts';

interface Started {
  readonly world: World;
  readonly owner: SimDevice;
  readonly jobId: string;
}

/** A world with a running job; `labelled` material for known answers where it is asked for. */
async function started(options: { frames?: number; labelled?: boolean } = {}): Promise<Started> {
  const world = await createWorld();
  if (options.labelled) await world.addClip('labelled', { labelled: true, frames: 24 });
  const owner = await world.device('owner');
  const { job } = await order(world, owner, await makeClip('match', options.frames ?? 12));
  return { world, owner, jobId: job.jobId };
}

/** Content of each of the unit's frames. */
const framesOf = (unit: ClaimedUnit): string[] =>
  parseInput(unit.input).frames.map(({ blob }) => blob);

/** Every frame repeats the first. */
function lazy(device: SimDevice, unit: ClaimedUnit): ScoreResult {
  const honest = device.honest(unit);
  const boxes = honest.frames[0]?.boxes ?? [];
  return { frames: honest.frames.map(({ frame_id }) => ({ frame_id, boxes: [...boxes] })) };
}

interface Coco {
  readonly images: { readonly id: number; readonly file_name: string }[];
  readonly annotations: { readonly image_id: number; readonly bbox: number[] }[];
}

async function readCoco({ world, owner, jobId }: Started): Promise<Coco> {
  return JSON.parse(await resultText(world, owner, jobId, 'result.coco.json')) as Coco;
}

describe('a job', () => {
  it('comes before practice, and practice fills the gaps', async () => {
    const { world } = await started({ frames: 6 });
    await world.addClip('practice');
    const [ada, bob] = [await world.device('ada'), await world.device('bob')];

    const first = await ada.claim();
    const second = await bob.claim();
    const third = await ada.claim();

    expect([first.material, second.material, third.material]).toEqual(['job', 'job', 'operator']);
    expect(second.taskId).toBe(first.taskId);
  });

  it('is cut to the speed of the device', async () => {
    const { world } = await started({ frames: 30 });
    const [slow, fast] = [await world.device('slow'), await world.device('fast')];

    const small = await slow.claim(900);
    await giveBack(world, slow, small);
    const large = await fast.claim(200);

    expect([small.items, large.items]).toEqual([3, 8]);
  });

  it('ends with every frame in the files, found as a device found it', async () => {
    const start = await started();
    const { world, owner, jobId } = start;
    const ada = await world.device('ada');

    await workOnJobs(world, ada);

    const { job, files, doubts } = await look(world, owner, jobId);
    expect(job).toMatchObject({ state: 'done', progress: { share: 1, items: { accepted: 12 } } });
    expect(files.map(({ name }) => name)).toEqual([
      'quality.json',
      'result.coco.json',
      'result.mot.csv',
    ]);
    expect(doubts).toEqual([]);
    const { images, annotations } = await readCoco(start);
    expect(images.map(({ file_name }) => file_name)[11]).toBe('000012.jpg');
    const perFrame = images.map(({ id }) => annotations.filter((one) => one.image_id === id));
    expect(Math.min(...perFrame.map((boxes) => boxes.length))).toBeGreaterThan(10);
  });

  it('with two new devices gets two opinions on every frame, and none is a device’s own', async () => {
    const { world, owner, jobId } = await started();
    const [ada, bob] = [await world.device('ada'), await world.device('bob')];
    const pairs: [string, string][] = [];
    for (;;) {
      const { unit: mine } = await ada.ask();
      const { unit: other } = await bob.ask();
      if (!mine || !other) break;
      pairs.push([mine.taskId, other.taskId]);
      await ada.submit(mine, ada.honest(mine));
      await bob.submit(other, bob.honest(other));
      await world.verify();
      await handleJobs(world);
    }

    const { job } = await look(world, owner, jobId);
    expect(pairs.every(([a, b]) => a === b)).toBe(true);
    expect(job.progress).toMatchObject({ secondOpinions: 12, agreement: 1 });
    expect(job.state).toBe('done');
    expect((await world.core.network()).secondVoteShare).toBe(0);
  });

  it('counts second opinions and known answers as overhead, and nothing else', async () => {
    const { world, owner, jobId } = await started({ frames: 6 });
    const [ada, bob] = [await world.device('ada'), await world.device('bob')];
    const [mine, other] = [await ada.claim(), await bob.claim()];
    const msPerStage = { model: 900, decode: 100 };
    await ada.send({ ...ada.request(mine, ada.honest(mine)), msPerStage });
    await bob.send({ ...bob.request(other, bob.honest(other)), msPerStage });
    await world.verify();
    await handleJobs(world);

    const { job } = await look(world, owner, jobId);
    expect(job.state).toBe('done');
    expect(job.cost.tabMs).toBe(2000);
    expect(job.cost.overheadShare).toBeCloseTo(0.5, 9);
  });
});

describe('known answers', () => {
  it('lie among the frames, look like them, come once and stay out of the results', async () => {
    const start = await started({ frames: 60, labelled: true });
    const { world } = start;
    const ada = await world.device('ada');
    const seen: string[] = [];
    const keys = new Set<string>();
    let items = 0;
    await workOnJobs(world, ada, {
      answer(unit) {
        seen.push(...framesOf(unit));
        items += unit.items;
        for (const frame of parseInput(unit.input).frames)
          keys.add(`${Object.keys(frame).sort().join()} ${frame.width}x${frame.height}`);
        return ada.honest(unit);
      },
    });

    expect(items).toBeGreaterThan(60);
    expect(new Set(seen).size).toBe(seen.length);
    expect([...keys]).toEqual(['blob,height,width 1280x720']);
    expect((await readCoco(start)).images).toHaveLength(60);
    const quality: unknown = JSON.parse(
      await resultText(world, start.owner, start.jobId, 'quality.json'),
    );
    expect(quality).toMatchObject({ frames: 60, knownAnswers: items - 60 });
  });

  it('are never a customer’s frames, and a customer’s frames are never practice', async () => {
    const { world, owner, jobId } = await started({ frames: 6 });
    const ada = await world.device('ada');
    await workOnJobs(world, ada);
    expect((await look(world, owner, jobId)).job.state).toBe('done');

    expect((await ada.ask()).unit).toBeNull();
    expect((await world.core.poolCounts('score')).knownItems).toBe(0);
  });
});

describe('a frame', () => {
  it('goes on to another device when a lease ends, and comes back to the same one after its own', async () => {
    const { world } = await started({ frames: 6 });
    const [ada, bob] = [await world.device('ada'), await world.device('bob')];
    const lost = await ada.claim();
    await world.pass(16_000);

    const taken = await bob.claim();

    expect(framesOf(taken)).toEqual(framesOf(lost));
    await giveBack(world, bob, taken);
    expect(framesOf(await ada.claim())).toEqual(framesOf(lost));
  });

  it('whose answer was made up is done again by somebody else, and the result is right', async () => {
    const start = await started({ frames: 6 });
    const { world, owner, jobId } = start;
    const [eve, ada] = [await world.device('eve'), await world.device('ada')];
    const faked = await eve.claim();
    await ada.ask().then(({ unit }) => unit && giveBack(world, ada, unit));
    await eve.submit(faked, lazy(eve, faked));
    await world.pass(6_000);
    await world.verify();

    expect((await world.core.unit(faked.unitId))?.unit.state).toBe('rejected');
    expect((await eve.ask()).unit?.taskId).not.toBe(faked.taskId);
    await workOnJobs(world, ada);

    expect((await look(world, owner, jobId)).job.state).toBe('done');
    const { annotations } = await readCoco(start);
    const second = annotations.filter(({ image_id: id }) => id === 2);
    expect(second).not.toEqual(annotations.filter(({ image_id: id }) => id === 1));
  });

  it('is done again by the same device only while it is alone', async () => {
    const { world } = await started({ frames: 6 });
    const eve = await world.device('eve');
    const faked = await eve.claim();
    await eve.submit(faked, lazy(eve, faked));
    await world.pass(6_000);
    await world.verify();

    expect(framesOf(await eve.claim())).toEqual(framesOf(faked));
  });
});

describe('nobody else', () => {
  it('sees what a unit of a job asked for or answered', async () => {
    const { world } = await started({ frames: 6 });
    const ada = await world.device('ada');
    const unit = await ada.claim();
    await ada.submit(unit, ada.honest(unit));
    await world.pass(6_000);
    await world.verify();

    const detail = await world.core.unit(unit.unitId);

    expect(detail).toMatchObject({ unit: { state: 'accepted' }, input: null, result: null });
    expect(detail?.receipt).not.toBeNull();
  });

  it('gets an upload or a result by its hash, and frames only without a copy to keep', async () => {
    const { world, owner, jobId } = await started({ frames: 6 });
    const ada = await world.device('ada');
    const unit = await ada.claim();
    const [frame = ''] = framesOf(unit);
    await giveBack(world, ada, unit);
    await workOnJobs(world, ada);
    const { files } = await look(world, owner, jobId);

    expect(await world.core.blobAccess(frame)).toBe('private');
    expect(await world.core.blobAccess(files[0]?.sha256 ?? '')).toBe('owner');
  });

  it('loses content by ordering the same: what is public stays so', async () => {
    const world = await createWorld();
    await world.addClip('pool', { frames: 3 });
    const clip = await makeClip('x', 3);
    const owner = await world.device('owner');
    await order(world, owner, clip, { start: false });
    const [first] = clip.request.items;

    expect(await world.core.blobAccess(first?.sha256 ?? '')).toBe('owner');
    const pool = [...(await world.core.referencedBlobs())].filter(
      (blob) => !clip.content.has(blob),
    );
    expect(await world.core.blobAccess(pool[0] ?? '')).toBe('public');
  });
});
