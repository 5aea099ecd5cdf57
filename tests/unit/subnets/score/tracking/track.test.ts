import { describe, expect, test } from 'vitest';
import { randomNormal, seededRng, shuffled } from '../../../../../src/shared/rng.ts';
import type { Detection } from '../../../../../src/subnets/score/pipeline/contract.ts';
import type { TrackedFrame } from '../../../../../src/subnets/score/tracking/contract.ts';
import { track } from '../../../../../src/subnets/score/tracking/track.ts';

const GOALKEEPER = 1;
const PLAYER = 2;

/** A person of 30 × 80 pixels whose centre is at (x, y). */
function person(x: number, y: number, conf = 0.8, cls_id = PLAYER): Detection {
  return { x1: x - 15, y1: y - 40, x2: x + 15, y2: y + 40, cls_id, conf };
}

/** Frames whose boxes `make` gives. */
function frames(count: number, make: (index: number) => readonly (Detection | null)[]) {
  return Array.from({ length: count }, (_, index) => ({
    boxes: make(index).flatMap((box) => box ?? []),
  }));
}

const middle = ({ x1, x2 }: Detection): number => (x1 + x2) / 2;
const idsOf = (tracked: readonly TrackedFrame[]): number[] => [
  ...new Set(tracked.flatMap(({ boxes }) => boxes.map(({ id }) => id))),
];

/** The id of the box nearest to `x` in a frame. */
function idAt(frame: TrackedFrame | undefined, x: number): number | undefined {
  const near = frame?.boxes.filter((box) => Math.abs(middle(box) - x) < 12) ?? [];
  return near[0]?.id;
}

