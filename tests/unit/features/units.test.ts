// @vitest-environment happy-dom
import { render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { UnitHistory } from '../../../src/features/units/history.svelte.ts';
import { checkHere } from '../../../src/features/units/receipt.ts';
import UnitsScreen from '../../../src/features/units/UnitsScreen.svelte';
import type { FeedEvent } from '../../../src/protocol/feed.ts';
import { device, keyOf, rejection, signedReceipt, unit } from './facts.ts';

const openLive = () => () => undefined;

function client(
  units = [unit('u1'), unit('u2', { state: 'rejected', verdict: rejection, credit: null })],
) {
  return {
    units: vi.fn(async () => ({ units, nextBefore: null as string | null })),
    device: vi.fn(async () => device),
    receipt: vi.fn(async () => signedReceipt(unit('u1'))),
  };
}

const props = { openLive, deviceKey: keyOf('a'), own: true, coordinatorKey: null, recent: [] };

test('each unit shows its fate and the reason', async () => {
  render(UnitsScreen, { ...props, client: client() });

  const rows = await screen.findAllByTestId('unit-row');

  expect(rows.map((one) => one.dataset['state'])).toEqual(['accepted', 'rejected']);
  expect(within(rows[1]!).getByText(/IoU 0\.412/)).toBeTruthy();
});

test('an opened unit shows components, checks and a receipt whose signatures hold', async () => {
  render(UnitsScreen, { ...props, client: client() });
  const [first] = await screen.findAllByTestId('unit-row');

  within(first!).getByRole('button').click();

  expect(await within(first!).findByText('PlayerDetect.iou')).toBeTruthy();
  expect(within(first!).getByText('measured 1, required 0.95')).toBeTruthy();
  expect(await within(first!).findByTestId('receipt-export')).toBeTruthy();
  await vi.waitFor(() => {
    const links = within(first!).getAllByTestId('receipt-link');
    expect(links.map(({ dataset }) => [dataset['link'], dataset['result']])).toEqual([
      ['form', 'valid'],
      ['coordinator', 'valid'],
      ['device', 'valid'],
      ['submission', 'valid'],
    ]);
  });
  expect(within(first!).getByRole('link').getAttribute('href')).toBe('/verify/u1');
});

test('a rejected unit has no receipt to fetch', async () => {
  const reads = client();
  render(UnitsScreen, { ...props, client: reads });
  const [, rejected] = await screen.findAllByTestId('unit-row');

  within(rejected!).getByRole('button').click();

  expect(await within(rejected!).findByText('failed')).toBeTruthy();
  expect(reads.receipt).not.toHaveBeenCalled();
});

test('a changed receipt is found out', async () => {
  const receipt = await signedReceipt(unit('u1'));
  const richer = { ...receipt, body: { ...receipt.body, work: receipt.body.work + 1 } };
  const later = {
    ...receipt,
    body: {
      ...receipt.body,
      submission: { ...receipt.body.submission, timeMs: receipt.body.submission.timeMs + 1 },
    },
  };

  expect(await checkHere(receipt, receipt.body.coordinatorKey)).toMatchObject({ ok: true });
  expect(await checkHere(richer, keyOf('x'))).toMatchObject({
    broken: ['coordinator', 'coordinator-key'],
  });
  expect((await checkHere(later, null))?.broken).toContain('device');
});

test('pages append, and a late report never undoes a verdict', async () => {
  const pages = {
    units: vi
      .fn()
      .mockResolvedValueOnce({ units: [unit('u3', { claimedMs: 300 })], nextBefore: 'u3' })
      .mockResolvedValueOnce({ units: [unit('u2', { claimedMs: 200 })], nextBefore: null }),
  };
  let push: (event: FeedEvent) => void = () => undefined;
  const history = new UnitHistory({
    client: pages,
    deviceKey: keyOf('a'),
    openLive: (onEvent) => {
      push = onEvent;
      return () => undefined;
    },
  });
  history.join();

  await history.load();
  await history.older();
  push({
    type: 'unit',
    seq: 1,
    unit: unit('u3', { state: 'verifying', decidedMs: null, claimedMs: 300 }),
  });
  push({
    type: 'decided',
    seq: 2,
    units: [unit('u4', { claimedMs: 400 }), unit('x', { deviceKey: keyOf('z') })],
  });

  expect(pages.units.mock.calls[1]?.[1]).toMatchObject({ before: 'u3' });
  expect(history.units?.map(({ unitId }) => unitId)).toEqual(['u4', 'u3', 'u2']);
  expect(history.units?.[1]?.state).toBe('accepted');
  expect(history.hasOlder).toBe(false);
});
