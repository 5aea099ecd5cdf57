import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../../src/shared/hash.ts';
import { seededRng } from '../../../../src/shared/rng.ts';
import { composeUnit } from '../../../../src/subnets/score/compose.ts';
import { parseInput } from '../../../../src/subnets/score/task.ts';
import type { PoolItem } from '../../../../src/subnets/contract.ts';

const models = { centernet: 'c'.repeat(64) };

function item(groupId: string, ordinal: number, width = 1280): PoolItem {
  const itemId = `${groupId}-${ordinal}`;
  return {
    itemId,
    groupId,
    ordinal,
    material: 'operator',
    blob: sha256Hex(itemId),
    bytes: 1000,
    hasTruth: false,
    meta: { width, height: 720 },
  };
}

const work = Array.from({ length: 6 }, (_, i) => item('clip', 10 + i));

function compose(known: PoolItem[], seed = 'seed') {
  return composeUnit({ work, known, models, rng: seededRng(seed) });
}

describe('composing a unit', () => {
  it('keeps the work frames in their order around the known ones', () => {
    const unit = compose([item('other', 3), item('other', 9)]);

    expect(unit?.itemIds).toHaveLength(8);
    expect(unit?.itemIds.filter((id) => id.startsWith('clip'))).toEqual(
      work.map(({ itemId }) => itemId),
    );
    expect(parseInput(unit?.input)).toEqual(unit?.input);
  });

  it('hides a known frame at any place alike', () => {
    const places = new Map<number, number>();
    for (let i = 0; i < 700; i++) {
      const at = compose([item('other', 3)], `seed ${i}`)?.itemIds.indexOf('other-3') ?? -1;
      places.set(at, (places.get(at) ?? 0) + 1);
    }

    expect([...places.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    for (const count of places.values()) expect(count).toBeGreaterThan(60);
  });

  it('puts a known frame of the same clip at its own place', () => {
    const gap = work.filter(({ ordinal }) => ordinal !== 12);
    const unit = composeUnit({
      work: gap,
      known: [item('clip', 12), item('clip', 99)],
      models,
      rng: seededRng('seed'),
    });

    expect(unit?.itemIds).toEqual([...work.map(({ itemId }) => itemId), 'clip-99']);
  });

  it('leaves out a known frame that would show itself by size or by coming twice', () => {
    const unit = compose([item('other', 3, 1920), item('clip', 11)]);

    expect(unit?.itemIds).toEqual(work.map(({ itemId }) => itemId));
  });

  it('says nothing in the task but content, size, models and settings', () => {
    const unit = compose([item('other', 3)]);

    for (const frame of unit?.input.frames ?? []) {
      expect(Object.keys(frame).sort()).toEqual(['blob', 'height', 'width']);
    }
    expect(JSON.stringify(unit?.input)).not.toMatch(/clip|other|operator|truth/i);
  });

  it('makes no unit without work or without its model', () => {
    const rng = seededRng('seed');

    expect(composeUnit({ work: [], known: [item('a', 1)], models, rng })).toBeNull();
    expect(composeUnit({ work, known: [], models: {}, rng })).toBeNull();
  });
});
