import { describe, expect, it } from 'vitest';
import type { ChainSnapshot } from '../../../../src/protocol/chain-snapshot.ts';
import { NetworkInfo } from '../../../../src/protocol/board.ts';
import { parse } from 'valibot';
import { createWorld, mineHonestly } from '../../../support/world.ts';
import { chainOf } from '../../miner/planning/facts.ts';

describe('the network’s figures', () => {
  it('carry what the chain said last, and null before that', async () => {
    let chain: ChainSnapshot | null = null;
    const world = await createWorld({ chain: () => chain });
    expect((await world.core.network()).chain).toBeNull();

    chain = chainOf({ 44: 21 });

    expect(parse(NetworkInfo, await world.core.network()).chain).toEqual(chain);
  });

  it('are pushed to everybody when the chain says something new', async () => {
    const chain = chainOf({ 44: 21 });
    const world = await createWorld({ chain: () => chain });

    await world.core.tellNetwork();

    const rows = await world.core.eventsSince(0, 10);
    if (rows === 'resync') throw new Error('the outbox was emptied');
    expect(rows.at(-1)).toMatchObject({
      deviceKey: null,
      event: { type: 'network', network: { chain: { block: 100 } } },
    });
  });

  it('of the chain change nobody’s pay where one subnet alone was worked on', async () => {
    const world = await createWorld({ chain: () => chainOf({ 44: 1, 8: 999 }) });
    await world.addClip('clip');
    const device = await world.device('ada');
    await mineHonestly(world, device, 1);
    await world.pass(60_000);

    const [unit] = (await world.core.units(device.deviceKey, null, 1)).units;

    expect(unit?.credit).toBeGreaterThan(799_999_000);
  });
});
