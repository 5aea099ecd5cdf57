// @vitest-environment happy-dom
import { render, screen, within } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import BoardScreen from '../../../src/features/leaderboard/BoardScreen.svelte';
import { Board, windowOf } from '../../../src/features/leaderboard/board.svelte.ts';
import type { FeedEvent } from '../../../src/protocol/feed.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { manualScheduler } from '../miner/manual-scheduler.ts';
import { board, device, keyOf, network, rejection, row, unit } from './facts.ts';

function client(rows = [row(1, 'a'), row(2, 'b', { demo: true })]) {
  return {
    leaderboard: vi.fn(async () => board(rows)),
    network: vi.fn(async () => network),
    device: vi.fn(async () => ({
      ...device,
      standing: 'banned' as const,
      reason: 'three frames faked',
    })),
    units: vi.fn(async () => ({
      units: [unit('unit-9'), unit('unit-8', { state: 'rejected', verdict: rejection })],
      nextBefore: null,
    })),
  };
}

const props = {
  openLive: () => () => undefined,
  subnets: [{ slug: 'score', title: 'Score', netuid: 44 }],
  ownKey: keyOf('a'),
  hasChain: false,
  pick: { subnet: 'score', window: '24h' as const },
  onPick: () => undefined,
};

test('rows come in order with rank, quality, own and demo marks', async () => {
  render(BoardScreen, { ...props, client: client() });

  const rows = await screen.findAllByTestId('board-row');

  expect(rows.map((one) => one.dataset['device'])).toEqual([keyOf('a'), keyOf('b')]);
  expect(within(rows[0]!).getByText('you')).toBeTruthy();
  expect(within(rows[0]!).getByText('0.890')).toBeTruthy();
  expect(within(rows[1]!).getByText('demo', { exact: false })).toBeTruthy();
});

test('the network strip shows what checking costs', async () => {
  render(BoardScreen, { ...props, client: client() });

  expect(await screen.findByText('1.8%')).toBeTruthy();
  expect(screen.getByText('6.0%')).toBeTruthy();
  expect(screen.getByText('24%')).toBeTruthy();
});

test('a banned device shows its reason, the failed check and the way to the unit', async () => {
  const rows = [row(1, 'c', { standing: 'banned', rejectedUnits: 1 })];

  render(BoardScreen, { ...props, client: client(rows) });

  const evidence = await screen.findByTestId('evidence');
  expect(await within(evidence).findByText('three frames faked', { exact: false })).toBeTruthy();
  expect(within(evidence).getByText(/IoU 0\.412/)).toBeTruthy();
  expect(within(evidence).getByText(/measured 0\.412, required 0\.95/)).toBeTruthy();
  expect(within(evidence).getByRole('link').getAttribute('href')).toBe('/verify/unit-8');
});

test('an empty board says so', async () => {
  render(BoardScreen, { ...props, client: client([]) });

  expect(await screen.findByText('Nobody has finished a unit in this time span')).toBeTruthy();
});

test('a failed read can be tried again', async () => {
  const failing = client();
  failing.leaderboard.mockRejectedValueOnce(new AppError('net.offline', 'gone'));

  render(BoardScreen, { ...props, client: failing });
  const again = await screen.findByRole('button', { name: 'Try again' });
  again.click();

  expect(await screen.findAllByTestId('board-row')).toHaveLength(2);
});

test('however many events arrive, the board is read at most twice a second', async () => {
  const scheduler = manualScheduler();
  const reads = client();
  let push: (event: FeedEvent) => void = () => undefined;
  const openLive = (onEvent: (event: FeedEvent) => void) => {
    push = onEvent;
    return () => undefined;
  };
  const live = new Board({ client: reads, openLive, scheduler }, props.pick);
  live.join();

  for (let tenth = 0; tenth < 20; tenth++) {
    for (let i = 0; i < 5; i++) push({ type: 'board', seq: tenth * 5 + i, atMs: 0 });
    await scheduler.pass(100);
  }

  expect(reads.leaderboard.mock.calls.length).toBeGreaterThan(2);
  expect(reads.leaderboard.mock.calls.length).toBeLessThanOrEqual(5);
});

test('a slow answer to an earlier choice never replaces the newer one', async () => {
  const answers: ((value: ReturnType<typeof board>) => void)[] = [];
  const slow = {
    ...client(),
    leaderboard: () => new Promise<ReturnType<typeof board>>((resolve) => answers.push(resolve)),
  };
  const live = new Board({ client: slow, openLive: props.openLive }, props.pick);

  live.show({ subnet: 'score', window: '1h' });
  live.show({ subnet: 'score', window: '7d' });
  answers[1]!(board([row(1, 'n')]));
  answers[0]!(board([row(1, 'o')]));

  await vi.waitFor(() => expect(live.table.value?.rows[0]?.deviceKey).toBe(keyOf('n')));
});

test('an unknown window in the address is the day', () => {
  expect(windowOf('7d')).toBe('7d');
  expect(windowOf('a week')).toBe('24h');
  expect(windowOf(null)).toBe('24h');
});
