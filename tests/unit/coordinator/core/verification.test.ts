import { describe, expect, it } from 'vitest';
import { createWorld, mineHonestly } from '../../../support/world.ts';
import type { SimDevice } from '../../../support/world.ts';
import type { ClaimedUnit } from '../../../../src/protocol/claim.ts';
import type { ScoreResult } from '../../../../src/subnets/score/task.ts';

/** Every frame repeats the first. */
function lazy(device: SimDevice, unit: ClaimedUnit): ScoreResult {
  const honest = device.honest(unit);
  const boxes = honest.frames[0]?.boxes ?? [];
  return { frames: honest.frames.map(({ frame_id }) => ({ frame_id, boxes: [...boxes] })) };
}

describe('a new device', () => {
  it('alone gets the coordinator’s second vote at once', async () => {
    const world = await createWorld();
    await world.addClip('clip');
    const device = await world.device('ada');
    const unit = await device.claim();
    await device.submit(unit, device.honest(unit));

    const [verdict] = await world.verify();

    expect(verdict?.accepted).toBe(true);
    expect(verdict?.checkedItems).toBe(unit.items);
    expect(verdict?.checks.some(({ kind }) => kind === 'recompute')).toBe(true);
    expect((await world.core.network()).secondVoteShare).toBe(1);
  });

  it('alone may be recomputed while it works, until it has company or no second vote', async () => {
    const world = await createWorld();
    await world.addClip('clip');
    const ada = await world.device('ada');
    const unit = await ada.claim();

    const job = await world.core.nextAhead([]);
    expect(job).toMatchObject({ unitId: unit.unitId, subnet: 'score', items: unit.items });
    expect(job?.input).toEqual(unit.input);
    expect(await world.core.nextAhead([unit.unitId])).toBeNull();

    const bob = await world.device('bob');
    await bob.claim();
    expect(await world.core.nextAhead([])).toBeNull();
  });

  it('in company waits five seconds for another device before the coordinator votes', async () => {
    const world = await createWorld();
    await world.addClip('clip');
    await world.addClip('other clip');
    const [ada, bob] = [await world.device('ada'), await world.device('bob')];
    const left = await bob.claim();
    const { leaseId, token } = left.lease;
    await world.core.release(bob.sign('/v1/leases'), leaseId, { token });
    const unit = await ada.claim();
    await ada.submit(unit, ada.honest(unit));

    await world.pass(4_000);
    expect(await world.verify()).toEqual([]);
    await world.pass(2_000);
    expect(await world.verify()).toHaveLength(1);
  });

  it('is compared with another device’s answer when there is one', async () => {
    const world = await createWorld();
    await world.addClip('clip');
    const [ada, bob] = [await world.device('ada'), await world.device('bob')];
    const mine = await ada.claim();
    const same = await bob.claim();
    await ada.submit(mine, ada.honest(mine));
    await bob.submit(same, bob.honest(same));

    const verdicts = await world.verify();

    expect(same.taskId).toBe(mine.taskId);
    expect(verdicts.map(({ accepted }) => accepted)).toEqual([true, true]);
    expect(verdicts[0]?.checks.some(({ kind }) => kind === 'agreement')).toBe(true);
    expect((await world.core.network()).secondVoteShare).toBe(0);
  });

  it('that disagrees with another is judged by a recompute, and the wrong one is rejected', async () => {
    const world = await createWorld();
    await world.addClip('clip');
    const [ada, eve] = [await world.device('ada'), await world.device('eve')];
    const mine = await ada.claim();
    const same = await eve.claim();
    await ada.submit(mine, ada.honest(mine));
    await eve.submit(same, lazy(eve, same));

    await world.verify();

    expect((await world.core.unit(mine.unitId))?.unit.state).toBe('accepted');
    const rejected = (await world.core.unit(same.unitId))?.unit;
    expect(rejected?.state).toBe('rejected');
    expect(rejected?.reason).toMatch(/frame \d+ does not match a recompute/);
  });

  it('gets a bounded number of second votes, and one more each minute', async () => {
    const world = await createWorld();
    for (let i = 0; i < 12; i++) await world.addClip(`clip-${i}`);
    const device = await world.device('eve');
    let checked = 0;
    for (let i = 0; i < 24; i++) {
      const unit = await device.claim();
      await device.submit(unit, device.honest(unit));
    }
    await world.pass(6_000);
    // A device that never gets a verdict stays new: the votes alone decide here.
    for (;;) {
      const job = await world.core.nextVerification();
      if (!job) break;
      checked++;
    }

    expect(checked).toBe(20);
    await world.pass(60_000);
    expect(await world.core.nextVerification()).not.toBeNull();
  });
});

describe('trust', () => {
  it('comes after ten valid units, and then most units pass unaudited', async () => {
    const world = await createWorld();
    for (let i = 0; i < 6; i++) await world.addClip(`clip-${i}`);
    const device = await world.device('ada');

    await mineHonestly(world, device, 10);
    expect((await device.info()).standing).toBe('trusted');
    await mineHonestly(world, device, 40);

    const { auditShare, secondVoteShare } = await world.core.network();
    expect(auditShare).toBeLessThan(0.06);
    expect(secondVoteShare).toBeLessThan(0.25);
  });

  it('ends with the third wrong answer, with the evidence, and no more work', async () => {
    const world = await createWorld();
    for (let i = 0; i < 6; i++) await world.addClip(`clip-${i}`);
    const device = await world.device('eve');
    for (let i = 0; i < 3; i++) {
      const unit = await device.claim();
      await device.submit(unit, lazy(device, unit));
      await world.pass(6_000);
      await world.verify();
    }

    const info = await device.info();
    expect(info.standing).toBe('banned');
    expect(info.reason).toMatch(/3 wrong answers.*IoU/);
    await expect(device.claim()).rejects.toThrow(/wrong answers/);
    const board = await world.core.leaderboard('score', '1h');
    expect(board.rows.at(-1)).toMatchObject({ standing: 'banned', rejectedUnits: 3 });
  });
});
