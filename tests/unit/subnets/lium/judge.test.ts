import { describe, expect, it } from 'vitest';
import type { Finding, Judgement } from '../../../../src/subnets/judge-page.ts';
import {
  EXAMPLE_PRICES,
  SICK_NODE,
  SOUND_NODE,
} from '../../../../src/subnets/lium/judge/examples.ts';
import { judgeTools } from '../../../../src/subnets/lium/judge-tools.ts';
import { IDLE_GATES } from '../../../../src/subnets/lium/score.ts';
import { ZERO_REASONS, type ZeroReason } from '../../../../src/subnets/lium/scoring/node.ts';
import type { NodeReport } from '../../../../src/subnets/lium/task.ts';

async function judge(tool: string, input: unknown): Promise<Judgement> {
  const judgement = await judgeTools[tool]?.(input);
  if (!judgement) throw new Error(`${tool} has no run`);
  return judgement;
}

function flat(findings: readonly Finding[]): Finding[] {
  return findings.flatMap((finding) => [finding, ...flat(finding.children ?? [])]);
}

const rules = {
  others: [],
  ...EXAMPLE_PRICES,
  date: '2026-09-20',
  p90: 3,
  enforced: IDLE_GATES,
};

const examine = (change: Partial<NodeReport>, more: object = {}, report = SOUND_NODE) =>
  judge('doctor', { report: { ...report, ...change }, ...rules, ...more });

/** The gate whose rule begins with a reason code. */
async function gateOf(reason: string, change: Partial<NodeReport>, more: object = {}) {
  const { findings } = await examine(change, more);
  return flat(findings).find(({ rule }) => rule?.startsWith(reason));
}

describe('the node doctor', () => {
  it('shows a gate for every reason code that the network knows', async () => {
    const { findings } = await examine({});
    const named = flat(findings).map(({ rule }) => rule?.split(':')[0]);

    expect(named).toEqual(expect.arrayContaining([...ZERO_REASONS]));
    expect(flat(findings).filter(({ state }) => state === 'fail')).toEqual([]);
  });

  it.each<[ZeroReason, Partial<NodeReport>]>([
    ['spot_tier', { spot: true }],
    ['banned_network_abuse', { banned: true }],
    ['outdated_executor_image', { outdatedImage: true }],
    ['provider_discord_not_connected', { discordConnected: false }],
    ['new_rentals_paused', { rentalsPaused: true }],
    ['miner_default_job', { ownDefaultJob: true }],
    ['price_above_market_p90_soft_limit', { pricePerGpu: 3.31 }],
    ['insufficient_disk_for_vram', { diskTotalKb: 1 }],
    ['flagship_without_ncu_or_split', { ncuAccess: null }],
    ['cannot_apply_gpu_power_cap', { controlOwnerUid: 1 }],
    ['nvidia_driver_below_minimum', { driver: '580' }],
    ['sysbox_not_enabled', { sysbox: false }],
    ['port_limited_remainder', { rented: true, rentedGpus: 3, splitMin: 1, freePorts: 2 }],
    ['no_unrented_capacity_for_gpu_count', { gpus: 4, gpuMemoryMb: [] }],
  ])('fails %s, names it and knows what mends it', async (reason, change) => {
    const { score, improvements } = await examine(change);

    expect(await gateOf(reason, change)).toMatchObject({ state: 'fail' });
    expect(score.note).toBe(reason);
    if (reason === 'banned_network_abuse') expect(improvements).toEqual([]);
    else expect(improvements[0]?.gain).toBeGreaterThan(0);
  });

  it('only warns of a gate that is not enforced', async () => {
    const change = { diskTotalKb: 1 };
    const gate = await gateOf('insufficient_disk_for_vram', change, { enforced: [] });

    expect(gate).toMatchObject({ state: 'warn' });
    expect((await examine(change, { enforced: [] })).score.value).toBeGreaterThan(0);
  });

  it('says what several faults cost together', async () => {
    const { score, improvements } = await examine({}, {}, SICK_NODE);
    const sound = await examine({});

    expect(score.value).toBe(0);
    expect(improvements).toHaveLength(6);
    expect(improvements.slice(0, 5).every(({ gain }) => gain === null)).toBe(true);
    expect(improvements[5]?.gain).toBeCloseTo(Number(sound.score.value), 12);
  });

  it('gives a card of the wrong size no score, rented or not', async () => {
    const gpuMemoryMb = [...SOUND_NODE.gpuMemoryMb.slice(1), 81_559];
    const { findings, score } = await examine({ gpuMemoryMb, rented: true });
    const cards = flat(findings).filter(({ unit }) => unit === 'MB');

    expect(score.value).toBe(0);
    expect(cards.map(({ state, name }) => [state, name])).toEqual([
      ['pass', 'Memory (cards: 7)'],
      ['fail', 'Memory (cards: 1)'],
    ]);
    expect((await examine({ model: 'NVIDIA A40', pricePerGpu: 0.1 })).score.value).toBe(0);
  });

  it('refuses a day that is none and more nodes than a cycle has', async () => {
    await expect(examine({}, { date: '2026-13-01' })).rejects.toThrow(/^date/);
    const crowd = { model: 'NVIDIA H200', gpus: 8, count: 600 };
    await expect(examine({}, { others: [crowd, crowd] })).rejects.toThrow('others: 1200 nodes');
  });
});

