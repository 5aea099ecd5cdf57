import { beforeAll, describe, expect, test } from 'vitest';
import { nodeVerifiers } from '../../../src/coordinator/verifiers.ts';
import { webVerifiers } from '../../../src/miner/web-verifiers.ts';
import { KEY_TYPES, type KeyType } from '../../../src/protocol/grant.ts';
import { type Receipt, UnitDetail } from '../../../src/protocol/submission.ts';
import { checkReceipt, checkReceiptText, type LinkName } from '../../../src/protocol/trust.ts';
import type { SignatureVerifiers } from '../../../src/protocol/wallet-signature.ts';
import { toBase64Url, utf8 } from '../../../src/shared/bytes.ts';
import { canonicalJson } from '../../../src/shared/hash.ts';
import { createGrantWorld } from '../../support/grant-world.ts';
import { makeSigningKey } from '../../support/signing-key.ts';
import { makeWalletKey } from '../../support/wallet-key.ts';

// Real receipts of a real core: every alteration must break a link, and the right one.

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const key = makeSigningKey();
const receipts = new Map<KeyType | 'guest', Receipt>();
let result: unknown;

beforeAll(async () => {
  const world = await createGrantWorld({ key });
  for (let i = 0; i < 3; i++) await world.addClip(`clip-${i}`);
  for (const kind of ['guest', ...KEY_TYPES] as const) {
    const visitor = await world.visitor(kind);
    if (kind !== 'guest') await visitor.link(makeWalletKey(kind));
    const [id = ''] = await visitor.mine(1);
    receipts.set(kind, await visitor.receipt(id));
    const [unit] = await visitor.units();
    if (kind === 'sr25519')
      result = (await world.get(`/v1/units/${unit?.unitId}`, UnitDetail)).result;
  }
  await world.core.close();
});

function receiptOf(kind: KeyType | 'guest'): Receipt {
  const receipt = receipts.get(kind);
  if (!receipt) throw new Error(`no receipt of ${kind}`);
  return receipt;
}

/** The coordinator signs again: what it alone could make of a receipt. */
function resigned(body: Receipt['body']): Receipt {
  return { body, signature: key.sign(utf8(canonicalJson(body))) };
}

/** Verifiers that answer a question asked before from memory: alterations leave most links as they are. */
function remembering(verifiers: SignatureVerifiers): SignatureVerifiers {
  const answers = new Map<string, Promise<boolean>>();
  const remember =
    (kind: KeyType): SignatureVerifiers[KeyType] =>
    (message, signature, publicKey) => {
      const question = [kind, ...[message, signature, publicKey].map(toBase64Url)].join(' ');
      const known = answers.get(question) ?? verifiers[kind](message, signature, publicKey);
      answers.set(question, known);
      return known;
    };
  return { ed25519: remember('ed25519'), sr25519: remember('sr25519') };
}

const verifiers = remembering(nodeVerifiers);

async function brokenIn(receipt: unknown): Promise<readonly LinkName[]> {
  return (await checkReceipt(receipt, verifiers)).broken;
}

describe.each(['guest', 'sr25519', 'ed25519'] as const)('the receipt of a %s device', (kind) => {
  test('holds, link by link, in Node and by the browser’s own crypto', async () => {
    for (const each of [nodeVerifiers, webVerifiers]) {
      const report = await checkReceipt(receiptOf(kind), each);
      expect(report).toMatchObject({ ok: true, broken: [], coordinatorKey: key.deviceKey });
      expect(report.links.map(({ name }) => name)).toEqual([
        'form',
        'coordinator',
        'device',
        'submission',
        ...(kind === 'guest' ? [] : ['grant', 'wallet']),
      ]);
    }
  });

  test('with any leaf altered is broken, and the link is named', async () => {
    for (const altered of alterations(receiptOf(kind) as unknown as Json)) {
      expect(await brokenIn(altered), JSON.stringify(altered)).not.toEqual([]);
    }
  });

  test('with any byte of its file altered is broken, and the link is named', async () => {
    const bytes = utf8(JSON.stringify(receiptOf(kind)));
    const passed: number[] = [];
    for (let at = 0; at < bytes.length; at++) {
      const copy = bytes.slice();
      // A different bit each time; every byte in turn.
      copy[at] = (copy[at] ?? 0) ^ (1 << (at % 7));
      const report = await checkReceiptText(new TextDecoder().decode(copy), verifiers);
      if (report.ok || report.broken.length === 0) passed.push(at);
    }
    expect(passed).toEqual([]);
  });
});

/** The receipt with one leaf altered, for every leaf; and with one member left out or added. */
function* alterations(value: Json): Generator<Json> {
  if (typeof value === 'string') {
    yield `${value.slice(0, -1)}${value.endsWith('a') ? 'b' : 'a'}`;
    yield `${value} `;
  } else if (typeof value === 'number') yield value + 1;
  else if (typeof value === 'boolean') yield !value;
  else if (value === null) yield 'something';
  else if (Array.isArray(value)) {
    yield [...value, 0];
    for (const [i, member] of value.entries()) {
      for (const altered of alterations(member as Json)) yield value.with(i, altered) as Json;
    }
  } else {
    yield { ...value, added: 1 };
    for (const [name, member] of Object.entries(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)) as Json;
      for (const altered of alterations(member as Json)) yield { ...value, [name]: altered };
    }
  }
}

