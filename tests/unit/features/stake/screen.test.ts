// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { OTHER, TAO, VALIDATOR, positionOf, subnetOf, validatorOf } from './fake-client.ts';
import { type ShowOptions, showStake } from './screen.ts';

const ADD = `?form=add&subnet=44&validator=${VALIDATOR}`;
const HASH = `0x${'ab'.repeat(32)}`;
const BLOCK = `0x${'cd'.repeat(32)}`;

// happy-dom lays nothing out: the list that draws only what is in sight needs a height.
beforeAll(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400);
  vi.spyOn(HTMLElement.prototype, 'scrollTo').mockImplementation(() => undefined);
});

async function type(testid: string, value: string): Promise<void> {
  await fireEvent.input(await screen.findByTestId(testid), { target: { value } });
}

/** With a complete form for one TAO and the chain's answer to it. */
async function quoted(options: ShowOptions = {}) {
  const shown = await showStake({ query: ADD, ...options });
  await screen.findAllByTestId('position');
  await type('amount', '1');
  await screen.findByTestId('quote-out');
  return shown;
}

async function reviewing(options: ShowOptions = {}) {
  const shown = await quoted(options);
  await waitFor(() => expect(button('review').disabled).toBe(false));
  await fireEvent.click(button('review'));
  await screen.findByTestId('review-panel');
  return shown;
}

const button = (testid: string) => screen.getByTestId<HTMLButtonElement>(testid);
const stepOf = () => screen.getByTestId('trade').dataset['step'];

describe('the form', () => {
  it('asks the chain for a quote and shows what it says', async () => {
    await quoted();

    const text = screen.getByTestId('quote').textContent;
    expect(text).toContain('19 α');
    expect(text).toContain('0.05 TAO for one alpha');
    expect(text).toContain('0.10%');
    expect(text).toContain('0.00014 TAO');
    expect(text).toContain('block 100');
  });

  it('quotes without a wallet, and asks for one to go on', async () => {
    await showStake({ query: ADD, isConnected: false });
    await type('amount', '1');

    expect((await screen.findByTestId('quote-out')).textContent).toContain('19 α');
    await fireEvent.submit(screen.getByTestId('order-form'));

    expect(new URLSearchParams(location.search).get('wallet')).toBe('pick');
  });

  it('fills in the most that may go in, to the last part', async () => {
    await quoted();

    await fireEvent.click(button('amount-max'));

    await waitFor(() =>
      expect(screen.getByTestId<HTMLInputElement>('amount').value).toBe('99.9998595'),
    );
  });

  it('does not guess at an amount that can be read in two ways', async () => {
    await showStake({ query: ADD });
    await type('amount', '1,000');

    await screen.findByText(/could be read in two ways/);
    expect(screen.queryByTestId('quote-out')).toBeNull();
  });

  it.each([
    ['a balance too low', '500', undefined, /400\.0001405 TAO short/],
    ['less than the minimum', '0.001', undefined, /nothing below 0\.0025 TAO/],
    [
      'a pool that cannot fill it',
      '1',
      { quoteOf: () => ({ out: null }) },
      /pool cannot fill this amount/,
    ],
    [
      'a subnet that is off',
      '1',
      { subnetList: [subnetOf(0), subnetOf(44, { isEnabled: false })] },
      /Subnet 44 takes no stake now/,
    ],
    [
      'what the chain would refuse',
      '1',
      { refusal: new AppError('chain.rejected', '', { reason: 'ColdkeySwapAnnounced' }) },
      /change of key has been announced/,
    ],
  ])('says %s, and lets nothing be signed', async (_, amount, on, words) => {
    await showStake({ query: ADD, on: (chain) => Object.assign(chain, on) });
    await screen.findAllByTestId('position');
    await type('amount', amount);

    await waitFor(() => expect(screen.getByTestId('issue').textContent).toMatch(words));
    expect(button('review').disabled).toBe(true);
  });

  it('lets nothing be signed on a runtime whose signatures would be void', async () => {
    const { chain } = await quoted();

    chain.block(101, { unknownExtensions: ['CheckMoon'] });

    await waitFor(() => expect(button('review').disabled).toBe(true));
  });

  it('warns of a validator that would earn nothing there', async () => {
    await showStake({
      query: `?form=add&subnet=8&validator=${VALIDATOR}`,
      on: (chain) => void (chain.subnetList = [subnetOf(0), subnetOf(8)]),
    });

    expect((await screen.findByTestId('unseated')).textContent).toContain('earns nothing there');
  });

  it('keeps what to do in the address of the page', async () => {
    await showStake({ query: ADD });

    await fireEvent.click(await screen.findByTestId('form-remove'));

    expect(location.search).toContain('form=remove');
    expect(location.search).toContain('subnet=44');
    expect(screen.getByTestId('pick-position').dataset['chosen']).toBe(`44:${VALIDATOR}`);
  });
});

