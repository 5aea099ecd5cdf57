import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomInt, seededRng } from '../../src/shared/rng.ts';
import type { ScoreResult } from '../../src/subnets/score/task.ts';
import { type Clip, handleJobs, look, makeClip, order, resultText } from '../support/jobs.ts';
import { createWorld } from '../support/world.ts';
import type { SimDevice, World } from '../support/world.ts';
import { foundIn } from '../unit/subnets/score/scene.ts';

// A job among devices that are not all what they should be: one makes up a third of its frames, one
// takes units and vanishes, and the coordinator is ended in the middle and opened again on its rows.

const FRAMES = 90;
const FAKE_SHARE = 1 / 3;
const LIMIT_TURNS = 400;

interface Coco {
  readonly images: { readonly id: number }[];
  readonly annotations: { readonly image_id: number; readonly bbox: number[] }[];
}

/** Some frames hold the boxes of the unit's first frame. */
function fake(result: ScoreResult, draw: () => number): ScoreResult {
  const [first] = result.frames;
  return {
    frames: result.frames.map((frame) =>
      draw() < FAKE_SHARE ? { ...frame, boxes: [...(first?.boxes ?? [])] } : frame,
    ),
  };
}

/** One turn of each device; units are kept over the turn by whoever vanishes. */
async function takeTurn(
  world: World,
  device: SimDevice,
  change: (result: ScoreResult) => ScoreResult | null,
): Promise<void> {
  const { unit } = await device.ask(700).catch(() => ({ unit: null }));
  if (!unit) return;
  const result = change(device.honest(unit));
  if (result) await device.submit(unit, result);
}

it.each(['a', 'b', 'c'])(
  'is complete and right with a faker, a device that vanishes and a restart (%s)',
  async (seed) => {
    const folder = mkdtempSync(join(tmpdir(), 'adit-sim-jobs-'));
    const path = join(folder, 'adit.sqlite');
    const blobs = new Map<string, Uint8Array>();
    const draw = seededRng(`draw ${seed}`);
    let world = await createWorld({ seed, path, blobs });
    await world.addClip('labelled', { labelled: true, frames: 24 });
    const owner = await world.device('owner');
    const clip = await makeClip(`sim ${seed}`, FRAMES);
    const { job } = await order(world, owner, clip);
    const names = ['honest', 'other', 'faker', 'vanishing'];
    const devices = new Map<string, SimDevice>();
    for (const name of names) devices.set(name, await world.device(name));

    let turns = 0;
    for (; turns < LIMIT_TURNS; turns++) {
      for (const name of names) {
        const device = devices.get(name);
        if (!device || (name === 'vanishing' && turns > 30)) continue;
        await takeTurn(world, device, (result) => {
          if (name === 'vanishing') return randomInt(draw, 3) === 0 ? result : null;
          return name === 'faker' ? fake(result, () => draw.next()) : result;
        });
      }
      await world.pass(6_000);
      await world.verify();
      await handleJobs(world);
      if ((await look(world, owner, job.jobId)).job.state === 'done') break;
      if (turns === 5) {
        const nowMs = world.clock.now();
        await world.core.close();
        world = await createWorld({ seed: `${seed} again`, path, blobs });
        world.clock.advance(nowMs - world.clock.now());
        for (const device of [owner, ...devices.values()]) device.moveTo(world);
      }
    }

    const detail = await look(world, owner, job.jobId);
    const { units, secondOpinions } = detail.job.progress;
    console.info(
      `${turns} turns; units accepted ${units.accepted}, rejected ${units.rejected}, expired ${units.expired}; second opinions on ${secondOpinions} of ${FRAMES}; overhead ${detail.job.cost.overheadShare ?? 'unknown'}`,
    );
    expect(detail.job.state).toBe('done');
    expect(units.rejected).toBeGreaterThan(0);
    expect(units.expired).toBeGreaterThan(0);
    const coco = JSON.parse(await resultText(world, owner, job.jobId, 'result.coco.json')) as Coco;
    expect(coco.images).toHaveLength(FRAMES);
    expect(wrongFrames(clip, coco)).toEqual([]);
    await world.core.close();
    rmSync(folder, { recursive: true });
  },
);

/** Frames whose boxes are not what an honest device finds in that very picture. */
function wrongFrames({ request, content }: Clip, { images, annotations }: Coco): number[] {
  return images.flatMap(({ id }) => {
    const boxes = annotations.filter((one) => one.image_id === id).map(({ bbox }) => bbox.join());
    const picture = content.get(request.items[id - 1]?.sha256 ?? '');
    const found = picture ? foundIn(picture) : [];
    const expected = found.map(({ x1, y1, x2, y2 }) => [x1, y1, x2 - x1, y2 - y1].join());
    return boxes.sort().join(' ') === expected.sort().join(' ') ? [] : [id];
  });
}
