import { describe, expect, it } from 'vitest';
import { walletDictionary } from '../../../src/wallet/metadata.ts';

const GENESIS = '0x2f05';
const WORDS = { genesisHash: GENESIS, specVersion: 424 };

function dictionaryOf(known: unknown, provided: unknown = true) {
  return walletDictionary({
    get: async () => {
      if (known instanceof Error) throw known;
      return known;
    },
    provide: async () => {
      if (provided instanceof Error) throw provided;
      return provided;
    },
  });
}

describe('what a wallet knows of a chain', () => {
  it('is enough when it has this runtime or a newer one of the same chain', async () => {
    const knows = (genesisHash: string, specVersion: number) =>
      dictionaryOf([{ genesisHash, specVersion }]).knows(GENESIS, 424);

    expect(await knows(GENESIS, 424)).toBe(true);
    expect(await knows(GENESIS, 425)).toBe(true);
    expect(await knows(GENESIS, 393)).toBe(false);
    expect(await knows('0xother', 424)).toBe(false);
  });

  it('is not offered to a wallet that cannot say', async () => {
    expect(await dictionaryOf(new Error('not allowed')).knows(GENESIS, 424)).toBe(true);
    expect(await dictionaryOf('nothing of use').knows(GENESIS, 424)).toBe(true);
  });

  it('grows only by what the wallet says it took', async () => {
    expect(await dictionaryOf([]).teach(WORDS)).toBe(true);
    expect(await dictionaryOf([], false).teach(WORDS)).toBe(false);
    expect(await dictionaryOf([], 'yes').teach(WORDS)).toBe(false);
    await expect(dictionaryOf([], new Error('Rejected')).teach(WORDS)).rejects.toMatchObject({
      code: 'wallet.rejected',
    });
  });
});
