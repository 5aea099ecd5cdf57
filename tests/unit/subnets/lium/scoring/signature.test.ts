import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../../../src/shared/bytes.ts';
import {
  judgeNode,
  WALL_CLOCK_SECONDS,
} from '../../../../../src/subnets/lium/scoring/signature-node.ts';
import {
  judgeCard,
  parseProberOutput,
  sealOf,
} from '../../../../../src/subnets/lium/scoring/signature.ts';
import type { CardVerdict } from '../../../../../src/subnets/lium/scoring/signature.ts';

const masterKey = utf8('master');
const nonce = 'ab'.repeat(32);
const challenge = { masterKey, nonce, slot: 1 };
const good = `${nonce}|0|GPU-1|0000:01:00.0|52.5|1800|410`;

function sealed(msg: string, more: object = {}) {
  return {
    gpu_sig: 1,
    ok: true,
    msg,
    sig: sealOf(masterKey, msg.split('|')[2] ?? '', msg),
    ...more,
  };
}

describe('seal of a card', () => {
  it('is the HMAC under the raw HMAC of the kernel UUID, as Node computes it', () => {
    const key = createHmac('sha256', 'master').update('GPU-1').digest();

    expect(sealOf(masterKey, 'GPU-1', good)).toBe(
      createHmac('sha256', key).update(good).digest('hex'),
    );
  });

  it('passes with white space and capitals around it', () => {
    const answer = sealed(good);
    const sig = ` ${answer.sig.toUpperCase()}\n`;

    expect(judgeCard(challenge, { ...answer, sig }).ok).toBe(true);
  });
});

describe('verdict on a card', () => {
  it('keeps the numbers of a genuine answer', () => {
    expect(judgeCard(challenge, sealed(good, { have_kernel: true }))).toEqual({
      slot: 1,
      ok: true,
      reasons: [],
      kernelUuid: 'GPU-1',
      tflops: 52.5,
      gbps: 1800,
      haveKernel: true,
    });
  });

  it('reads `have_kernel` as Python reads truth', () => {
    const kernel = (value: unknown) =>
      judgeCard(challenge, sealed(good, { have_kernel: value })).haveKernel;

    expect([1, 'no', [0], { a: 0 }].map(kernel)).toEqual([true, true, true, true]);
    expect([0, '', [], {}, null, undefined].map(kernel)).toEqual(Array(6).fill(false));
  });

  it('ends at the first fault with one reason and no numbers', () => {
    const reason = (result: Parameters<typeof judgeCard>[1]) => judgeCard(challenge, result);
    const faults = [
      [null, 'no_result'],
      [{}, 'prober_error:unknown'],
      [{ ok: 1, error: 'x' }, 'prober_error:x'],
      [{ ok: false, error: null }, 'prober_error:None'],
      [{ ok: 'true', error: true }, 'prober_error:True'],
      [{ ok: false, error: false }, 'prober_error:False'],
      [{ ok: false, error: 7 }, 'prober_error:7'],
      [{ ok: true, msg: good }, 'missing_seal'],
      [{ ok: true, msg: 1, sig: '' }, 'missing_seal'],
      [sealed('a|0|b|c|1|2'), 'malformed_msg'],
      [sealed(`${good}|8`), 'malformed_msg'],
      [{ ...sealed(good), sig: '00' }, 'seal_mismatch'],
      [sealed(`${nonce}|x|GPU-1|p|1|2|3`), 'malformed_msg'],
      [sealed(`${nonce}|0.0|GPU-1|p|1|2|3`), 'malformed_msg'],
      [sealed(`${nonce}|0|GPU-1|p|fast|2|3`), 'malformed_msg'],
      [sealed(`${nonce}|0|GPU-1|p|1||3`), 'malformed_msg'],
      [sealed(`${nonce}|0|GPU-1|p|1|2|`), 'malformed_msg'],
    ] as const;

    expect(faults.map(([result]) => reason(result).reasons)).toEqual(
      faults.map(([, text]) => [text]),
    );
    expect(reason(sealed('a|b'))).toEqual({
      slot: 1,
      ok: false,
      reasons: ['malformed_msg'],
      kernelUuid: '',
      tflops: null,
      gbps: null,
      haveKernel: false,
    });
  });

  it('adds up a stale nonce and a wrong device and keeps the numbers', () => {
    const verdict = judgeCard(challenge, sealed('cd|-1|GPU-1|p|1|2|3'));

    expect(verdict.reasons).toEqual(['nonce_mismatch', 'device_mismatch']);
    expect([verdict.ok, verdict.kernelUuid, verdict.tflops, verdict.gbps]).toEqual([
      false,
      'GPU-1',
      1,
      2,
    ]);
    expect(judgeCard(challenge, sealed(`${nonce}| 00 |GPU-1|p|1|2|3`)).ok).toBe(true);
    expect(judgeCard(challenge, sealed(`${nonce}|1|GPU-1|p|1|2|3`)).reasons).toEqual([
      'device_mismatch',
    ]);
  });

  it('does not accept the seal of another card', () => {
    const other = sealOf(masterKey, 'GPU-2', good);

    expect(judgeCard(challenge, { ...sealed(good), sig: other }).reasons).toEqual([
      'seal_mismatch',
    ]);
  });
});

