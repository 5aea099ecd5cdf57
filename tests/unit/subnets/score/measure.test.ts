import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../../../src/subnets/score/pipeline/settings.ts';
import { measureUnit, PILLAR_LABELS } from '../../../../src/subnets/score/score.ts';
import type { Element } from '../../../../src/subnets/score/elements.ts';
import type { ResultBox, ScoreTruth } from '../../../../src/subnets/score/task.ts';

const PLAYER = 2;

const box = (x1: number, cls_id = PLAYER): ResultBox => ({
  x1,
  y1: 0,
  x2: x1 + 100,
  y2: 100,
  cls_id,
  conf: 0.9,
});
const truth = (boxes: readonly ResultBox[], group?: string, ordinal?: number): ScoreTruth => ({
  boxes: boxes.map(({ x1, y1, x2, y2, cls_id }) => ({ x1, y1, x2, y2, cls_id })),
  ...(group === undefined ? {} : { group }),
  ...(ordinal === undefined ? {} : { ordinal }),
});

function unit(frames: readonly (readonly [answer: readonly ResultBox[], ScoreTruth | null])[]) {
  return {
    input: {
      version: 1 as const,
      models: [{ name: 'centernet', sha256: 'a'.repeat(64) }],
      settings: DEFAULT_SETTINGS,
      frames: frames.map(() => ({ blob: 'b'.repeat(64), width: 1280, height: 720 })),
    },
    result: { frames: frames.map(([boxes], frame_id) => ({ frame_id, boxes: [...boxes] })) },
    truths: frames.map(([, known]) => known),
  };
}

function element(pillars: Element['pillars'], change: Partial<Element> = {}): Element {
  return {
    id: 'Test',
    weight: 0.5,
    objects: ['player'],
    pillars,
    theta: 0.25,
    deltaFloor: 0.01,
    beta: 1,
    latencyP95Ms: 100,
    serviceRateFps: 1,
    maxModelBytes: 1,
    windowBlocks: 300,
    source: 'this test',
    ...change,
  };
}

const valueOf = (measured: ReturnType<typeof measureUnit>, name: string) =>
  measured?.components.find((one) => one.name === name);

describe('a unit without truth', () => {
  it('cannot be measured', () => {
    expect(measureUnit(unit([[[box(0)], null]]))).toBeNull();
  });
});

describe('a measured unit', () => {
  const half = unit([
    [[box(0)], truth([box(0)])],
    [[], null],
    [[], truth([box(0)])],
  ]);

  it('weighs its elements, by S for quality and by weight_score for pay', () => {
    const measured = measureUnit(half, [
      element({ count: 1 }),
      element({ iou: 1 }, { id: 'Other', weight: 0.25, theta: 0.4 }),
    ]);

    // S is 0.5 for both: 0.5 × 0.5 + 0.25 × 0.5, and 0.5 × 0.25 + 0.25 × 0.1.
    expect(measured?.quality).toBeCloseTo(0.375, 12);
    expect(measured?.score).toBeCloseTo(0.15, 12);
    expect(measured?.items).toEqual([0, 2]);
    expect(measured?.frameF1).toEqual([1, 0]);
  });

  it('has a quality of 1 at most', () => {
    const found = unit([[[box(0)], truth([box(0)])]]);

    expect(measureUnit(found, [element({ count: 1 }, { weight: 1.5 })])?.quality).toBe(1);
  });

  it('counts a pair from an overlap of 0.3 on, in every frame', () => {
    const wide = (x2: number) =>
      measureUnit(unit([[[{ ...box(0), x2 }], truth([box(0)])]]), [element({ count: 1 })]);

    expect(wide(30)?.frameF1).toEqual([1]);
    expect(wide(29)?.frameF1).toEqual([0]);
  });

  it('lists every pillar with its weight, then S and weight_score', () => {
    const measured = measureUnit(half, [element({ count: 0.75, map50: 0.25 })]);

    expect(measured?.components).toEqual([
      { name: 'Test.count', value: 0.5, weight: 0.75, label: 'exact' },
      { name: 'Test.map50', value: 0.5, weight: 0.25, label: 'exact' },
      { name: 'Test.S', value: 0.5, weight: 0.5, label: 'exact' },
      { name: 'Test.weight_score', value: 0.25, weight: 0.5, label: 'exact' },
    ]);
  });

  it('looks at the objects of the element alone', () => {
    const mixed = unit([[[box(0), box(300, 0)], truth([box(0), box(600, 3)])]]);

    const measured = measureUnit(mixed, [
      element({ count: 0.5, false_positive: 0.5 }),
      element({ count: 1 }, { id: 'All', objects: ['player', 'referee', 'ball'] }),
    ]);

    expect(valueOf(measured, 'Test.S')?.value).toBe(1);
    expect(valueOf(measured, 'All.S')?.value).toBe(0.5);
  });

  it('is as sure as its weakest pillar', () => {
    const label = (pillars: Element['pillars']) =>
      valueOf(measureUnit(half, [element(pillars)]), 'Test.S')?.label;

    expect(label({ iou: 0.5, false_positive: 0.5 })).toBe('exact');
    expect(label({ iou: 0.5, palette: 0.5 })).toBe('proxy');
    expect(label({ iou: 0.5, role: 0.5 })).toBe('proxy');
    expect(PILLAR_LABELS.smoothness).toBe('from the specification');
  });
});