describe('choosing from hundreds', () => {
  const many: ShowOptions = {
    query: '?form=add&subnet=44',
    on: (chain) => {
      chain.validatorList = [
        ...Array.from({ length: 500 }, (_, index) =>
          validatorOf(`5Validator${index}`, { name: `Shaft ${index}`, nominators: index }),
        ),
        validatorOf(VALIDATOR, { name: 'Deep Shaft', nominators: 9_999, netuids: [44] }),
        validatorOf(OTHER, { name: 'Elsewhere', netuids: [8] }),
      ];
    },
  };

  async function openList() {
    await showStake(many);
    await waitFor(() => expect(screen.getByTestId('chain-network')).toBeTruthy());
    await fireEvent.click(await screen.findByTestId('pick-validator'));
    return await screen.findByTestId('pick-search');
  }

  it('draws only what is in sight, the most chosen first', async () => {
    await openList();

    const rows = await screen.findAllByTestId('pick-row');

    expect(rows.length).toBeLessThan(30);
    expect(rows[0]?.textContent).toContain('Deep Shaft');
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('501');
    expect(screen.queryByText('Elsewhere')).toBeNull();
  });

  it('finds by name or address, and takes the row under the arrows with Enter', async () => {
    const search = await openList();

    await fireEvent.input(search, { target: { value: 'shaft 49' } });
    await waitFor(() =>
      expect(screen.getAllByTestId('pick-row')[0]?.getAttribute('aria-setsize')).toBe('15'),
    );
    await fireEvent.keyDown(search, { key: 'ArrowDown' });
    const active = screen.getAllByTestId('pick-row')[1];
    expect(search.getAttribute('aria-activedescendant')).toBe(active?.id);
    await fireEvent.keyDown(search, { key: 'Enter' });

    await waitFor(() => expect(screen.queryByTestId('pick-search')).toBeNull());
    expect(location.search).toContain(`validator=${active?.dataset['id']}`);
  });

  it('says that nothing matches', async () => {
    const search = await openList();

    await fireEvent.input(search, { target: { value: 'no such thing' } });

    expect(await screen.findByText('Nothing matches')).toBeTruthy();
  });
});

