import { expect, test } from 'vitest';
import { comparison, compareAnswers } from '../../../../src/subnets/score/compare.ts';
import { parsePreview } from '../../../../src/subnets/score/preview.ts';
import { honestAnswer, makeScene, withFrame } from './scene.ts';

const scene = makeScene('compare');
const honest = honestAnswer(scene);

test('the same answer twice agrees fully', () => {
  const { items, agreement, same } = compareAnswers(scene.input, honest, honest);

  expect(agreement).toBe(1);
  expect(same).toBe(true);
  expect(items.map(({ item }) => item)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(items.every((one) => one.same && one.agreement === 1)).toBe(true);
});

test('honest arithmetic of two devices is the same work', () => {
  expect(compareAnswers(scene.input, honest, honestAnswer(scene, 'other')).same).toBe(true);
});

test('a frame with other boxes is singled out', () => {
  const faked = withFrame(honest, 3, []);

  const { items, agreement, same } = compareAnswers(scene.input, faked, honest);

  expect(same).toBe(false);
  expect(agreement).toBeLessThan(1);
  expect(items.filter((one) => !one.same).map(({ item }) => item)).toEqual([3]);
  expect(items[3]?.note).toContain('no counterpart');
});

test('boxes with the confidences of another frame are told apart', () => {
  const boxes = honest.frames[1]?.boxes ?? [];
  const copied = withFrame(
    honest,
    1,
    boxes.map((box) => ({ ...box, conf: Math.max(0.31, box.conf - 0.08) })),
  );

  const { items } = compareAnswers(scene.input, copied, honest);

  expect(items[1]?.same).toBe(false);
  expect(items[1]?.note).toContain('confidences');
});

test('an answer to another task is refused', () => {
  expect(() => compareAnswers(scene.input, { frames: [] }, honest)).toThrow(/6/);
});

test('an item can be drawn: its picture by hash and its boxes', () => {
  const bytes = new Uint8Array([1, 2, 3]);

  const preview = comparison.itemPreview?.({ input: scene.input, result: honest, item: 2 }, bytes);

  expect(comparison.itemBlob?.(scene.input, 2)).toBe(scene.input.frames[2]?.blob);
  expect(parsePreview(preview)).toMatchObject({ frame: 2, frames: 6, image: bytes });
  expect(comparison.itemBlob?.(scene.input, 6)).toBeNull();
});
