import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Double, parsePythonJson } from '../../../../src/shared/python-json.ts';
import {
  Timestamp,
  canonical,
  canonicalHash,
} from '../../../../src/subnets/bitcast/scoring/canonical.ts';
import {
  decodeEnvelope,
  draftCommitment,
  encodeEnvelope,
} from '../../../../src/subnets/bitcast/scoring/commitment.ts';
import { parseInput, parseResult } from '../../../../src/subnets/bitcast/task.ts';
import { batchFault, contentHash, revealMatches } from '../../../../src/subnets/bitcast/verify.ts';

describe('canonical JSON', () => {
  it.each([
    ['{"b":1,"a":null}', '{"a":null,"b":1}'],
    [
      '[1.0,-0.0,0.0,1e21,1e-5,0.0001,1e16,123456789012345.6]',
      '[1.0,-0.0,0.0,1e+21,1e-05,0.0001,1e+16,123456789012345.6]',
    ],
    ['[9007199254740993,-0,1E2,1.5e-7]', '[9007199254740993,0,100.0,1.5e-07]'],
    ['{"\\ud83d\\ude00":1,"\\uffff":2,"s\\"n":"n5"}', '{"s\\"n":"n5","\uffff":2,"😀":1}'],
    ['{"\ufb01":"\uff21\\n"}', '{"fi":"A\\n"}'],
    ['{"ab":1,"a":2}', '{"a":2,"ab":1}'],
    ['[true,false]', '[true,false]'],
  ])('of %s is %s', (text, expected) => {
    expect(canonical(parsePythonJson(text))).toBe(expected);
  });

  it('prints times in UTC, microseconds only where there are some', () => {
    expect(canonical(Timestamp.parse('2026-08-01 12:00:00.5+02:00'))).toBe(
      '"2026-08-01T10:00:00.500000Z"',
    );
    expect(canonical(Timestamp.parse('2026-08-01T12:00:00Z'))).toBe('"2026-08-01T12:00:00Z"');
    expect(() => Timestamp.parse('2026-08-01 12:00:00')).toThrow('zone');
    expect(() => Timestamp.parse('2026-18-01T12:00:00Z')).toThrow('zone');
  });

  it.each([NaN, Infinity, new Double(-Infinity), undefined, { '\ufb01': 1, fi: 2 }])(
    'refuses %s',
    (value) => {
      expect(() => canonical(value)).toThrow();
    },
  );

  it('separates domain and value', () => {
    expect(canonicalHash('test', 'plain')).toBe(
      '200a04a1d41098e66faa9da62f6bfd00a8cf2a1e5a7d8b41b25e4c196d659907',
    );
    expect(() => canonicalHash('', 1)).toThrow('domain');
    expect(() => canonicalHash('a\0', 1)).toThrow('domain');
  });

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonical(value);
        expect(canonical(parsePythonJson(text))).toBe(text);
      }),
    );
  });
});

describe('commitments', () => {
  const hash = 'ab'.repeat(32);

  it('packs an envelope into 45 bytes and reads it back', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        fc.integer({ min: 1, max: 65_535 }),
        (sequence, events) => {
          const bytes = encodeEnvelope({ sequence, events, hash });
          expect(bytes).toHaveLength(45);
          expect(decodeEnvelope(bytes)).toEqual({ sequence, events, hash });
        },
      ),
    );
  });

  it.each([
    { sequence: -1n },
    { sequence: 2n ** 64n },
    { events: 0 },
    { events: 65_536 },
    { events: 1.5 },
    { hash: 'ab' },
  ])('refuses to pack %o', (fault) => {
    expect(() => encodeEnvelope({ sequence: 1n, events: 1, hash, ...fault })).toThrow();
  });

  it('says what is wrong with bytes', () => {
    const good = encodeEnvelope({ sequence: 1n, events: 1, hash });

    expect(() => decodeEnvelope(good.slice(1))).toThrow('commitment envelope must be 45 bytes');
    expect(() => decodeEnvelope(Uint8Array.from(good, (byte, i) => (i === 2 ? 0 : byte)))).toThrow(
      'unsupported commitment envelope magic',
    );
    expect(() => decodeEnvelope(Uint8Array.from(good, (byte, i) => (i === 12 ? 0 : byte)))).toThrow(
      'event_count must be between 1 and 65535',
    );
  });
});

