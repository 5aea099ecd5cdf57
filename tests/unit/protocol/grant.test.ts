import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  epochText,
  type Grant,
  grantText,
  parseEpochText,
  parseGrant,
} from '../../../src/protocol/grant.ts';
import { AppError } from '../../../src/shared/errors.ts';

const GRANT: Grant = {
  domain: '127.0.0.1:8787',
  account: '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY',
  deviceKey: 'd'.repeat(43),
  issuedMs: Date.parse('2026-11-24T12:00:00Z'),
  expiresMs: Date.parse('2026-11-25T12:00:00Z'),
  chainGenesis: `0x${'2f'.repeat(32)}`,
  coordinatorKey: 'c'.repeat(43),
  nonce: 'n'.repeat(32),
};
const TEXT = grantText(GRANT);
const RECORD = {
  address: GRANT.account,
  coordinatorKey: GRANT.coordinatorKey,
  epoch: 7,
  submissions: ['a'.repeat(64)],
  root: 'b'.repeat(64),
};

function refused(text: string): boolean {
  try {
    parseGrant(text);
    return false;
  } catch (error) {
    return error instanceof AppError && error.code === 'grant.malformed';
  }
}

describe('a grant’s line', () => {
  test('is one line of printable ASCII that says what it lets and what it does not', () => {
    expect(TEXT).toMatch(/^[\x20-\x7e]+$/);
    expect(TEXT).toContain('moves no funds');
    expect(parseGrant(TEXT)).toEqual(GRANT);
  });

  test('has one meaning: whatever parses is what would be written for it', () => {
    const altered = fc.tuple(fc.nat(TEXT.length - 1), fc.string({ unit: 'binary', maxLength: 2 }));
    fc.assert(
      fc.property(altered, ([at, put]) => {
        const text = TEXT.slice(0, at) + put + TEXT.slice(at + 1);
        expect(refused(text) || grantText(parseGrant(text)) === text).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    'scopes=mine,read,transfer',
    'scopes=transfer',
    'scopes=read,mine',
    'scopes=mine',
    'scopes=',
    'scopes=mine,read scopes=transfer',
  ])('with %s is no grant: a scope that moves funds cannot be written', (scopes) => {
    expect(refused(TEXT.replace('scopes=mine,read', scopes))).toBe(true);
  });

  test.each([
    ['issued=2026-11-24T12:00:00Z', 'issued=2026-11-24T12:00:00.000Z'],
    ['issued=2026-11-24T12:00:00Z', 'issued=2026-11-24'],
    ['issued=2026-11-24T12:00:00Z', 'issued=2026-13-24T12:00:00Z'],
    ['Adit v1', 'Adit v2'],
    [' domain', '  domain'],
    ['127.0.0.1:8787', 'a b'],
    ['127.0.0.1:8787', 'tést.example'],
  ])('with %s written as %s is none', (from, to) => {
    expect(refused(TEXT.replace(from, to))).toBe(true);
  });
});

describe('an epoch’s record', () => {
  test('is one line of printable ASCII that names its account and epoch', () => {
    const text = epochText(RECORD);
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(text).toContain('moves no funds');
    expect(parseEpochText(text)).toEqual({ address: GRANT.account, epoch: 7 });
  });

  test('can be told from a grant, and a grant from it', () => {
    expect(refused(epochText(RECORD))).toBe(true);
    expect(() => parseEpochText(TEXT)).toThrow(AppError);
  });

  test('without units there is none', () => {
    expect(() => epochText({ ...RECORD, submissions: [], root: null })).toThrow(/no units/);
  });
});
