import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromBase64Url,
  fromHex,
  fromUtf8,
  toBase64Url,
  toHex,
  utf8,
} from '../../../src/shared/bytes.ts';

describe('bytes', () => {
  it('come back from hexadecimal, base64url and UTF-8 as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (bytes, text) => {
        expect(fromHex(toHex(bytes))).toEqual(new Uint8Array(bytes));
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(new Uint8Array(bytes));
        const wellFormed = text.toWellFormed();
        expect(fromUtf8(utf8(wellFormed))).toBe(wellFormed);
      }),
    );
  });

  it('write base64url without padding or characters that a URL would escape', () => {
    expect(toBase64Url(new Uint8Array([251, 255, 254]))).toBe('-__-');
    expect(toBase64Url(new Uint8Array([1]))).toBe('AQ');
  });

  it('refuse text that is not what it should be', () => {
    expect(() => fromHex('abc')).toThrow('hexadecimal');
    expect(() => fromBase64Url('a+b')).toThrow('base64');
    expect(() => fromUtf8(new Uint8Array([0xff]))).toThrow();
  });
});
