import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreCycle } from '../../../../../src/subnets/lium/scoring/cycle.ts';
import {
  BURN_EMISSION,
  FALLBACK_PRICES,
  idleShare,
} from '../../../../../src/subnets/lium/scoring/emission.ts';
import { SYSBOX_CUTOFF_MS } from '../../../../../src/subnets/lium/scoring/mining-pool.ts';
import {
  DISCORD_CUTOFF_MS,
  exclusionsOf,
  PLAIN_NODE,
  ZERO_REASONS,
} from '../../../../../src/subnets/lium/scoring/node.ts';
import type { LiumNode } from '../../../../../src/subnets/lium/scoring/node.ts';

const NOW_MS = Date.UTC(2026, 8, 20);
const prices = { taoUsd: 300, alphaPerBlock: 0.05 };
const H200 = 'NVIDIA H200';
const B300 = 'NVIDIA B300 SXM6 AC';

let count = 0;
function node(model: string, gpus: number, change: Partial<LiumNode> = {}): LiumNode {
  return {
    ...PLAIN_NODE,
    uuid: `node-${String(count++).padStart(4, '0')}`,
    model,
    gpus,
    ...change,
  };
}

function cycle(...nodes: LiumNode[]) {
  return scoreCycle(nodes, { prices, nowMs: NOW_MS });
}

const rented = { rented: true, rentedSinceMs: NOW_MS };

describe('share of the idle pool', () => {
  it('is the cost of a tempo over the miners’ part of its emission', () => {
    expect(idleShare(23.1, prices)).toBeCloseTo((23.1 * 1.2) / 0.41 / 5400, 12);
    expect(BURN_EMISSION).toBe(0.91);
    expect(FALLBACK_PRICES).toEqual({ taoUsd: 200, alphaPerBlock: 0.001 });
  });

  it('is 0 when emission or a price is 0', () => {
    expect(idleShare(1, { taoUsd: 0, alphaPerBlock: 1 })).toBe(0);
    expect(idleShare(1, { taoUsd: 1, alphaPerBlock: 0 })).toBe(0);
    expect(idleShare(0, prices)).toBe(0);
    expect(idleShare(1, { taoUsd: NaN, alphaPerBlock: 1 })).toBe(0);
  });
});

describe('worked examples of the specification', () => {
  it('dilutes ten idle 8× H200 to the cap of 64 GPUs', () => {
    const result = cycle(...Array.from({ length: 10 }, () => node(H200, 8)));

    expect(result.capMultipliers).toEqual(new Map([['H200·8', 0.8]]));
    expect(result.idleCostPerHour).toBeCloseTo(182.4, 9);
    for (const { idle } of result.nodes) expect(idle).toBeCloseTo(0.0098862, 7);
  });

  it('splits the mining pool by portion and pays nothing without sysbox', () => {
    const result = cycle(
      node(H200, 8, rented),
      node('NVIDIA H100 80GB HBM3', 8, rented),
      node('NVIDIA GeForce RTX 4090', 8, { ...rented, sysbox: false }),
    );

    const pay = result.nodes.map(({ mining }) => mining);
    expect(pay[0]).toBeCloseTo((0.09 * 0.56) / 0.66, 9);
    expect(pay[1]).toBeCloseTo(0.013636364, 9);
    expect(pay[2]).toBe(0);
  });

  it('pays a partly rented node from both pools, its free GPUs at the split size', () => {
    const result = cycle(node(B300, 8, { ...rented, rentedGpus: 3, splitMin: 1 }), node(B300, 8));

    const [mixed, idle] = result.nodes;
    expect(result.idleCostPerHour).toBeCloseTo(76.8, 9);
    expect(mixed?.placed).toMatchObject({ bucket: 1, rate: 6.4, capMultiplier: 0.8 });
    expect(mixed?.placed?.lot.gpus).toBe(5);
    expect(mixed?.mining).toBeCloseTo(0.09, 12);
    expect(mixed?.idle).toBeCloseTo((result.idleShare * 25.6) / 76.8, 12);
    expect(idle?.idle).toBeCloseTo((result.idleShare * 51.2) / 76.8, 12);
  });

  it('moves the first splitting node by uuid out of a full bucket, and no further one', () => {
    const model = 'NVIDIA L40S';
    const nodes = ['c', 'b', 'a'].map((uuid) => node(model, 8, { uuid, splitMin: 1 }));
    const result = cycle(...nodes, node(model, 1));

    expect(result.nodes.map(({ placed }) => placed?.bucket)).toEqual([8, 8, 1, 1]);
    expect([...result.capMultipliers.values()]).toEqual([1, 1]);
  });
});

