import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../src/shared/bytes.ts';
import { SOUND_NODE } from '../../../../src/subnets/lium/judge/examples.ts';
import { COMPONENT_LABELS, IDLE_GATES, scoreFleet } from '../../../../src/subnets/lium/score.ts';
import { sealOf } from '../../../../src/subnets/lium/scoring/signature.ts';
import {
  MAX_GPUS,
  parseInput,
  parseReports,
  parseResult,
} from '../../../../src/subnets/lium/task.ts';
import { verifyAnswer } from '../../../../src/subnets/lium/verify.ts';
import type { FleetRules } from '../../../../src/subnets/lium/score.ts';
import type { NodeReport } from '../../../../src/subnets/lium/task.ts';

const report: NodeReport = { ...SOUND_NODE, uuid: 'node-1' };
const rules: FleetRules = {
  prices: { taoUsd: 300, alphaPerBlock: 0.05 },
  nowMs: Date.UTC(2026, 8, 20),
  enforced: IDLE_GATES,
  p90: { 'NVIDIA H200': 3 },
};

function score(change: Partial<NodeReport>, more: Partial<FleetRules> = {}) {
  const [scored] = scoreFleet([{ ...report, ...change }], { ...rules, ...more }).nodes;
  if (!scored) throw new Error('one node goes in, one comes out');
  return scored;
}

describe('score of a reported node', () => {
  it('names its components and how sure they are', () => {
    const { components, uuid, failedGates } = score({});

    expect(uuid).toBe('node-1');
    expect(failedGates).toEqual([]);
    expect(components.map(({ name, label }) => [name, label])).toEqual(
      Object.entries(COMPONENT_LABELS),
    );
    expect(components.map(({ value }) => value)).toEqual([
      1,
      0,
      expect.closeTo((22.8 * 1.2) / 0.41 / 5400, 9),
      1,
    ]);
    expect(components.every(({ weight }) => weight === 1)).toBe(true);
  });

  it('finds each gate that a report fails', () => {
    const failing: [Partial<NodeReport>, string][] = [
      [{ pricePerGpu: 3.31 }, 'price_above_market_p90_soft_limit'],
      [{ diskTotalKb: 1000 }, 'insufficient_disk_for_vram'],
      [{ ncuAccess: null }, 'flagship_without_ncu_or_split'],
      [{ controlOwnerUid: 65534 }, 'cannot_apply_gpu_power_cap'],
    ];

    for (const [change, gate] of failing) {
      const closed = score(change);
      expect(closed.failedGates).toEqual([gate]);
      expect(closed.pay).toMatchObject({ idle: 0, reasons: [gate] });
      expect(closed.components[3]?.value).toBe(0);
      const shadow = score(change, { enforced: [] });
      expect(shadow.failedGates).toEqual([gate]);
      expect(shadow.pay.idle).toBeGreaterThan(0);
      expect(shadow.components[3]?.value).toBe(1);
    }
  });

  it('asks for free ports of the remainder of a partly rented node', () => {
    const part = { rented: true, rentedGpus: 3, splitMin: 1, freePorts: 2 };

    expect(score(part).pay.reasons).toEqual(['port_limited_remainder']);
    expect(score({ ...part, freePorts: 3 }).pay.idle).toBeGreaterThan(0);
    expect(score({ freePorts: 0 }).failedGates).toEqual([]);
    expect(score({ ...part, freePorts: 3, ncuAccess: null }).failedGates).toEqual([]);
  });

  it('does not verify an idle node below the download gate', () => {
    expect(score({ downloadMbps: 99 }).components[0]?.value).toBe(0);
    expect(score({ downloadMbps: null }).pay.idle).toBe(0);
    expect(score({ downloadMbps: 100 }).components[0]?.value).toBe(1);
    expect(score({ downloadMbps: null, rented: true }).pay.mining).toBeCloseTo(0.09, 12);
  });

  it('carries what excludes a node', () => {
    const excluding: [Partial<NodeReport>, string][] = [
      [{ spot: true }, 'spot_tier'],
      [{ discordConnected: false }, 'provider_discord_not_connected'],
      [{ rentalsPaused: true }, 'new_rentals_paused'],
      [{ ownDefaultJob: true }, 'miner_default_job'],
      [{ sysbox: false }, 'sysbox_not_enabled'],
      [{ driver: '570' }, 'nvidia_driver_below_minimum'],
      [
        { model: 'NVIDIA L4', pricePerGpu: 0.1, gpuMemoryMb: [] },
        'gpu_model_not_eligible_for_unrented_incentive',
      ],
      [{ banned: true }, 'banned_network_abuse'],
      [{ outdatedImage: true }, 'outdated_executor_image'],
    ];

    for (const [change, reason] of excluding) {
      expect(score(change).pay.reasons).toEqual([reason]);
    }
    expect(score({ rented: true, sysbox: false, rentedSinceMs: rules.nowMs }).pay.mining).toBe(0);
    expect(score({ model: 'unknown', pricePerGpu: 0.1 }).components[0]?.value).toBe(0);
  });

  it('scores an empty fleet', () => {
    expect(scoreFleet([], rules)).toMatchObject({ nodes: [], cycle: { idleCostPerHour: 0 } });
  });
});

