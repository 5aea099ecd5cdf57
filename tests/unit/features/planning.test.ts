// @vitest-environment happy-dom
import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import ChainPanel from '../../../src/features/planning/ChainPanel.svelte';
import PlanPanel from '../../../src/features/planning/PlanPanel.svelte';
import type { ApiClient } from '../../../src/miner/client.ts';
import type { MeasuredBySubnet } from '../../../src/miner/planning/rank.ts';
import type { ChainSnapshot } from '../../../src/protocol/chain-snapshot.ts';
import type { Hello } from '../../../src/protocol/hello.ts';
import { chainOf, measuredAs, subnet } from '../miner/planning/facts.ts';
import InApp from './InApp.svelte';
import { network, NOW } from './facts.ts';
import { fakeClient, fakeSession, HELLO, snapshotWith } from './snapshot.ts';

interface Showing {
  readonly hello?: Partial<Hello>;
  readonly chain?: ChainSnapshot | null;
  readonly agreed?: readonly string[];
  readonly measured?: MeasuredBySubnet;
  readonly snapshot?: Parameters<typeof snapshotWith>[0];
}

function show({ hello = {}, chain = null, agreed = [], measured = {}, snapshot = {} }: Showing) {
  const handle = {
    ...fakeSession(snapshotWith(snapshot)),
    measured: () => Promise.resolve(measured),
    lastConsent: () =>
      Promise.resolve(
        agreed.length === 0
          ? null
          : {
              subnets: agreed,
              gpuShare: 0.5,
              stopOnBattery: false,
              hiddenTab: 'pause' as const,
              agreedMs: 1,
            },
      ),
  };
  const client: ApiClient = {
    ...fakeClient(),
    hello: () => Promise.resolve({ ...HELLO, ...hello }),
    network: () => Promise.resolve({ ...network, chain }),
  };
  render(InApp, { handle, client, screen: PlanPanel });
  return handle;
}

const rows = () => screen.findAllByTestId('plan-row');
const TWO = [
  subnet('score', 44, { rendered: 12 }, { title: 'Score' }),
  subnet('nova', 68, { job: 1 }, { title: 'Nova' }),
];