describe('what a coordinator alone cannot make up', () => {
  const altered = (change: (body: Receipt['body']) => Partial<Receipt['body']>) => {
    const { body } = receiptOf('sr25519');
    return resigned({ ...body, ...change(body) });
  };
  const grant = () => {
    const line = receiptOf('sr25519').body.grant;
    if (!line) throw new Error('no grant');
    return line;
  };

  test.each<[string, readonly LinkName[], (body: Receipt['body']) => Partial<Receipt['body']>]>([
    ['another result', ['submission'], () => ({ resultHash: '0'.repeat(64) })],
    ['another task', ['submission'], () => ({ taskId: 'another' })],
    ['another submission', ['submission'], () => ({ submissionId: '0'.repeat(64) })],
    ['another lease’s token', ['submission'], () => ({ token: '0'.repeat(32) })],
    [
      'another time of the device',
      ['device'],
      ({ submission }) => ({ submission: { ...submission, timeMs: 1 } }),
    ],
    [
      'another body of the device',
      ['device'],
      ({ submission }) => ({ submission: { ...submission, bodyHash: '0'.repeat(64) } }),
    ],
    [
      'another device',
      ['device', 'submission', 'grant'],
      () => ({ deviceKey: makeSigningKey().deviceKey }),
    ],
    [
      'a claim after the grant',
      ['grant'],
      ({ claimedMs = 0 }) => ({ claimedMs: claimedMs + 8 * 86_400_000 }),
    ],
    ['a claim before the grant', ['grant'], () => ({ claimedMs: 0 })],
    [
      'another wallet’s grant',
      ['grant', 'wallet'],
      () => ({ grant: { ...grant(), account: makeWalletKey('sr25519').address } }),
    ],
    [
      'a longer grant',
      ['wallet'],
      () => ({
        grant: { ...grant(), text: grant().text.replace(/expires=\S{10}/, 'expires=1970-01-03') },
      }),
    ],
    ['the other scheme', ['wallet'], () => ({ grant: { ...grant(), keyType: 'ed25519' } })],
    [
      'a grant’s line of another form',
      ['grant', 'wallet'],
      () => ({ grant: { ...grant(), text: `${grant().text} ` } }),
    ],
    ['another guest’s grant', ['grant'], () => ({ grant: receiptOf('ed25519').body.grant })],
  ])('%s breaks %j', async (_, links, change) => {
    expect(await brokenIn(altered(change))).toEqual(links);
  });

  test('a device’s signature that names no submission is not enough', async () => {
    const device = makeSigningKey();
    const { body } = receiptOf('guest');
    const request = {
      method: 'POST' as const,
      path: '/v1/submissions',
      bodyHash: '0'.repeat(64),
      seq: 1,
      timeMs: 1,
    };
    const message = utf8(['adit/1', 'POST', request.path, request.bodyHash, 1, 1].join('\n'));
    const submission = { ...request, signature: device.sign(message) };

    const made = resigned({ ...body, deviceKey: device.deviceKey, submission });

    expect(await brokenIn(made)).toEqual(['submission']);
  });
});

describe('what the reader knows', () => {
  test('another coordinator than the one asked for is a broken link', async () => {
    const stranger = makeSigningKey();
    const { body } = receiptOf('guest');
    const copy = { ...body, coordinatorKey: stranger.deviceKey };
    const forged = { body: copy, signature: stranger.sign(utf8(canonicalJson(copy))) };
    const options = { coordinatorKey: key.deviceKey };

    expect((await checkReceipt(forged, nodeVerifiers)).pinned).toBe(false);
    expect((await checkReceipt(forged, nodeVerifiers, options)).broken).toEqual([
      'coordinator-key',
    ]);
    expect(await checkReceipt(receiptOf('guest'), nodeVerifiers, options)).toMatchObject({
      ok: true,
      pinned: true,
    });
  });

  test('the result itself must be the one that was signed', async () => {
    const receipt = receiptOf('sr25519');

    expect((await checkReceipt(receipt, nodeVerifiers, { result })).ok).toBe(true);
    expect((await checkReceipt(receipt, nodeVerifiers, { result: {} })).broken).toEqual(['result']);
  });

  test.each([null, 7, 'text', {}, { body: {} }, []])('%j is no receipt', async (value) => {
    expect(await brokenIn(value)).toEqual(['form']);
  });

  test('white space is no alteration', async () => {
    const text = `${JSON.stringify(receiptOf('sr25519'), null, 2)}\n`;

    expect((await checkReceiptText(text, nodeVerifiers)).ok).toBe(true);
  });

  test('a key or signature in a second spelling is told', async () => {
    const receipt = receiptOf('guest');
    // The last of 86 letters carries four bits that say nothing.
    const twin = String.fromCharCode(receipt.signature.charCodeAt(85) + 1);
    const signature = receipt.signature.slice(0, -1) + twin;

    expect(await brokenIn({ ...receipt, signature })).toEqual(['form']);
  });
});
