import { describe, expect, it, vi } from 'vitest';
import type { OrderOutcome, StakeOrder } from '../../../../src/chain/contract.ts';
import { Desk } from '../../../../src/features/stake/desk.svelte.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { ALICE, TAO, VALIDATOR, fakeChainClient } from './fake-client.ts';

const ORDER: StakeOrder = { kind: 'add', hotkey: VALIDATOR, netuid: 44, tao: TAO };
const REQUEST = {
  kind: 'stake',
  order: ORDER,
  limits: { tolerance: 0.01, allowPartial: false },
} as const;
const ACCOUNT = { address: ALICE, signer: {} };
const HASH = `0x${'ab'.repeat(32)}`;
const OUTCOME: OrderOutcome = {
  block: `0x${'cd'.repeat(32)}`,
  fee: 135_261n,
  tao: TAO,
  alpha: 19n * TAO,
  events: [],
};

function atDesk() {
  const chain = fakeChainClient();
  const decided = vi.fn();
  const line = { isUp: true };
  const desk = new Desk({ client: () => (line.isUp ? chain : null), onDecided: decided });
  return { chain, desk, decided, line };
}

/** As far as the wallet's popup. */
async function asFarAsSigning() {
  const at = atDesk();
  at.desk.ask(REQUEST, ALICE);
  await at.desk.review(ALICE);
  void at.desk.sign(ACCOUNT);
  await vi.waitFor(() => expect(at.desk.step.kind).toBe('signing'));
  return at;
}

describe('quotes', () => {
  it('come with the fee where an account is known, without where none is', async () => {
    const { desk } = atDesk();

    desk.ask(REQUEST, null);
    await vi.waitFor(() => expect(desk.preview?.quote?.out).toBe(19n * TAO));
    expect(desk.preview?.prepared).toBeNull();

    desk.ask(REQUEST, ALICE);
    await vi.waitFor(() => expect(desk.preview?.prepared?.fee).toBe(140_000n));
  });

  it('are made anew with each block, and the answer to an older draft does not count', async () => {
    const { chain, desk } = atDesk();
    desk.ask(REQUEST, ALICE);
    desk.ask({ ...REQUEST, order: { ...ORDER, tao: 2n * TAO } }, ALICE);
    chain.quoteOf = (order) => ({ out: order.kind === 'add' ? order.tao : 0n });
    chain.block(101);
    desk.onBlock();

    await vi.waitFor(() => expect(desk.preview?.quote?.block).toBe(101));
    expect(desk.preview?.quote?.out).toBe(2n * TAO);
  });

  it('say that the pool cannot fill the order, without preparing it', async () => {
    const { chain, desk } = atDesk();
    chain.quoteOf = () => ({ out: null });

    desk.ask(REQUEST, ALICE);

    await vi.waitFor(() => expect(desk.preview?.quote?.out).toBeNull());
    expect(chain.calls).toEqual(['quote add']);
  });

  it('carry what the chain would refuse for certain', async () => {
    const { chain, desk } = atDesk();
    chain.refusal = new AppError('chain.rejected', 'poor', { reason: 'NotEnoughBalanceToStake' });

    desk.ask(REQUEST, ALICE);

    await vi.waitFor(() => expect(desk.preview?.refusal?.reason).toBe('NotEnoughBalanceToStake'));
    expect(desk.preview?.quote?.out).toBe(19n * TAO);
  });

  it('are gone when the node is, and come back with the next block', async () => {
    const { chain, desk } = atDesk();
    chain.failure = new AppError('chain.unavailable', 'gone');
    desk.ask(REQUEST, ALICE);
    await vi.waitFor(() => expect(desk.problem?.code).toBe('chain.unavailable'));

    chain.failure = null;
    desk.onBlock();

    await vi.waitFor(() => expect(desk.preview?.prepared).toBeTruthy());
    expect(desk.problem).toBeNull();
  });
});