describe('buckets of idle nodes', () => {
  it('moves nothing while the bucket is at its cap', () => {
    const nodes = ['a', 'b'].map((uuid) => node('NVIDIA L40S', 8, { uuid, splitMin: 1 }));

    expect(cycle(...nodes).nodes.map(({ placed }) => placed?.bucket)).toEqual([8, 8]);
  });

  it('moves no node that does not fit as a whole', () => {
    const nodes = ['a', 'b', 'c'].map((uuid) => node('NVIDIA L40S', 8, { uuid, splitMin: 1 }));
    const result = cycle(
      ...nodes,
      node('NVIDIA L40S', 1),
      node('NVIDIA L40S', 1),
      node('NVIDIA L40S', 1),
    );

    expect(result.nodes.slice(0, 3).map(({ placed }) => placed?.bucket)).toEqual([8, 8, 8]);
    expect(result.capMultipliers.get('L40S·8')).toBeCloseTo(16 / 24, 12);
    const fitting = cycle(...nodes, node('NVIDIA L40S', 1), node('NVIDIA L40S', 1));
    expect(fitting.capMultipliers.get('L40S·1')).toBe(1);
  });

  it('moves no node without splitting, and none to a split size without a cap', () => {
    const whole = Array.from({ length: 3 }, () => node('NVIDIA L40S', 8));
    const odd = Array.from({ length: 3 }, () => node('NVIDIA L40S', 8, { splitMin: 2 }));

    for (const nodes of [whole, odd]) {
      expect(cycle(...nodes).capMultipliers.get('L40S·8')).toBeCloseTo(2 / 3, 12);
    }
  });

  it('uses the split size where the GPU count has no cap, at the better rate', () => {
    const [four] = cycle(node(H200, 4, { splitMin: 1 })).nodes;

    expect(four?.placed).toMatchObject({ bucket: 1, rate: 2.85, capMultiplier: 1 });
  });

  it('pays nothing where neither has a cap, and says so', () => {
    const [two, six] = cycle(node(H200, 2), node(H200, 6, { splitMin: 2 })).nodes;

    for (const pay of [two, six]) {
      expect(pay).toMatchObject({ idle: 0, reasons: ['no_unrented_capacity_for_gpu_count'] });
    }
  });

  it('counts a node that sysbox or driver zero against the cap', () => {
    const nodes = Array.from({ length: 8 }, () => node(H200, 8));
    const result = cycle(
      ...nodes,
      node(H200, 8, { sysbox: false }),
      node(H200, 8, { driver: '1' }),
    );

    expect(result.capMultipliers.get('H200·8')).toBe(0.8);
    expect(result.nodes[8]).toMatchObject({ idle: 0, reasons: ['sysbox_not_enabled'] });
    expect(result.nodes[9]).toMatchObject({ idle: 0, reasons: ['nvidia_driver_below_minimum'] });
  });
});

