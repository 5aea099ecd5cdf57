import { decodeAddress, encodeAddress } from '@polkadot/util-crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../src/shared/bytes.ts';
import { readAddress, writeAddress } from '../../../src/shared/ss58.ts';

const ALICE = 'd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d';

describe('an address', () => {
  test('is that of the chain’s own library, for every key, with prefixes of one byte', () => {
    const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(keys, fc.constantFrom(0, 2, 5, 42, 45, 63), (key, prefix) => {
        const address = encodeAddress(key, prefix);
        expect(writeAddress(key, prefix)).toBe(address);
        expect(readAddress(address)).toEqual({ prefix, publicKey: decodeAddress(address) });
      }),
    );
  });

  test('with a prefix of two bytes is read', () => {
    const address = encodeAddress(fromHex(ALICE), 1284);

    expect(readAddress(address)?.prefix).toBe(1284);
    expect(toHex(readAddress(address)?.publicKey ?? new Uint8Array())).toBe(ALICE);
  });

  test('of the well-known Alice', () => {
    expect(writeAddress(fromHex(ALICE))).toBe('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
  });

  test('with any one letter altered is none', () => {
    const address = writeAddress(fromHex(ALICE));
    for (let i = 0; i < address.length; i++) {
      const letter = address[i] === '2' ? '3' : '2';
      expect(readAddress(address.slice(0, i) + letter + address.slice(i + 1))).toBeNull();
    }
  });

  test.each(['', '1', '0OIl', 'not an address', '5Grwva', `${'1'.repeat(48)}`])(
    '%j is none',
    (text) => expect(readAddress(text)).toBeNull(),
  );

  test('of a key of another length is none', () => {
    expect(readAddress(encodeAddress(new Uint8Array(33)))).toBeNull();
    expect(readAddress(encodeAddress(new Uint8Array(8)))).toBeNull();
  });
});