describe('a transaction', () => {
  it('is followed from the wallet to the chain’s events', async () => {
    const { chain, desk, decided } = await asFarAsSigning();
    expect(desk.isBusy).toBe(true);

    chain.step({ kind: 'sent', hash: HASH });
    expect(desk.step).toMatchObject({ kind: 'sent', hash: HASH, block: null });
    chain.step({ kind: 'in-block', hash: HASH, block: OUTCOME.block });
    expect(desk.step).toMatchObject({ kind: 'sent', block: OUTCOME.block });
    chain.step({ kind: 'sent', hash: HASH }); // its block lost against another
    expect(desk.step).toMatchObject({ kind: 'sent', block: null });
    chain.step({ kind: 'finalized', outcome: OUTCOME });

    expect(desk.step).toMatchObject({ kind: 'done', hash: HASH, outcome: OUTCOME });
    expect(decided).toHaveBeenCalledOnce();
    desk.edit();
    expect(desk.step.kind).toBe('editing');
  });

  it('is prepared once more before the wallet is asked, and a worse price is shown, not signed', async () => {
    const { chain, desk } = atDesk();
    desk.ask(REQUEST, ALICE);
    await desk.review(ALICE);
    chain.quoteOf = () => ({ spotPrice: 60_000_000n });

    await desk.sign(ACCOUNT);

    expect(desk.step).toMatchObject({ kind: 'reviewing', moved: true });
    expect(chain.sending).toBeNull();
  });

  it('is signed at a better price without another question', async () => {
    const { chain, desk } = atDesk();
    desk.ask(REQUEST, ALICE);
    await desk.review(ALICE);
    chain.quoteOf = () => ({ spotPrice: 40_000_000n });

    void desk.sign(ACCOUNT);
    await vi.waitFor(() => expect(desk.step.kind).toBe('signing'));

    expect(chain.sending?.prepared.limitPrice).toBe(40_000_000n);
  });

  it('is looked at again when its loss has become one that must be agreed to', async () => {
    const { chain, desk } = atDesk();
    desk.ask(REQUEST, ALICE);
    await desk.review(ALICE);
    chain.quoteOf = () => ({ impact: 0.2 });

    await desk.sign(ACCOUNT);

    expect(desk.step).toMatchObject({ kind: 'reviewing', moved: true });
  });

  it('follows the price in front of the reader, and says when it got worse', async () => {
    const { chain, desk } = atDesk();
    desk.ask(REQUEST, ALICE);
    await desk.review(ALICE);
    chain.block(101);
    desk.onBlock();
    await vi.waitFor(() =>
      expect(desk.step).toMatchObject({ moved: false, prepared: { quote: { block: 101 } } }),
    );

    chain.quoteOf = () => ({ spotPrice: 60_000_000n });
    desk.onBlock();

    await vi.waitFor(() => expect(desk.step).toMatchObject({ kind: 'reviewing', moved: true }));
  });

  it.each(['wallet.rejected', 'wallet.silent', 'wallet.unavailable'])(
    'goes back to the review when the wallet answers %s',
    async (code) => {
      const { chain, desk, decided } = await asFarAsSigning();

      chain.step({ kind: 'failed', code, message: 'no', hash: null, fee: null });

      expect(desk.step.kind).toBe('reviewing');
      expect(desk.problem?.code).toBe(code);
      expect(decided).not.toHaveBeenCalled();
    },
  );

  it('is not waited for any longer, and what the wallet signs late is not heard', async () => {
    const { chain, desk } = await asFarAsSigning();

    desk.stopWaiting();

    expect(chain.sending?.options.signal.aborted).toBe(true);
    expect(desk.step.kind).toBe('reviewing');
    chain.step({ kind: 'sent', hash: HASH });
    expect(desk.step.kind).toBe('reviewing');
  });

  it('fails with the chain’s own name and what it cost', async () => {
    const { chain, desk, decided } = await asFarAsSigning();
    chain.step({ kind: 'sent', hash: HASH });

    chain.step({ kind: 'failed', code: 'SlippageTooHigh', message: '', hash: HASH, fee: 9n });

    expect(desk.step).toMatchObject({ kind: 'failed', code: 'SlippageTooHigh', fee: 9n });
    expect(decided).toHaveBeenCalledOnce();
    desk.edit();
    expect(desk.step.kind).toBe('editing');
  });

  it('keeps its hash when nobody knows what became of it', async () => {
    const { chain, desk } = await asFarAsSigning();
    chain.step({ kind: 'sent', hash: HASH });

    chain.step({ kind: 'unknown', hash: HASH, message: 'the line broke' });

    expect(desk.step).toMatchObject({ kind: 'unknown', hash: HASH });
  });

  it('can be left while it is under way, and is then called unknown', async () => {
    const { chain, desk } = await asFarAsSigning();
    chain.step({ kind: 'sent', hash: HASH });

    desk.edit();
    expect(desk.step.kind).toBe('sent'); // the form is not to be had by accident
    desk.stopFollowing();

    expect(desk.step).toMatchObject({ kind: 'unknown', hash: HASH });
    chain.step({ kind: 'finalized', outcome: OUTCOME });
    expect(desk.step.kind).toBe('unknown');
  });

  it('leads back to the form when the node is lost before the wallet is asked', async () => {
    const { desk, line, chain } = atDesk();
    desk.ask(REQUEST, ALICE);
    await desk.review(ALICE);
    line.isUp = false;

    await desk.sign(ACCOUNT);

    expect(desk.step.kind).toBe('editing');
    expect(desk.problem?.code).toBe('chain.unavailable');
    expect(chain.sending).toBeNull();
  });

  it('does not begin without a node', async () => {
    const { desk, line } = atDesk();
    desk.ask(REQUEST, ALICE);
    line.isUp = false;

    await desk.review(ALICE);

    expect(desk.step.kind).toBe('editing');
    expect(desk.problem?.code).toBe('chain.unavailable');
  });
});

describe('a registration', () => {
  it('goes the same way, without a quote', async () => {
    const { chain, desk } = atDesk();
    const order = { kind: 'register', hotkey: VALIDATOR, netuid: 44, maxCost: 2n * TAO } as const;
    desk.ask({ kind: 'register', order }, ALICE);
    await desk.review(ALICE);

    expect(desk.step).toMatchObject({ kind: 'reviewing', prepared: { cost: TAO, order } });

    void desk.sign(ACCOUNT);
    await vi.waitFor(() => expect(desk.step.kind).toBe('signing'));
    expect(chain.calls).toContain('send register');
  });
});