describe('shapes of a challenge', () => {
  const input = { version: 1, nonce: 'ab'.repeat(32), model: 'NVIDIA H200', claimedGpus: 2 };
  const card = { slot: 0, output: '', memoryMb: 143771 };

  it('accepts what a validator asks', () => {
    expect(parseInput(input)).toEqual(input);
    expect(MAX_GPUS).toBe(14);
    expect(parseInput({ ...input, claimedGpus: 14 }).claimedGpus).toBe(14);
  });

  it.each([
    ['version', 2],
    ['nonce', 'AB'.repeat(32)],
    ['model', 'NVIDIA GTX 480'],
    ['claimedGpus', 15],
    ['claimedGpus', 0],
    ['claimedGpus', 1.5],
  ])('refuses a wrong %s and names it', (field, value) => {
    expect(() => parseInput({ ...input, [field]: value })).toThrow(
      expect.objectContaining({
        code: 'input.malformed',
        message: expect.stringContaining(field),
      }),
    );
  });

  it('refuses a slot that comes twice and anything that is not asked for', () => {
    expect(parseResult({ cards: [card, { ...card, slot: 13 }] }).cards).toHaveLength(2);
    for (const [cards, text] of [
      [[card, card], 'cards.1.slot 0 comes twice'],
      [[{ ...card, slot: 14 }], 'cards.0.slot'],
      [[{ ...card, memoryMb: -1 }], 'cards.0.memoryMb'],
      [[{ ...card, more: 1 }], 'cards.0.more'],
      [[{ ...card, output: 'x'.repeat(65_537) }], 'cards.0.output'],
    ] as const) {
      expect(() => parseResult({ cards })).toThrow(
        expect.objectContaining({
          code: 'submission.malformed',
          message: expect.stringContaining(text),
        }),
      );
    }
  });

  it('refuses a report with a field that is missing or not finite', () => {
    expect(parseReports([report])).toEqual([report]);
    expect(() => parseReports([{ ...report, gpus: 0 }])).toThrow(/0\.gpus/);
    expect(() => parseReports([{ ...report, pricePerGpu: NaN }])).toThrow(/0\.pricePerGpu/);
    expect(() => parseReports([{ ...report, diskTotalKb: Infinity }])).toThrow(/0\.diskTotalKb/);
    expect(() => parseReports('x')).toThrow(expect.objectContaining({ code: 'input.malformed' }));
  });
});

describe('verification of an answer', () => {
  const masterKey = utf8('key');
  const input = parseInput({
    version: 1,
    nonce: 'ab'.repeat(32),
    model: 'NVIDIA H200',
    claimedGpus: 2,
  });
  const line = (uuid: string) => {
    const msg = `${input.nonce}|0|${uuid}|p|50|1800|400`;
    return JSON.stringify({ gpu_sig: 1, ok: true, msg, sig: sealOf(masterKey, uuid, msg) });
  };
  const answer = (second: string, memoryMb = 143771) => ({
    cards: [
      { slot: 0, output: line('a'), memoryMb: 143771 },
      { slot: 5, output: second, memoryMb },
    ],
  });

  it('passes two sealed cards in time', () => {
    const verdict = verifyAnswer(input, answer(line('b')), { masterKey, elapsedSeconds: 5 });

    expect(verdict).toMatchObject({ passed: true, wrongMemory: [] });
    expect(verdict.cards.map(({ slot }) => slot)).toEqual([0, 5]);
  });

  it('fails a repeated card, a silent one, a late answer and memory that does not fit', () => {
    const witness = { masterKey, elapsedSeconds: 5 };

    expect(verifyAnswer(input, answer(line('a')), witness).passed).toBe(false);
    expect(verifyAnswer(input, answer(''), witness).cards[1]?.reasons).toEqual(['no_result']);
    expect(verifyAnswer(input, answer(line('b')), { masterKey, elapsedSeconds: 121 }).passed).toBe(
      false,
    );
    expect(verifyAnswer(input, answer(line('b'), 81559), witness)).toMatchObject({
      passed: false,
      wrongMemory: [5],
    });
  });
});
