// @vitest-environment happy-dom
import { render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import VerifyScreen from '../../../src/features/verify/VerifyScreen.svelte';
import type { UnitDetail } from '../../../src/protocol/submission.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { honestAnswer, makeScene, withFrame } from '../subnets/score/scene.ts';
import { unit } from './facts.ts';

const scene = makeScene('verify');
const honest = honestAnswer(scene);
const faked = withFrame(honest, 2, [{ x1: 5, y1: 5, x2: 60, y2: 90, cls_id: 2, conf: 0.9 }]);

function show(detail: Partial<UnitDetail>, rerun: () => Promise<unknown> = async () => honest) {
  const client = {
    unit: vi.fn(async (): Promise<UnitDetail> => ({
      unit: unit('u1'),
      input: scene.input,
      result: honest,
      receipt: null,
      ...detail,
    })),
    blob: vi.fn(async () => new Uint8Array()),
  };
  const session = { rerun: vi.fn(rerun) };
  render(VerifyScreen, { client, session, unitId: 'u1', coordinatorKey: null });
  return { client, session };
}

test('an honest unit computed again here is the same work', async () => {
  const { session } = show({});
  (await screen.findByTestId('verify-run')).click();

  const outcome = await screen.findByTestId('verify-outcome');

  expect(outcome.dataset['same']).toBe('true');
  expect(session.rerun.mock.calls[0]).toEqual(['score', scene.input, expect.any(Function)]);
  expect(screen.getAllByTestId('verify-item')).toHaveLength(scene.input.frames.length);
});

test('a faked frame is named', async () => {
  show({ result: faked });
  (await screen.findByTestId('verify-run')).click();

  const outcome = await screen.findByTestId('verify-outcome');
  const items = screen.getAllByTestId('verify-item');

  expect(outcome.dataset['same']).toBe('false');
  expect(items.map((one) => one.dataset['same'])).toEqual([
    'true',
    'true',
    'false',
    'true',
    'true',
    'true',
  ]);
  expect(within(items[2]!).getByText(/no counterpart/)).toBeTruthy();
});

test('a run that fails says why and can be started again', async () => {
  show({}, async () => {
    throw new AppError('worker.blocked', 'a content blocker');
  });
  (await screen.findByTestId('verify-run')).click();

  expect(await screen.findByRole('alert')).toBeTruthy();
  expect(screen.getByTestId('verify-run').hasAttribute('disabled')).toBe(false);
});

test('an undecided unit keeps its answer to itself', async () => {
  show({ result: null, unit: unit('u1', { state: 'verifying', verdict: null, decidedMs: null }) });

  expect(await screen.findByText(/not decided yet/)).toBeTruthy();
  expect(screen.queryByTestId('verify-run')).toBeNull();
});
