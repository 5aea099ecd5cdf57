// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import View from '../../../src/subnets/score/View.svelte';
import type { ScorePreview } from '../../../src/subnets/score/preview.ts';

const box = { x1: 10, y1: 10, x2: 40, y2: 90, cls_id: 2, conf: 0.9 };
const plain: ScorePreview = { width: 1280, height: 720, frame: 4, frames: 25, boxes: [box] };

const SHIRTS = { 1: { l: 45, a: 60, b: 35 }, 2: { l: 90, a: 0, b: 2 } };

test('says in words what is in the frame', () => {
  render(View, { preview: plain });

  expect(screen.getByRole('img').getAttribute('aria-label')).toContain('1 player');
  expect(screen.getByText('Frame 5 of 25')).toBeTruthy();
});

test('offers only what the frame has something for', () => {
  render(View, { preview: plain });

  expect(screen.getAllByRole('checkbox')).toHaveLength(1);
});

test('offers trails, shirts and truth where they are known; truth starts hidden', async () => {
  const preview: ScorePreview = {
    ...plain,
    boxes: [{ ...box, id: 3, side: '1' }],
    trails: [{ id: 3, points: [[20, 90]] }],
    shirts: SHIRTS,
    truth: [box, box],
  };
  render(View, { preview });

  expect(screen.getAllByRole('checkbox')).toHaveLength(4);
  const truth = screen.getByTestId<HTMLInputElement>('layer-truth');
  expect(truth.checked).toBe(false);
  expect(screen.getByText('Side 1: 1')).toBeTruthy();
  expect(screen.queryByText('really there: 2')).toBeNull();

  await fireEvent.click(truth);

  expect(screen.getByText('really there: 2')).toBeTruthy();
});

test('shirts that are switched off are no longer in the legend', async () => {
  render(View, { preview: { ...plain, boxes: [{ ...box, id: 3, side: '2' }], shirts: SHIRTS } });
  expect(screen.getByText('Side 2: 1')).toBeTruthy();

  await fireEvent.click(screen.getByTestId('layer-shirts'));

  expect(screen.queryByText('Side 2: 1')).toBeNull();
});

test('lists what each step took', () => {
  render(View, { preview: { ...plain, msPerStage: { model: 512.34, track: 1 } } });

  const times = screen.getByTestId('stage-times');
  expect(times.textContent).toMatch(/Model\s*512\.3 ms/);
  expect(times.textContent).toMatch(/Follow\s*1\.0 ms/);
});

test('without a frame says that there is none', () => {
  render(View, { preview: null });

  expect(screen.getByText('No frame yet')).toBeTruthy();
  expect(screen.queryAllByRole('checkbox')).toHaveLength(0);
});