describe('where your work counts most', () => {
  beforeEach(() => history.replaceState(null, '', '/mine'));

  it('ranks by open jobs and says that no chain is configured', async () => {
    show({ hello: { subnets: TWO } });

    const shown = await rows();

    expect(shown.map((row) => row.dataset['subnet'])).toEqual(['nova', 'score']);
    expect(screen.getByTestId('plan-basis').textContent).toContain('No chain configured');
    expect(shown[0]?.textContent).toContain(
      '1 open job; this device has not been measured for it.',
    );
    expect(shown[1]?.textContent).toContain('12 practice units wait;');
  });

  it('says that a configured chain has not answered', async () => {
    show({ hello: { subnets: TWO, chainEndpoints: ['wss://node.example'] } });

    await rows();

    expect(screen.getByTestId('plan-basis').textContent).toContain('has not answered yet');
  });

  it('gives its reasons: work, chain and this device, in one sentence', async () => {
    show({
      hello: { subnets: TWO, chainEndpoints: ['wss://node.example'] },
      chain: chainOf({ 44: 21, 68: 5 }),
      measured: { score: measuredAs({ unitsPerHour: 640, quality: 0.894, judgedUnits: 9 }) },
    });

    await waitFor(() => expect(screen.getByTestId('plan-basis').textContent).toContain('emits'));
    const [first] = (await rows()).filter((row) => row.dataset['subnet'] === 'score');

    expect(first?.textContent).toContain(
      '12 practice units wait; the chain gives it 2.10% of what it emits; this device makes 640 units an hour at quality 0.89.',
    );
    expect(screen.getByText('points here, not TAO', { exact: false })).toBeTruthy();
  });

  it('says when the chain’s figures are old', async () => {
    show({ hello: { subnets: TWO }, chain: chainOf({ 44: 21 }, true) });

    await waitFor(() =>
      expect(screen.getByTestId('plan-basis').textContent).toContain('when it last answered'),
    );
  });

  it('sends a first choice to the consent sheet', async () => {
    const handle = show({ hello: { subnets: TWO } });

    await rows();
    await fireEvent.click(screen.getByRole('button', { name: 'Mine Nova' }));

    expect(location.search).toBe('?start=nova');
    expect(handle.calls).toEqual([]);
    expect(screen.queryByTestId('plan-auto')).toBeNull();
  });

  it('switches by hand to what was agreed to before', async () => {
    const handle = show({
      hello: { subnets: TWO },
      agreed: ['score', 'nova'],
      snapshot: { phase: 'running', plan: { subnet: 'score', next: null, auto: false } },
    });

    await fireEvent.click(await screen.findByRole('button', { name: 'Mine Nova' }));

    expect(handle.calls).toEqual(['choose nova']);
    expect(location.search).toBe('');
  });

  it('shows what is mined, what is next, and says it to a screen reader', async () => {
    const plan = { subnet: 'score', next: 'nova', auto: true };
    show({
      hello: { subnets: TWO },
      agreed: ['score', 'nova'],
      snapshot: { phase: 'running', plan },
    });

    await waitFor(async () =>
      expect((await rows()).map((row) => row.dataset['state'])).toEqual(['next', 'now']),
    );
    expect(screen.getByRole('status').textContent).toContain('Nova is next');
    expect(screen.queryByRole('button', { name: 'Mine Nova' })).toBeNull();
  });

  it('offers the auto mode over what was agreed to, and names it', async () => {
    const handle = show({ hello: { subnets: TWO }, agreed: ['nova'] });

    const auto = await screen.findByTestId('plan-auto');
    expect(screen.getByTestId('plan').textContent).toContain('Only what you agreed to: Nova.');
    await fireEvent.click(auto);

    expect(handle.calls).toEqual(['auto true']);
  });

  it('offers nothing that is closed', async () => {
    show({ hello: { subnets: [subnet('score', 44, {}, { open: false, title: 'Score' })] } });

    const [row] = await rows();

    expect(row?.textContent).toContain('Nothing to claim here at the moment.');
    expect(within(row!).queryByRole('button')).toBeNull();
  });
});

describe('the chain panel', () => {
  const props = { isConfigured: true, nowMs: NOW };

  it('says that none is configured, or that it has not answered', async () => {
    const { rerender } = render(ChainPanel, { ...props, chain: null, isConfigured: false });
    expect(screen.getByTestId('chain-state').textContent).toContain('No chain configured');

    await rerender({ ...props, chain: null });

    expect(screen.getByTestId('chain-state').textContent).toContain('has not answered yet');
  });

  it('shows block, age, node and every subnet’s figures', () => {
    const chain = { ...chainOf({ 44: 21, 8: 0 }), atMs: NOW - 120_000 };
    render(ChainPanel, { ...props, chain });

    const state = screen.getByTestId('chain-state').textContent;
    expect(state).toContain('Bittensor mainnet, block 100, read 2 min. ago from node.example');
    expect(state).toContain('runtime 424');
    const row = screen.getAllByTestId('chain-row')[1]?.textContent;
    expect(row).toContain('0.02 TAO');
    expect(row).toContain('2.10%');
    expect(row).toContain('closed');
    expect(row).toContain('360 blocks');
  });

  it('says that the chain does not answer, with the age of what is shown', () => {
    const chain = { ...chainOf({ 44: 21 }, true), atMs: NOW - 3_600_000 };
    render(ChainPanel, { ...props, chain });

    expect(screen.getByTestId('chain-state').textContent).toContain('no answer now');
    expect(screen.getByTestId('chain-state').textContent).toContain('1 hr. ago');
  });
});