describe('batches', () => {
  const hotkey = 'hk';
  const content = {
    version: 2,
    miner_hotkey: hotkey,
    sequence: 1,
    previous_batch_hash: null,
    events: [
      {
        version: 2,
        kind: 'submission',
        submission_id: '0'.repeat(32),
        campaign_id: 'c',
        tweet_id: '5',
        claim_id: null,
        miner_hotkey: hotkey,
      },
    ],
    reveals: [],
  } as const;
  const unsigned = parseResult({ ...content, batch_hash: '0'.repeat(64) });
  if (!('events' in unsigned)) throw new Error('not a batch');
  const batch = { ...unsigned, batch_hash: contentHash(unsigned) };
  const envelope = { sequence: 1n, events: 1, hash: batch.batch_hash };
  const history = { hotkey, lastSequence: 0, lastHash: null };

  it('accepts the batch that was committed', () => {
    expect(batchFault(batch, envelope, history)).toBeNull();
  });

  it.each([
    [batch, envelope, { ...history, hotkey: 'other' }, 'hotkey'],
    [batch, envelope, { ...history, lastSequence: 1 }, 'sequence'],
    [batch, { ...envelope, sequence: 2n }, history, 'sequence'],
    [batch, envelope, { ...history, lastHash: 'x' }, 'previous-hash'],
    [batch, { ...envelope, events: 2 }, history, 'event-count'],
    [{ ...batch, batch_hash: 'x' }, envelope, history, 'own-hash'],
    [batch, { ...envelope, hash: 'x' }, history, 'chain-hash'],
  ] as const)('names the fault', (aBatch, anEnvelope, aHistory, fault) => {
    expect(batchFault(aBatch, anEnvelope, aHistory)).toBe(fault);
  });

  it('knows a revealed draft again', () => {
    const reveal = { claim_id: '1'.repeat(32), draft: 'ﬁne', nonce: '2'.repeat(64) };
    const commitment = draftCommitment(reveal.claim_id, 'fine', reveal.nonce);

    expect(revealMatches(reveal, commitment)).toBe(true);
    expect(revealMatches({ ...reveal, draft: 'other' }, commitment)).toBe(false);
  });

  it.each([
    [{ ...content, batch_hash: 'x' }, 'batch_hash'],
    [{ ...content, batch_hash: '0'.repeat(64), sequence: 2 }, 'previous_batch_hash'],
    [{ ...content, batch_hash: '0'.repeat(64), events: [] }, 'events'],
    [{ ...content, batch_hash: '0'.repeat(64), more: 1 }, 'more'],
    [{ YT_access_tokens: [1] }, 'YT_access_tokens.0'],
  ])('names the field of a malformed answer', (value, field) => {
    expect(() => parseResult(value)).toThrow(field);
  });

  it('reads briefs and campaigns and names a wrong field', () => {
    const brief = {
      id: 'b',
      brief: 'text',
      format: 'dedicated',
      start_date: '2026-08-01',
      end_date: '2026-08-20',
      weight: 100,
    };

    expect(parseInput({ mechanism: 'youtube', items: [brief] })).toMatchObject({
      items: [{ boost: 1, cap: 1, max_count: null, prompt_version: 6 }],
    });
    expect(() =>
      parseInput({ mechanism: 'youtube', items: [{ ...brief, start_date: '1.8.2026' }] }),
    ).toThrow('items.0.start_date');
    expect(() => parseInput({ mechanism: 'x', campaigns: [{}] })).toThrow('campaigns.0');
    expect(parseResult({ YT_access_tokens: ['t'] })).toEqual({ YT_access_tokens: ['t'] });
  });
});