describe('the pool simulator', () => {
  const input = { model: 'NVIDIA H200', gpus: 8, alike: 8, others: [], ...EXAMPLE_PRICES };

  it('pays eight nodes in full and shares from the ninth on', async () => {
    const { score, tables, findings } = await judge('pool', input);
    const rows = tables?.[0]?.rows ?? [];

    expect(rows[7]).toEqual([8, 1, score.value, expect.closeTo(8 * Number(score.value), 12)]);
    expect(rows[8]?.[1]).toBeCloseTo(64 / 72, 12);
    const more = await judge('pool', { ...input, alike: 9 });
    expect(more.findings.find(({ name }) => name.startsWith('What one more'))?.value).toBe(0);
    expect(rows[8]?.[3]).toBeCloseTo(Number(rows[7]?.[3]), 12);
    expect(findings.find(({ name }) => name.startsWith('Nodes of this kind'))?.value).toBe(8);
  });

  it('counts the nodes of others against the cap', async () => {
    const alone = await judge('pool', { ...input, alike: 1 });
    const crowded = await judge('pool', {
      ...input,
      alike: 1,
      others: [{ model: 'NVIDIA H200 NVL', gpus: 8, count: 15 }],
    });

    expect(Number(crowded.score.value)).toBeCloseTo(Number(alone.score.value) / 2, 12);
  });

  it('finds a shape that is paid where this one is not', async () => {
    const { score, improvements } = await judge('pool', { ...input, gpus: 4, alike: 1 });

    expect(score.value).toBe(0);
    expect(improvements.map(({ text }) => text)).toEqual([
      'Rent the cards out one by one (split size 1)',
      'Offer nodes of 8 cards',
      'Offer nodes of 1 card',
    ]);
  });
});

describe('the desk of burn and referrals', () => {
  it('withholds the part of a UID that another coldkey holds', async () => {
    const { score, findings } = await judge('burn', {
      share: 0.5,
      neurons: [{ uid: 47, coldkey: 'another' }],
    });

    expect(score.value).toBe(0);
    expect(findings[0]).toMatchObject({ state: 'fail', value: 0 });
    expect(findings[0]?.note).toMatch(/^Held by another coldkey/);
  });

  it('refuses a burner without a score', async () => {
    const input = { scores: {}, burn: { b: 1 }, revenue: {}, share: 0, hotkey: 'b' };

    await expect(judge('referral', input)).rejects.toThrow('burn: b has no score');
  });
});