describe('smoothness of a unit', () => {
  const paid = element({ count: 0.5, smoothness: 0.5 });
  const smooth = (frames: Parameters<typeof unit>[0]) => measureUnit(unit(frames), [paid]);

  it('is left out where no clip has three frames; the other pillars take its weight', () => {
    const measured = smooth([
      [[box(0)], truth([box(0)], 'clip', 0)],
      [[box(0)], truth([box(0)], 'clip', 1)],
    ]);

    expect(valueOf(measured, 'Test.smoothness')).toBeUndefined();
    expect(valueOf(measured, 'Test.count')?.weight).toBe(1);
    expect(valueOf(measured, 'Test.S')).toMatchObject({ value: 1, label: 'proxy' });
  });

  it('is measured along three frames of one clip, in their order', () => {
    // At 0, 10 and 30 the overlaps are 90 / 110 and 80 / 120; in any other order they are not.
    const measured = smooth([
      [[box(30)], truth([box(30)], 'clip', 6)],
      [[box(0)], truth([box(0)], 'clip', 4)],
      [[box(10)], truth([box(10)], 'clip', 5)],
    ]);

    const [first, second] = [90 / 110, 80 / 120];
    expect(valueOf(measured, 'Test.smoothness')?.value).toBeCloseTo(
      (first + second) / 2 / (1 + first - second),
      12,
    );
    expect(valueOf(measured, 'Test.S')?.label).toBe('from the specification');
  });

  it('does not run on over a gap, into another clip, or over frames without a place', () => {
    const at = (group: string | undefined, ordinal: number | undefined) =>
      [[box(0)], truth([box(0)], group, ordinal)] as const;
    const missing = (frames: Parameters<typeof unit>[0]) =>
      valueOf(smooth(frames), 'Test.smoothness') === undefined;

    expect(missing([at('a', 0), at('a', 1), at('a', 3)])).toBe(true);
    expect(missing([at('a', 0), at('a', 1), at('b', 2)])).toBe(true);
    expect(missing([at('a', 0), at('a', 1), at('a', undefined)])).toBe(true);
    expect(missing([at(undefined, 0), at(undefined, 1), at(undefined, 2)])).toBe(true);
    expect(missing([at('b', 1), at('a', 0), at('b', 0), at('a', 1), at('b', 2)])).toBe(false);
    expect(missing([at('a', 1), at('b', 0), at('a', 0), at('b', 1), at('a', 2)])).toBe(false);
  });

  it('takes the frames without truth as one clip', () => {
    const work = (x1: number) => [[box(x1)], null] as const;

    const measured = smooth([[[box(0)], truth([box(0)])], work(0), work(0), work(0)]);

    expect(valueOf(measured, 'Test.smoothness')?.value).toBe(1);
    expect(
      valueOf(smooth([[[box(0)], truth([box(0)])], work(0), work(0)]), 'Test.smoothness'),
    ).toBeUndefined();
  });
});
