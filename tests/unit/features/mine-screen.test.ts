// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import Mine from '../../../src/features/mine/Mine.svelte';
import type { MinerSnapshot, ReasonCode } from '../../../src/miner/snapshot.ts';
import InApp from './InApp.svelte';
import { DEVICE_KEY, fakeClient, fakeSession, snapshotWith, unitWith } from './snapshot.ts';

function show(change: Partial<MinerSnapshot>) {
  const handle = fakeSession(snapshotWith(change));
  render(InApp, { handle, client: fakeClient(), screen: Mine });
  return handle;
}

const reason = (code: ReasonCode, values = {}) => ({ code, values });
const shown = (testid: string) => screen.queryByTestId(testid) !== null;

describe('the mine screen', () => {
  beforeEach(() => history.replaceState(null, '', '/mine'));

  it('offers Start and makes no key before the first start', async () => {
    show({});

    expect(screen.getByTestId('reason').textContent).toContain('Nothing runs');
    expect([shown('start'), shown('pause'), shown('finish'), shown('device-key')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    await fireEvent.click(screen.getByTestId('start'));
    expect(location.search).toBe('?start=score');
  });

  it('pauses, resumes and finishes through the session', async () => {
    const handle = show({ phase: 'running', reason: reason('working') });

    await fireEvent.click(screen.getByTestId('pause'));
    handle.push(snapshotWith({ phase: 'paused', reason: reason('paused-by-you') }));
    await fireEvent.click(await screen.findByTestId('resume'));
    handle.push(snapshotWith({ phase: 'running', reason: reason('working') }));
    await fireEvent.click(await screen.findByTestId('finish'));

    expect(handle.calls).toEqual(['pause', 'resume', 'finish']);
  });

  it('does not finish twice', async () => {
    const handle = show({ phase: 'finishing', reason: reason('finishing') });

    await fireEvent.click(screen.getByTestId('finish'));

    expect(handle.calls).toEqual([]);
  });

  it('lists the unit in hand and every fate with its reason', () => {
    show({
      phase: 'running',
      reason: reason('working'),
      current: {
        unitId: 'unit-3',
        subnet: 'score',
        material: 'rendered',
        items: 3,
        progress: 0.4,
        stage: 'detect',
      },
      recent: [
        unitWith({ unitId: 'unit-2', state: 'rejected', reason: 'Frame 2 differs: IoU 0.31.' }),
        unitWith({ unitId: 'unit-1', state: 'late', reason: 'Sent after its lease.' }),
      ],
    });

    const rows = screen.getAllByTestId('unit-row');
    expect(rows.map((row) => row.dataset['state'])).toEqual(['leased', 'rejected', 'late']);
    expect(rows[1]?.textContent).toContain('Frame 2 differs: IoU 0.31.');
  });

  it('shows the device key to people and programs', async () => {
    show({ phase: 'running', reason: reason('claiming') });

    const key = await waitFor(() => screen.getByTestId('device-key'));
    expect(key.dataset['deviceKey']).toBe(DEVICE_KEY);
  });

  it('calls credits points, and shows the measured share beside the slider', () => {
    show({
      phase: 'running',
      reason: reason('working'),
      share: { target: 0.5, measured: 0.47, yielding: false },
      totals: { accepted: 12, rejected: 1, late: 0, unsent: 0, creditMicro: 3_250_000 },
    });

    const credits = screen.getByTestId('stat-credits').textContent;
    expect(credits).toContain('3.25');
    expect(credits).toContain('points, not TAO');
    expect(screen.getByTestId('share-measured').textContent).toContain('47');
  });

  it.each([
    ['worker-blocked', 'failed', 'content blocker'],
    ['banned', 'failed', 'banned'],
    ['other-tab', 'paused', 'Another tab'],
    ['paused-battery', 'paused', 'battery'],
    ['paused-hidden', 'paused', 'hidden'],
    ['offline', 'paused', 'Offline'],
    ['no-work', 'running', 'No work is open'],
  ] as const)('says why nothing runs: %s', (code, phase, words) => {
    show({ phase, reason: reason(code, { message: 'too many faults', seconds: 5 }) });

    expect(screen.getByTestId('reason').textContent).toContain(words);
  });

  it('offers no start to a banned device', () => {
    show({ phase: 'failed', reason: reason('banned', { message: 'faked frames' }) });

    expect(shown('start')).toBe(false);
  });
});