describe('tracks', () => {
  test('give each walker one id from the first frame to the last', () => {
    const tracked = track(frames(20, (i) => [person(100 + 3 * i, 200), person(500, 300)]));

    expect(tracked).toHaveLength(20);
    expect(tracked.every(({ boxes }) => boxes.length === 2)).toBe(true);
    expect(idsOf(tracked).toSorted()).toEqual([1, 2]);
    expect(idAt(tracked[0], 100)).toBe(idAt(tracked[19], 157));
  });

  test('keep two walkers apart who pass each other', () => {
    const rng = seededRng('pass');
    const tremble = (): number => 1.5 * randomNormal(rng);
    const tracked = track(
      frames(60, (i) => [
        person(200 + 4 * i + tremble(), 300 + tremble()),
        person(436 - 4 * i + tremble(), 304 + tremble()),
        person(700, 320),
        person(60, 250),
      ]),
    );

    expect(idAt(tracked[0], 200)).toBe(idAt(tracked[59], 436));
    expect(idAt(tracked[0], 436)).toBe(idAt(tracked[59], 200));
    expect(idsOf(tracked)).toHaveLength(4);
  });

  test('carry a person over a gap, marked as not seen', () => {
    const tracked = track(
      frames(40, (i) => [i >= 15 && i < 25 ? null : person(100 + 4 * i, 200), person(700, 300)]),
    );

    expect(idsOf(tracked)).toHaveLength(2);
    for (const [index, { boxes }] of tracked.entries()) {
      const walker = boxes.find((box) => middle(box) < 400);
      expect(walker?.seen).toBe(index < 15 || index >= 25);
      expect(Math.abs(middle(walker ?? person(0, 0)) - (100 + 4 * index))).toBeLessThan(4);
    }
  });

  test('end with the last sighting, and a person who comes much later is another', () => {
    const tracked = track(
      frames(90, (i) => [i < 20 || i >= 70 ? person(300, 200) : null, person(700, 300)]),
    );

    expect(tracked[30]?.boxes).toHaveLength(1);
    expect(idAt(tracked[0], 300)).not.toBe(idAt(tracked[89], 300));
  });

  test('leave out what was found once or twice', () => {
    const tracked = track(frames(20, (i) => [person(100, 200), i === 9 ? person(600, 300) : null]));

    expect(tracked[9]?.boxes).toHaveLength(1);
  });

  test('are continued by doubtful boxes but never begun by them', () => {
    const tracked = track(
      frames(20, (i) => [person(100, 200, i < 10 ? 0.8 : 0.3), person(600, 300, 0.3)]),
    );

    expect(tracked.every(({ boxes }) => boxes.length === 1)).toBe(true);
    expect(tracked[19]?.boxes[0]).toMatchObject({ seen: true, conf: 0.3 });
  });

  test('are not of what nobody was ever sure of, unless somebody stood in front of it', () => {
    const behind = (i: number): Detection => person(108, 196, i === 3 ? 0.6 : 0.3);
    const alone = (i: number): Detection => person(600, 300, i === 3 ? 0.6 : 0.3);
    const born = (make: (i: number) => Detection) => (i: number) =>
      i === 0 ? { ...make(i), conf: 0.45 } : make(i);
    const tracked = track(
      frames(30, (i) => [person(100, 200, 0.9), born(behind)(i), born(alone)(i)]),
    );

    expect(tracked[20]?.boxes.map(({ x1 }) => Math.round(x1))).toEqual([85, 93]);
  });

  test.each([12, -9])('stay with their persons while the camera pans by %d pixels', (pan) => {
    const places = [100, 260, 330, 470, 610, 700, 905];
    const tracked = track(
      frames(40, (i) => places.map((x, row) => person(x - pan * i, 150 + 60 * row))),
    );

    expect(idsOf(tracked)).toHaveLength(places.length);
    const rows = (frame: TrackedFrame | undefined) =>
      frame?.boxes.toSorted((a, b) => a.y1 - b.y1).map(({ id }) => id);
    expect(rows(tracked[39])).toEqual(rows(tracked[0]));
  });

  test('take the camera’s motion from outside where it is known', () => {
    const jump = (i: number): number => (i >= 10 ? 400 : 0);
    const clip = frames(20, (i) => [person(100 + jump(i), 200), person(160 + jump(i), 320)]);
    const motions = clip.map((_, i) => ({ scale: 1, dx: i === 10 ? 400 : 0, dy: 0 }));

    expect(idsOf(track(clip, { motions }))).toHaveLength(2);
    expect(idsOf(track(clip))).toHaveLength(4);
  });

  test('have the role that most of their confidence is for', () => {
    const tracked = track(
      frames(12, (i) => [person(100, 200, 0.7, i % 4 === 0 ? PLAYER : GOALKEEPER)]),
    );

    expect(tracked.every(({ boxes }) => boxes[0]?.cls_id === GOALKEEPER)).toBe(true);
  });

  test('never join a ball to a person', () => {
    const ball = (i: number): Detection => {
      const [x, y] = [100 + 9 * i, 236];
      return { x1: x, y1: y, x2: x + 9, y2: y + 9, cls_id: 0, conf: 0.6 };
    };
    const tracked = track(frames(20, (i) => [person(104, 200), ball(i)]));

    expect(idsOf(tracked)).toHaveLength(2);
    expect(tracked[19]?.boxes.map(({ cls_id }) => cls_id).toSorted()).toEqual([0, PLAYER]);
  });

  test('are smoother than trembling boxes, and the boxes themselves where that is asked', () => {
    const rng = seededRng('tremble');
    const clip = frames(40, (i) => [person(100 + 2 * i + 3 * randomNormal(rng), 200)]);
    const off = (tracked: readonly TrackedFrame[]): number =>
      tracked.reduce(
        (sum, { boxes }, i) => sum + Math.abs(middle(boxes[0] ?? person(0, 0)) - 100 - 2 * i),
        0,
      );

    expect(off(track(clip))).toBeLessThan(0.7 * off(track(clip, { smooth: false })));
    expect(track(clip, { smooth: false })[7]?.boxes[0]?.x1).toBeCloseTo(
      clip[7]?.boxes[0]?.x1 ?? 0,
      1,
    );
  });

  test('are cut to the frame, and gone where nothing of them is inside', () => {
    const tracked = track(
      frames(10, () => [person(5, 200), person(300, 200)]),
      {
        size: { width: 310, height: 400 },
      },
    );

    expect(tracked[5]?.boxes.map(({ x1, x2 }) => [x1, x2])).toEqual([
      [0, 20],
      [285, 310],
    ]);
  });

  test('do not depend on the order of a frame’s boxes', () => {
    const rng = seededRng('order');
    const clip = frames(30, (i) =>
      [80, 140, 320, 350, 600].map((x, row) => person(x + row * i, 200 + 10 * row, 0.5 + row / 10)),
    );
    const mixed = clip.map(({ boxes }) => ({ boxes: shuffled(rng, boxes) }));
    const places = (tracked: readonly TrackedFrame[]) =>
      tracked.map(({ boxes }) => boxes.map(({ x1 }) => x1).toSorted((a, b) => a - b));

    expect(places(track(mixed))).toEqual(places(track(clip)));
    expect(idsOf(track(mixed))).toHaveLength(5);
  });

  test('of nothing are nothing', () => {
    expect(track([])).toEqual([]);
    expect(track([{ boxes: [] }])).toEqual([{ boxes: [] }]);
  });
});
