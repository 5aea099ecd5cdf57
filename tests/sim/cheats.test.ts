import { describe, expect, it } from 'vitest';
import { randomInt, seededRng } from '../../src/shared/rng.ts';
import type { Rng } from '../../src/shared/rng.ts';
import type { ScoreResult } from '../../src/subnets/score/task.ts';
import { createWorld, mineHonestly } from '../support/world.ts';
import type { SimDevice, World } from '../support/world.ts';

// The running rules against a miner that fakes a fifth of its frames, and against honest ones, on
// the coordinator's real core. The worst case is simulated: a device that was honest until it was
// trusted, alone, on material whose truth is unknown but for the known answers mixed in.

const FAKE_SHARE = 0.2;
const LIMIT_UNITS = 200;
/** Speed of a device that gets units of eight frames, and of one that gets three. */
const TYPICAL_MS = 700;
const SLOW_MS = 1_800;

async function makeWorld(seed: string): Promise<World> {
  const world = await createWorld({ seed });
  for (let i = 0; i < 24; i++) {
    await world.addClip(`${seed}-${i}`, { labelled: i % 6 === 0 });
  }
  return world;
}

/** Some frames repeat the boxes of the frame before. */
function fake(result: ScoreResult, rng: Rng): ScoreResult {
  return {
    frames: result.frames.map((frame, i) => {
      const other = result.frames[i > 0 ? i - 1 : 1] ?? frame;
      return rng.next() < FAKE_SHARE ? { frame_id: frame.frame_id, boxes: other.boxes } : frame;
    }),
  };
}

/** Units a trusted device gets through with fakes before one is found; the limit when none is. */
async function unitsUntilCaught(trial: number): Promise<number> {
  const world = await makeWorld(`trial-${trial}`);
  const device = await world.device('sleeper');
  await mineHonestly(world, device, 12);
  const rng = seededRng(`fakes-${trial}`);
  for (let units = 1; units <= LIMIT_UNITS; units++) {
    await answerOne(world, device, TYPICAL_MS, (result) => fake(result, rng));
    if ((await device.info()).rejectedUnits > 0) return units;
  }
  return Number.POSITIVE_INFINITY;
}

async function answerOne(
  world: World,
  device: SimDevice,
  msPerItem: number,
  change: (result: ScoreResult) => ScoreResult,
): Promise<void> {
  const unit = await device.claim(msPerItem);
  await device.submit(unit, change(device.honest(unit)));
  await world.pass(1_000);
  await world.verify();
}

describe('a trusted miner that fakes a fifth of its frames', () => {
  it('is caught within 200 units with a probability of at least 0.99', async () => {
    const trials = 60;
    const units: number[] = [];
    for (let trial = 0; trial < trials; trial++) units.push(await unitsUntilCaught(trial));
    const curve = [10, 25, 50, 100, 150, 200].map((limit) => {
      const caught = units.filter((count) => count <= limit).length;
      return `${limit}: ${(caught / trials).toFixed(2)}`;
    });
    // Each unit is an independent draw, so the mean until caught gives the chance per unit.
    const mean = units.reduce((sum, count) => sum + Math.min(count, LIMIT_UNITS), 0) / trials;
    const within = 1 - (1 - 1 / mean) ** LIMIT_UNITS;
    console.info(
      `caught within units ${curve.join(', ')}; mean ${mean.toFixed(1)} units; P(≤ 200) = ${within.toFixed(4)}`,
    );

    expect(within).toBeGreaterThanOrEqual(0.99);
    expect(units.filter((count) => count > LIMIT_UNITS).length).toBeLessThanOrEqual(2);
  });
});

describe('honest miners', () => {
  it('raise no false alarm in ten thousand units, and checking costs at most 2 % of their frames', async () => {
    const world = await makeWorld('honest');
    const devices = await Promise.all(['a', 'b', 'c', 'd'].map((name) => world.device(name)));
    for (const device of devices) await mineHonestly(world, device, 12);
    const rng = seededRng('rounding');
    for (let units = 0; units < 10_000; units++) {
      const device = devices[units % devices.length];
      if (device) await answerOne(world, device, SLOW_MS, (result) => rounded(result, rng));
    }
    const network = await world.core.network();
    console.info(
      `${network.acceptedUnits} accepted, ${network.rejectedUnits} rejected; audits ${(100 * network.auditShare).toFixed(2)} % of frames, second votes ${(100 * network.secondVoteShare).toFixed(2)} %, redundancy ${(100 * network.redundancyShare).toFixed(2)} %`,
    );

    expect(network.rejectedUnits).toBe(0);
    expect(network.acceptedUnits).toBeGreaterThanOrEqual(10_000);
    expect(network.auditShare).toBeLessThanOrEqual(0.02);
  });
});

/** What another GPU's arithmetic does: an edge by a pixel, a confidence by a thousandth. */
function rounded(result: ScoreResult, rng: Rng): ScoreResult {
  return {
    frames: result.frames.map(({ frame_id, boxes }) => ({
      frame_id,
      boxes: boxes.map((box) => ({
        ...box,
        x1: Math.max(0, box.x1 - (randomInt(rng, 20) === 0 ? 1 : 0)),
        conf: Math.min(1, Math.max(0, box.conf + (rng.next() - 0.5) * 1e-3)),
      })),
    })),
  };
}
