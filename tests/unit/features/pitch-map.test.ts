// @vitest-environment happy-dom
import { render, screen, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { projectorOf, seenAt } from '../../../src/subnets/score/pitch/camera.ts';
import PitchMap from '../../../src/subnets/score/view/PitchMap.svelte';

const camera = {
  x: 51,
  y: -29,
  z: 18,
  pan: 0,
  tilt: 0.3,
  roll: 0,
  focal: 1000,
  lens: 0,
  width: 1280,
  height: 720,
};

/** A box that stands at a place of the ground. */
function at(x: number, y: number, cls_id: number, more: { id?: number; side?: '1' | '2' } = {}) {
  const seen = seenAt(projectorOf(camera), x, y);
  if (!seen) throw new Error('behind the camera');
  return { x1: seen.x - 8, x2: seen.x + 8, y2: seen.y, cls_id, ...more };
}

test('says in words where everybody is, and draws the ways of followed players', async () => {
  const boxes = [at(30, 40, 2, { id: 1, side: '1' }), at(60, 40, 2, { side: '2' }), at(52, 34, 0)];
  const { rerender } = render(PitchMap, { camera, boxes, frame: 0 });

  const map = screen.getByTestId('pitch-map');
  expect(within(map).getByRole('img').getAttribute('aria-label')).toBe(
    'Persons on the pitch: 1 in the left third, 1 in the middle, 0 in the right. The ball is in the middle third.',
  );
  expect(
    within(map)
      .getAllByRole('listitem')
      .map((item) => item.textContent.trim()),
  ).toEqual(['Side 1', 'Side 2', 'Ball']);

  await rerender({ camera, boxes: [at(34, 40, 2, { id: 1 })], frame: 1 });
  const trail = map.querySelector('.trail')?.getAttribute('points')?.split(' ');
  expect(trail?.map((point) => Math.round(Number(point.split(',')[0])))).toEqual([30, 34]);

  await rerender({ camera, boxes: [at(36, 40, 2, { id: 1 })], frame: 0 });
  expect(map.querySelector('.trail')?.getAttribute('points')?.split(' ')).toHaveLength(1);
});