describe('who is in which pool', () => {
  it('names every reason that keeps a node out of both', () => {
    const all: Partial<LiumNode> = {
      outdatedImage: true,
      banned: true,
      spot: true,
      discordConnected: false,
      rentalsPaused: true,
      ownDefaultJob: true,
    };

    expect(exclusionsOf(node(H200, 8, all), false, NOW_MS)).toEqual([
      'outdated_executor_image',
      'banned_network_abuse',
      'spot_tier',
      'provider_discord_not_connected',
      'new_rentals_paused',
      'miner_default_job',
    ]);
    expect(exclusionsOf(node(H200, 8, all), true, NOW_MS)).toHaveLength(4);
    expect(exclusionsOf(node(H200, 8), false, NOW_MS)).toEqual([]);
    expect(ZERO_REASONS).toHaveLength(15);
  });

  it('asks for Discord from 15 June 2026 at noon on', () => {
    const lone = node(H200, 8, { discordConnected: false });

    expect(new Date(DISCORD_CUTOFF_MS).toISOString()).toBe('2026-06-15T12:00:00.000Z');
    expect(exclusionsOf(lone, false, DISCORD_CUTOFF_MS - 1)).toEqual([]);
    expect(exclusionsOf(lone, false, DISCORD_CUTOFF_MS)).toHaveLength(1);
  });

  it('pays an excluded node nothing and leaves it out of the buckets', () => {
    const nodes = Array.from({ length: 8 }, () => node(H200, 8));
    const result = cycle(...nodes, node(H200, 8, { banned: true, driver: '1' }));

    expect(result.capMultipliers.get('H200·8')).toBe(1);
    expect(result.nodes[8]).toEqual({
      mining: 0,
      idle: 0,
      reasons: ['banned_network_abuse', 'nvidia_driver_below_minimum'],
      placed: null,
      rental: null,
    });
  });

  it('keeps out a node that fails an enforced gate', () => {
    const failedGates = ['insufficient_disk_for_vram'] as const;

    expect(cycle(node(H200, 8, { failedGates })).nodes[0]).toMatchObject({
      idle: 0,
      reasons: ['insufficient_disk_for_vram'],
    });
  });

  it('pays idle nodes of wanted families with any score, without weighing the score', () => {
    const [low, job, none, other] = cycle(
      node(H200, 8, { score: 0.5, jobScore: 0 }),
      node(H200, 8, { score: 0, jobScore: 1 }),
      node(H200, 8, { score: 0, jobScore: 0 }),
      node('NVIDIA L4', 8),
    ).nodes;

    expect(low?.idle).toBeGreaterThan(0);
    expect(job?.idle).toBe(low?.idle);
    expect(none).toMatchObject({ idle: 0, reasons: [] });
    expect(other?.reasons).toEqual(['gpu_model_not_eligible_for_unrented_incentive']);
  });

  it('treats a rented node as fully rented unless it splits and says how many', () => {
    for (const change of [
      { rentedGpus: 3 },
      { splitMin: 1 },
      { splitMin: 1, rentedGpus: 0 },
      { splitMin: 1, rentedGpus: 8 },
      { splitMin: 1, rentedGpus: 9 },
      { splitMin: 0, rentedGpus: 3 },
    ]) {
      const [pay] = cycle(node(H200, 8, { ...rented, ...change })).nodes;
      expect(pay).toMatchObject({ idle: 0, placed: null, reasons: [] });
      expect(pay?.mining).toBeCloseTo(0.09, 12);
    }
  });

  it('closes only the free part of a partly rented node when new rentals are paused', () => {
    const change = { ...rented, rentedGpus: 3, splitMin: 1, rentalsPaused: true };
    const [pay] = cycle(node(H200, 8, change)).nodes;

    expect(pay).toMatchObject({ idle: 0, placed: null, reasons: ['new_rentals_paused'] });
    expect(pay?.mining).toBeCloseTo(0.09, 12);
  });
});

