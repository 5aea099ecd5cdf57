import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SignTextOptions, type TextSigner, signText } from '../../../src/wallet/sign-text.ts';

const BYTES = 'ab'.repeat(64);

function signing(answer: () => Promise<unknown>, change: Partial<SignTextOptions> = {}) {
  const signRaw = vi.fn<NonNullable<TextSigner['signRaw']>>(() => answer());
  const options = { signer: { signRaw }, address: '5Grw', keyType: 'sr25519', ...change } as const;
  return { signRaw, signed: signText('Hi!', options) };
}

describe('a line signed by a wallet', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('goes to the wallet as plain bytes, for it to wrap and to show', async () => {
    const { signRaw, signed } = signing(async () => ({ id: 1, signature: `0x${BYTES}` }));

    await expect(signed).resolves.toBe(`0x${BYTES}`);
    expect(signRaw.mock.calls).toEqual([[{ address: '5Grw', data: '0x486921', type: 'bytes' }]]);
  });

  it('is 64 bytes also from wallets that put the type in front or write capitals', async () => {
    const prefixed = signing(async () => ({ signature: `0x01${BYTES.toUpperCase()}` })).signed;
    const ed = signing(async () => ({ signature: `0x00${BYTES}` }), { keyType: 'ed25519' }).signed;

    await expect(prefixed).resolves.toBe(`0x${BYTES}`);
    await expect(ed).resolves.toBe(`0x${BYTES}`);
  });

  it.each([
    ['another type in front', { signature: `0x00${BYTES}` }],
    ['too short', { signature: '0xabcd' }],
    ['no signature', {}],
    ['nothing', null],
  ])('is refused with %s', async (_, answer) => {
    const { signed } = signing(async () => answer);

    await expect(signed).rejects.toMatchObject({ code: 'wallet.unavailable' });
  });

  it('is refused by a wallet that signs no texts', async () => {
    const { signed } = signing(async () => null, { signer: {} });

    await expect(signed).rejects.toMatchObject({ code: 'wallet.unavailable' });
  });

  it('tells a refusal by the person', async () => {
    const { signed } = signing(() => Promise.reject(new Error('Cancelled')));

    await expect(signed).rejects.toMatchObject({ code: 'wallet.rejected', retryable: true });
  });

  it('gives up after a minute of silence, and not before', async () => {
    const settled = vi.fn();
    const { signed } = signing(() => new Promise(() => {}));
    void signed.catch(settled);

    await vi.advanceTimersByTimeAsync(59_900);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);

    expect(settled.mock.calls).toEqual([[expect.objectContaining({ code: 'wallet.silent' })]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up when the visitor does', async () => {
    const stop = new AbortController();
    const { signed } = signing(() => new Promise(() => {}), { signal: stop.signal });

    stop.abort();

    await expect(signed).rejects.toMatchObject({ code: 'wallet.silent' });
  });

  it('asks once more when the wallet wants a pause between requests', async () => {
    const answers = [
      () => Promise.reject(new Error('Rate limit exceeded. Try again later.')),
      () => Promise.resolve({ signature: `0x${BYTES}` }),
    ];
    const { signRaw, signed } = signing(() => answers.shift()?.() ?? Promise.resolve(null));

    await vi.advanceTimersByTimeAsync(3_500);

    await expect(signed).resolves.toBe(`0x${BYTES}`);
    expect(signRaw).toHaveBeenCalledTimes(2);
  });
});
