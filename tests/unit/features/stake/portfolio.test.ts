// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { Readings, readPortfolio } from '../../../../src/features/stake/portfolio.svelte.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { ALICE, OTHER, TAO, fakeChainClient, positionOf } from './fake-client.ts';
import { showStake } from './screen.ts';

const rows = () => screen.findAllByTestId('position');

describe('what an account holds', () => {
  it('adds up TAO at the exit and never alpha', async () => {
    const chain = fakeChainClient();
    chain.positionList = [
      positionOf({ netuid: 44, stake: 200n * TAO }),
      positionOf({ netuid: 8, stake: 40n * TAO }),
      positionOf({ netuid: 0, stake: 3n * TAO }),
    ];

    const portfolio = await readPortfolio(chain, ALICE, 7);

    expect(portfolio.exitTotal).toBe(10n * TAO + 2n * TAO + 3n * TAO);
    expect(portfolio.holdings.map(({ netuid, exit }) => [netuid, exit])).toEqual([
      [44, 10n * TAO],
      [0, 3n * TAO],
      [8, 2n * TAO],
    ]);
    expect(portfolio.block).toBe(7);
  });

  it('simulates the exit of what is available, not of what is locked', async () => {
    const chain = fakeChainClient();
    chain.positionList = [
      positionOf({ stake: 200n * TAO, available: 60n * TAO, locked: 140n * TAO }),
    ];

    const { exitTotal } = await readPortfolio(chain, ALICE, 1);

    expect(exitTotal).toBe(3n * TAO);
  });

  it('asks for nothing where everything is locked, and leaves out what cannot be filled', async () => {
    const chain = fakeChainClient();
    chain.positionList = [positionOf({ available: 0n }), positionOf({ netuid: 8 })];
    chain.exitValue = () => Promise.resolve(null);

    const { holdings, exitTotal } = await readPortfolio(chain, ALICE, 1);

    expect(exitTotal).toBe(0n);
    expect(holdings.map(({ exit }) => exit)).toEqual([0n, null]);
  });

  it('keeps what it read when the next reading fails, and says why', async () => {
    const chain = fakeChainClient();
    const readings = new Readings();
    readings.show(ALICE);
    await readings.read(chain, 1);
    chain.failure = new AppError('chain.unavailable', 'gone');

    await readings.read(chain, 2);

    expect(readings.error?.message).toBe('gone');
    expect(readings.portfolio?.block).toBe(1);
  });

  it('shows nobody’s figures under another account', async () => {
    const chain = fakeChainClient();
    const readings = new Readings();
    readings.show(ALICE);
    const reading = readings.read(chain, 1);
    readings.show(OTHER);
    await reading;

    expect(readings.portfolio?.address).toBe(OTHER);
  });

  it('takes the list of validators from the first source that has one', async () => {
    const readings = new Readings();
    const chain = fakeChainClient();

    await readings.readValidators([
      () => Promise.reject(new AppError('net.offline', 'no coordinator')),
      () => Promise.resolve(null),
      () => chain.validators(),
    ]);

    expect(readings.validators).toHaveLength(2);
  });
});

describe('the portfolio on screen', () => {
  it('shows each position with its exit, yield and take, and one sum in TAO', async () => {
    await showStake();

    const [row] = await rows();
    const text = row?.textContent ?? '';

    expect(text).toContain('Score (44)');
    expect(text).toContain('Deep Shaft');
    expect(text).toContain('200 α');
    expect(text).toContain('10 TAO');
    // 0.02 of 200 alpha in a tempo of 360 blocks, 7,305 of them in a year.
    expect(text).toContain('73.1%');
    expect(text).toContain('18.0%');
    expect(screen.getByTestId('exit-total').textContent).toContain('10 TAO');
    expect(screen.getByTestId('free').textContent).toContain('100 TAO');
  });

  it('marks what is locked and what earns nothing', async () => {
    await showStake({
      on: (chain) => {
        chain.positionList = [
          positionOf({ available: 50n * TAO, locked: 150n * TAO, isRegistered: false }),
        ];
      },
    });

    const [row] = await rows();

    expect(row?.textContent).toContain('150 α of it locked');
    expect(row?.textContent).toContain('not registered here');
  });

  it('links each position to its actions', async () => {
    await showStake();
    const [row] = await rows();

    const link = within(row!).getByTestId('position-remove');

    expect(link.getAttribute('href')).toMatch(/^\/stake\?form=remove&subnet=44&validator=5FHneW/);
    expect(link.getAttribute('aria-label')).toBe('Remove: Deep Shaft on Score (44)');
  });

  it('says that nothing is staked yet', async () => {
    await showStake({ on: (chain) => void (chain.positionList = []) });

    expect(await screen.findByText('Nothing staked yet')).toBeTruthy();
  });

  it('says that an account is needed where none is known', async () => {
    await showStake({ isConnected: false });

    expect(await screen.findByText('No account yet')).toBeTruthy();
    expect(screen.queryByTestId('position')).toBeNull();
  });

  it('follows the chain block by block', async () => {
    const { chain } = await showStake();
    await rows();
    chain.positionList = [positionOf({ stake: 400n * TAO })];

    chain.block(101);

    await waitFor(() => expect(screen.getByTestId('exit-total').textContent).toContain('20 TAO'));
    expect(screen.getByTestId('portfolio').textContent).toContain('At block 101');
  });
});

describe('the chain on screen', () => {
  it('says which chain it is, and warns of real money on the mainnet alone', async () => {
    const { chain } = await showStake();
    await waitFor(() => screen.getByTestId('chain-network'));
    expect(screen.getByTestId('chain-network').textContent).toContain('Local chain');

    chain.block(101, { network: 'mainnet', endpoint: 'wss://node.example:443' });

    await waitFor(() =>
      expect(screen.getByTestId('chain-network').textContent).toContain('real money'),
    );
    expect(screen.getByTestId('chain-network').textContent).toContain('node.example');
  });

  it('says that the runtime is newer than the one tested, or cannot be signed for', async () => {
    const { chain } = await showStake();
    await waitFor(() => screen.getByTestId('chain-network'));

    chain.block(101, { specVersion: 491, untested: true });
    await waitFor(() =>
      expect(screen.getByTestId('chain-untested').textContent).toContain('runtime 491'),
    );

    chain.block(102, { specVersion: 491, untested: true, unknownExtensions: ['CheckMoon'] });
    await waitFor(() =>
      expect(screen.getByTestId('chain-unsignable').textContent).toContain('CheckMoon'),
    );
  });

  it('says that the connection is lost, that it goes on trying, and keeps the figures', async () => {
    const { chain } = await showStake();
    await rows();

    chain.say({ kind: 'lost', endpoint: 'ws://127.0.0.1:9944', reason: 'the connection closed' });

    await waitFor(() =>
      expect(screen.getByTestId('chain-bar').textContent).toContain('Another node is tried'),
    );
    expect(screen.getAllByTestId('position')).toHaveLength(1);

    chain.say({ kind: 'connecting', endpoint: 'ws://127.0.0.2:9944', attempt: 2 });

    await waitFor(() =>
      expect(screen.getByTestId('chain-bar').textContent).toContain('127.0.0.2:9944, attempt 2'),
    );
  });
});
