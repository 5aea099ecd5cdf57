import { describe, expect, it } from 'vitest';
import { memoryKeyValue } from '../../../../src/miner/key-value.ts';
import { keepRate, measuredFrom, storedRates } from '../../../../src/miner/planning/measured.ts';
import { unit, verdict as verdictWith } from '../../features/facts.ts';

const verdict = (quality: number) => verdictWith({ quality });

describe('what a device knows of itself', () => {
  it('is its last speed per subnet, kept over reloads', async () => {
    const store = memoryKeyValue();
    await keepRate(store, 'score', 600);
    await keepRate(store, 'nova', 80);
    await keepRate(store, 'score', 650);

    expect(await storedRates(store)).toEqual({ score: 650, nova: 80 });
  });

  it('is nothing when what was kept makes no sense', async () => {
    const store = memoryKeyValue();
    await store.put('settings', 'rates', { score: 'fast' });

    expect(await storedRates(store)).toEqual({});
  });

  it('is the mean quality of decided units, weighed by their items', () => {
    const units = [
      unit('u1', { subnet: 'score', items: 30, verdict: verdict(0.9) }),
      unit('u2', { subnet: 'score', items: 10, verdict: verdict(0.5) }),
      unit('u3', { subnet: 'score', items: 99, verdict: null }),
      unit('u4', { subnet: 'nova', items: 4, verdict: verdict(1) }),
    ];

    const measured = measuredFrom({ score: 600, iota: 5 }, units);

    expect(measured['score']?.quality).toBeCloseTo(0.8, 12);
    expect(measured).toMatchObject({
      score: { unitsPerHour: 600, judgedUnits: 2 },
      nova: { unitsPerHour: null, quality: 1, judgedUnits: 1 },
      iota: { unitsPerHour: 5, quality: null, judgedUnits: 0 },
    });
  });
});