describe('from the review to the chain’s word', () => {
  it('says in sentences what is signed, with the call beside it', async () => {
    await reviewing();

    const said = screen.getByTestId('sentences').textContent;
    expect(said).toContain('1 TAO from your account become stake with Deep Shaft (5FHneW…94ty)');
    expect(said).toContain('on Score (44). You get about 19 α.');
    expect(said).toContain('Not above 0.05 TAO for one alpha.');
    expect(said).toContain('nothing is traded and only the fee is lost');
    expect(said).toContain('costs about 0.00014 TAO, also when it fails');
    expect(screen.getByTestId('call').textContent).toContain('0x0758');
  });

  it('wants a word typed before a loss of a tenth is signed', async () => {
    const { chain } = await reviewing({
      on: (client) => void (client.quoteOf = () => ({ impact: 0.12 })),
    });
    expect(button('sign').disabled).toBe(true);

    await type('confirm-word', 'accept');
    expect(button('sign').disabled).toBe(false);
    await fireEvent.submit(screen.getByTestId('review-panel'));

    await waitFor(() => expect(chain.sending).not.toBeNull());
  });

  it('shows the events beside the quote, and a way to the next one', async () => {
    const { chain } = await reviewing();
    await fireEvent.submit(screen.getByTestId('review-panel'));
    await waitFor(() => expect(stepOf()).toBe('signing'));
    chain.step({ kind: 'sent', hash: HASH });
    await waitFor(() => expect(screen.getByTestId('tx-hash').textContent).toBe(HASH));
    chain.step({ kind: 'in-block', hash: HASH, block: BLOCK });
    chain.step({
      kind: 'finalized',
      outcome: {
        block: BLOCK,
        fee: 140_001n,
        tao: TAO,
        alpha: 19n * TAO - 5n,
        events: [{ name: 'subtensorModule.StakeAdded', text: 'all of it' }],
      },
    });

    const told = (await screen.findAllByTestId('told')).map((one) => one.dataset['rao']);
    expect(told).toEqual([String(TAO), String(19n * TAO - 5n), '140001']);
    const beside = screen.getByTestId('beside-quote').textContent;
    expect(beside).toContain('Difference: −0.000000005 α');
    expect(beside).toContain('Difference: +0.000000001 TAO');
    expect(screen.getByTestId('events').textContent).toContain('StakeAdded');

    await fireEvent.click(button('again'));
    expect(stepOf()).toBe('editing');
    expect(screen.getByTestId<HTMLInputElement>('amount').value).toBe('');
  });

  it('says why the chain refused and what it cost, and leads back with the amount kept', async () => {
    const { chain } = await reviewing();
    await fireEvent.submit(screen.getByTestId('review-panel'));
    await waitFor(() => expect(chain.sending).not.toBeNull());
    chain.step({ kind: 'sent', hash: HASH });
    chain.step({ kind: 'failed', code: 'SlippageTooHigh', message: 'x', hash: HASH, fee: 9n });

    const failure = await screen.findByTestId('failure');
    expect(failure.textContent).toContain('The price passed your limit');
    expect(failure.textContent).toContain('the fee of 0.000000009 TAO is paid');

    await fireEvent.click(button('back'));
    expect(screen.getByTestId<HTMLInputElement>('amount').value).toBe('1');
  });

  it('says that the fate is not known, with the hash', async () => {
    const { chain } = await reviewing();
    await fireEvent.submit(screen.getByTestId('review-panel'));
    await waitFor(() => expect(chain.sending).not.toBeNull());
    chain.step({ kind: 'sent', hash: HASH });
    chain.step({ kind: 'unknown', hash: HASH, message: 'gone' });

    expect(await screen.findByText('Sent, but its fate is not known')).toBeTruthy();
    expect(screen.getByTestId('tx-hash').textContent).toBe(HASH);
  });

  it('stays at the review when the wallet says no', async () => {
    const { chain } = await reviewing();
    await fireEvent.submit(screen.getByTestId('review-panel'));
    await waitFor(() => expect(chain.sending).not.toBeNull());
    chain.step({ kind: 'failed', code: 'wallet.rejected', message: 'no', hash: null, fee: null });

    const problem = await screen.findByTestId('stake-problem');
    expect(problem.dataset['code']).toBe('wallet.rejected');
    expect(problem.textContent).toContain('Nothing was signed');
    expect(screen.getByTestId('review-panel')).toBeTruthy();
  });
});

describe('the other forms', () => {
  it('removes all without asking for an amount, but not what is locked', async () => {
    await showStake({
      query: `?form=remove-all&subnet=44&validator=${VALIDATOR}`,
      on: (chain) => {
        chain.positionList = [positionOf({ available: TAO, locked: 199n * TAO })];
      },
    });

    expect((await screen.findByTestId('issue')).textContent).toContain('199 α are locked');
    expect(screen.queryByTestId('amount')).toBeNull();
  });

  it('moves between validators without a price', async () => {
    await showStake({ query: `?form=move&subnet=44&validator=${VALIDATOR}&to=${OTHER}` });
    await screen.findAllByTestId('position');
    expect(screen.queryByTestId('tolerance')).toBeNull();
    await type('amount', '10');
    await waitFor(() => expect(button('review').disabled).toBe(false));
    await fireEvent.click(button('review'));

    expect((await screen.findByTestId('sentences')).textContent).toContain(
      '10 α of your stake on Score (44) go from Deep Shaft (5FHneW…94ty) to 5FLSig…cS59Y'.slice(
        0,
        70,
      ),
    );
  });

  it('registers a hotkey with a cap on its price', async () => {
    await showStake({ query: '?form=register&subnet=44' });
    await type('register-hotkey', OTHER);
    await screen.findByText(/Now it costs 1 TAO/);
    await type('register-cost', '0.5');
    await screen.findByText(/more than you allow/);
    await fireEvent.click(button('register-cost-max'));
    await waitFor(() => expect(button('review').disabled).toBe(false));
    await fireEvent.click(button('review'));

    const said = (await screen.findByTestId('sentences')).textContent;
    expect(said).toContain(`The hotkey ${OTHER} is registered as a miner on Score (44)`);
    expect(said).toContain('never more than 1.05 TAO');
  });

  it('refuses an address that is none', async () => {
    await showStake({ query: '?form=register&subnet=44' });

    await type('register-hotkey', OTHER.replace('5FL', '5FM'));

    expect(await screen.findByText(/This is not an address/)).toBeTruthy();
    expect(within(screen.getByTestId('register-form')).getByTestId('review')).toBeTruthy();
  });
});
