import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../support/world.ts';
import type { SimDevice, World } from '../../../support/world.ts';

async function leased(): Promise<{
  world: World;
  device: SimDevice;
  unit: Awaited<ReturnType<SimDevice['claim']>>;
}> {
  const world = await createWorld();
  await world.addClip('clip');
  const device = await world.device('ada');
  return { world, device, unit: await device.claim() };
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error as { code: string }).code,
  );

describe('a submission', () => {
  it('is answered byte for byte alike when it is sent again', async () => {
    const { world, device, unit } = await leased();
    const request = device.request(unit, device.honest(unit));

    const first = await device.send(request);
    world.clock.advance(5_000);
    const second = await device.send(request);

    expect(second).toBe(first);
    expect((await world.core.units(device.deviceKey, null, 10)).units).toHaveLength(1);
  });

  it('is refused when the lease was answered with another result', async () => {
    const { device, unit } = await leased();
    await device.submit(unit, device.honest(unit));
    const other = device.honest(unit);
    other.frames[0]?.boxes.pop();

    expect(await codeOf(device.submit(unit, other))).toBe('lease.consumed');
  });

  it('is refused when its sequence number was used before', async () => {
    const { world, device, unit } = await leased();
    const request = device.request(unit, device.honest(unit));

    expect(await codeOf(world.core.submit(device.sign('/v1/submissions', 1), request))).toBe(
      'request.replayed',
    );
  });

  it.each(['taskId', 'submissionId', 'result'] as const)(
    'is refused when its %s does not fit the rest',
    async (field) => {
      const { device, unit } = await leased();
      const request = device.request(unit, device.honest(unit));
      const forged = {
        ...request,
        [field]: field === 'result' ? { frames: [] } : '0'.repeat(64),
      };

      expect(await codeOf(device.send(forged))).toBe('submission.id-mismatch');
    },
  );

  it('is refused when it does not answer every frame, and leaves no trace', async () => {
    const { world, device, unit } = await leased();
    const ledger = (await world.core.network()).ledgerSeq;
    const short = { frames: device.honest(unit).frames.slice(1) };

    expect(await codeOf(device.submit(unit, short))).toBe('submission.malformed');
    expect((await world.core.network()).ledgerSeq).toBe(ledger);
    expect((await world.core.units(device.deviceKey, null, 10)).units[0]?.state).toBe('leased');
  });

  it('of another device’s lease is as unknown as a lease that never was', async () => {
    const { world, unit } = await leased();
    const thief = await world.device('thief');

    expect(await codeOf(thief.submit(unit, thief.honest(unit)))).toBe('lease.unknown');
  });

  it('after the end of its lease is recorded as late, unpaid and without a mark', async () => {
    const { world, device, unit } = await leased();
    await world.pass(unit.lease.ttlMs + 2_000);

    expect((await device.submit(unit, device.honest(unit))).state).toBe('late');
    expect(await world.verify()).toEqual([]);
    expect(await device.info()).toMatchObject({ lateUnits: 1, rejectedUnits: 0, balance: 0 });
  });
});

describe('a lease', () => {
  it('lives on by heartbeats and is given to another device when they stop', async () => {
    const { world, device, unit } = await leased();
    const { leaseId, token } = unit.lease;
    await world.pass(10_000);
    await world.core.heartbeat(device.sign('/v1/leases'), leaseId, { token, progress: 0.5 });
    await world.pass(10_000);
    expect((await world.core.unit(unit.unitId))?.unit.state).toBe('leased');

    await world.pass(20_000);
    expect((await world.core.unit(unit.unitId))?.unit.state).toBe('expired');
    const other = await world.device('bob');
    expect((await other.claim()).taskId).toBe(unit.taskId);
  });

  it('is never given twice for one slot', async () => {
    const { world, unit } = await leased();
    const devices = await Promise.all(['b', 'c', 'd', 'e'].map((name) => world.device(name)));

    const units = await Promise.all(devices.map((device) => device.claim()));

    expect(units.filter(({ taskId }) => taskId === unit.taskId)).toHaveLength(1);
    expect(new Set(units.map(({ taskId }) => taskId)).size).toBeLessThanOrEqual(units.length);
  });

  it('can be given back, and then counts for nobody', async () => {
    const { world, device, unit } = await leased();
    const { leaseId, token } = unit.lease;
    await world.core.release(device.sign('/v1/leases'), leaseId, { token });

    expect(
      await codeOf(
        world.core.heartbeat(device.sign('/v1/leases'), leaseId, { token, progress: 1 }),
      ),
    ).toBe('lease.expired');
  });
});