describe('output of a prober', () => {
  it('is its last line that is an object with the marker', () => {
    expect(parseProberOutput('{"gpu_sig":1}\n{"gpu_sig":2}\nbye')).toEqual({ gpu_sig: 2 });
    expect(parseProberOutput('\r\n {"gpu_sig":1} \u2028{"other":2}')).toEqual({ gpu_sig: 1 });
    expect(parseProberOutput('{"gpu_sig":1}\n{"a":{"gpu_sig":2}}')).toEqual({ gpu_sig: 1 });
    expect(parseProberOutput('{"gpu_sig":1}\n["gpu_sig"]')).toEqual({ gpu_sig: 1 });
  });

  it('is nothing without such a line', () => {
    expect(parseProberOutput('')).toBeNull();
    expect(parseProberOutput('gpu_sig')).toBeNull();
    expect(parseProberOutput('{"gpu\\u005fsig":1}')).toBeNull();
    expect(parseProberOutput('"gpu_sig" {')).toBeNull();
  });
});

describe('verdict on a node', () => {
  const card = (kernelUuid: string, ok = true): CardVerdict => ({
    slot: 0,
    ok,
    reasons: [],
    kernelUuid,
    tflops: 1,
    gbps: 1,
    haveKernel: true,
  });

  it('passes with as many genuine cards as claimed, within 120 s', () => {
    expect(WALL_CLOCK_SECONDS).toBe(120);
    expect(judgeNode([card('a'), card('b')], 120, 2)).toEqual({
      passed: true,
      reasons: [],
      verifiedCount: 2,
      overWallClock: false,
    });
  });

  it('fails for each reason by itself', () => {
    expect(judgeNode([card('a')], 1, 2)).toMatchObject({
      passed: false,
      reasons: ['card_count 1 != claimed 2'],
      verifiedCount: 1,
    });
    expect(judgeNode([card('a', false)], 1, 1).reasons).toEqual(['1/1 card(s) failed signature']);
    expect(judgeNode([card('b'), card('b'), card('a'), card('a')], 1, 4).reasons).toEqual([
      'duplicate kernel UUID across cards: a,b',
    ]);
    expect(judgeNode([card('a')], 120.25, 1)).toMatchObject({
      passed: false,
      overWallClock: true,
      reasons: [
        'aggregate wall-clock 120.2s over 120s (serialisation on fewer real cards than claimed)',
      ],
    });
  });

  it('does not call empty UUIDs repeated, and has nothing against no card where none is claimed', () => {
    expect(judgeNode([card('', false), card('', false)], 1, 2).reasons).toEqual([
      '2/2 card(s) failed signature',
    ]);
    expect(judgeNode([], 0, 0).passed).toBe(true);
  });
});