describe('mining score', () => {
  const other = () => node('NVIDIA A100-SXM4-80GB', 8, rented);
  const ratio = (change: Partial<LiumNode>, ...more: LiumNode[]) => {
    const [own, reference] = cycle(node(H200, 8, { ...rented, ...change }), other(), ...more).nodes;
    return ((own?.mining ?? NaN) / (reference?.mining ?? NaN)) * (0.05 / 0.56);
  };

  it('shares a model’s portion among all its verified GPUs, idle ones too', () => {
    expect(ratio({})).toBeCloseTo(1, 9);
    expect(ratio({}, node(H200, 8))).toBeCloseTo(0.5, 9);
    expect(ratio({}, node(H200, 8, { score: 0, jobScore: 0 }))).toBeCloseTo(1, 9);
    expect(ratio({}, node(H200, 8, { spot: true }))).toBeCloseTo(1, 9);
    expect(ratio({}, node(H200, 8, { banned: true }))).toBeCloseTo(0.5, 9);
    expect(ratio({ rentedGpus: 2, splitMin: 1 })).toBeCloseTo(0.25, 9);
  });

  it('weighs the score', () => {
    expect(ratio({ score: 0.5 })).toBeCloseTo(0.5, 9);
    expect(ratio({ score: 0, jobScore: 1 })).toBe(0);
  });

  it('keeps 0.8 of an old rental without sysbox, nothing of a newer one', () => {
    expect(new Date(SYSBOX_CUTOFF_MS).toISOString()).toBe('2026-04-03T12:00:00.000Z');
    expect(ratio({ sysbox: false, rentedSinceMs: SYSBOX_CUTOFF_MS - 1 })).toBeCloseTo(0.8, 9);
    expect(ratio({ sysbox: false, rentedSinceMs: null })).toBeCloseTo(0.8, 9);
    expect(ratio({ sysbox: false, rentedSinceMs: SYSBOX_CUTOFF_MS })).toBe(0);
  });

  it('weighs uptime up to two weeks where collateral is missing', () => {
    const uptime = (uptimeMinutes: number) => ratio({ collateralFine: false, uptimeMinutes });

    expect(uptime(10080)).toBeCloseTo(0.5, 9);
    expect(uptime(20160)).toBeCloseTo(1, 9);
    expect(uptime(99999)).toBeCloseTo(1, 9);
    expect(uptime(0)).toBe(0);
  });

  it('ignores the driver of a rented node', () => {
    expect(ratio({ driver: '1' })).toBeCloseTo(1, 9);
  });

  it('stays unpaid when nobody scores', () => {
    expect(cycle(node('NVIDIA T4 Tensor Core GPU', 8, rented)).nodes[0]?.mining).toBe(0);
    expect(cycle().nodes).toEqual([]);
  });
});

describe('a whole cycle', () => {
  const fleet = fc.array(
    fc.record({
      model: fc.constantFrom(H200, B300, 'NVIDIA L40S', 'NVIDIA L4', 'unknown'),
      gpus: fc.constantFrom(1, 2, 4, 8),
      rented: fc.boolean(),
      rentedGpus: fc.option(fc.integer({ min: 0, max: 9 })),
      splitMin: fc.option(fc.constantFrom(0, 1, 2, 8)),
      sysbox: fc.boolean(),
      driver: fc.constantFrom('', '580.65.06', '1', 'x'),
      banned: fc.boolean(),
      score: fc.constantFrom(0, 1),
    }),
    { maxLength: 12 },
  );

  it('never pays more than emission, and pays each node a share of 0..1', () => {
    fc.assert(
      fc.property(fleet, (parts) => {
        const result = cycle(...parts.map((part) => node(part.model, part.gpus, part)));

        const paid = result.nodes.reduce((sum, { mining, idle }) => sum + mining + idle, 0);
        expect(paid + result.burnShare).toBeLessThanOrEqual(1 + 1e-9);
        for (const { mining, idle } of result.nodes) {
          expect(mining).toBeGreaterThanOrEqual(0);
          expect(idle).toBeGreaterThanOrEqual(0);
        }
        for (const multiplier of result.capMultipliers.values()) {
          expect(multiplier).toBeGreaterThan(0);
          expect(multiplier).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('does not depend on the order of nodes', () => {
    fc.assert(
      fc.property(fleet, (parts) => {
        const nodes = parts.map((part) => node(part.model, part.gpus, part));
        const forth = cycle(...nodes).nodes;
        const back = cycle(...nodes.toReversed()).nodes.toReversed();

        for (const [i, pay] of forth.entries()) {
          expect(back[i]?.mining).toBeCloseTo(pay.mining, 12);
          expect(back[i]?.idle).toBeCloseTo(pay.idle, 12);
        }
      }),
    );
  });

  it('takes other rules from its caller', () => {
    const result = scoreCycle([node(H200, 2), node(H200, 8, rented)], {
      prices,
      nowMs: NOW_MS,
      burnEmission: 0.5,
      rates: { '*': { '*': 1 } },
      market: {
        prices: {},
        families: { [H200]: 'H200' },
        caps: { H200: { 2: 1 } },
        portions: { [H200]: 1 },
      },
    });

    expect(result.idleCostPerHour).toBe(1);
    expect(result.nodes[1]?.mining).toBe(0.5);
    expect(result.burnShare).toBeCloseTo(0.5 - result.idleShare, 12);
  });
});
