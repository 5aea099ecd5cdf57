import { describe, expect, test } from 'vitest';
import { createSignatureChecker } from '../../../src/coordinator/http/signature.ts';
import { SIGNED_HEADERS, feedMessage } from '../../../src/protocol/signing.ts';
import { utf8 } from '../../../src/shared/bytes.ts';
import { manualClock } from '../../../src/shared/clock.ts';
import { sha256Hex } from '../../../src/shared/hash.ts';
import { makeSigningKey } from '../../support/signing-key.ts';

const NOW = 1_800_000_000_000;
const key = makeSigningKey();
const checker = createSignatureChecker(manualClock(NOW));
const signedParts = { method: 'POST', path: '/v1/claims?x=1', body: '{"a":1}', seq: 7 };

/** Signs one request and presents another, equal but for `changes`. */
function present(
  timeMs: number,
  changes: { method?: string; path?: string; body?: string; headers?: Record<string, string> } = {},
) {
  const headers = { ...key.headers({ ...signedParts, timeMs }), ...changes.headers };
  const { method = signedParts.method, path = signedParts.path } = changes;
  return checker.check(
    { method, path, header: (name) => headers[name] },
    utf8(changes.body ?? signedParts.body),
  );
}

describe('a signed request', () => {
  test('names its device and everything that was signed', async () => {
    const by = await present(NOW);

    expect(by).toMatchObject({
      deviceKey: key.deviceKey,
      seq: 7,
      timeMs: NOW,
      method: 'POST',
      path: '/v1/claims?x=1',
      bodyHash: sha256Hex('{"a":1}'),
    });
  });

  test.each([
    ['method', { method: 'PUT' }],
    ['path', { path: '/v1/claims?x=2' }],
    ['body', { body: '{"a":2}' }],
    ['seq', { headers: { [SIGNED_HEADERS.seq]: '8' } }],
    ['time', { headers: { [SIGNED_HEADERS.time]: String(NOW + 1) } }],
    ['device', { headers: { [SIGNED_HEADERS.device]: makeSigningKey().deviceKey } }],
  ])('a changed %s is refused', async (_what, changes) => {
    await expect(present(NOW, changes)).rejects.toMatchObject({ code: 'request.signature' });
  });

  test('a missing or unreadable header is named', async () => {
    await expect(
      present(NOW, { headers: { [SIGNED_HEADERS.seq]: 'seven' } }),
    ).rejects.toMatchObject({
      code: 'request.unsigned',
      message: expect.stringContaining('x-adit-seq'),
    });
    await expect(
      checker.check({ method: 'POST', path: '/', header: () => undefined }, utf8('')),
    ).rejects.toMatchObject({ code: 'request.unsigned' });
  });

  test('a second spelling of the same key is refused: it would be a second device', async () => {
    const last = key.deviceKey.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const other = key.deviceKey.slice(0, -1) + alphabet[alphabet.indexOf(last) + 1];
    expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(key.deviceKey, 'base64url'));

    await expect(
      present(NOW, { headers: { [SIGNED_HEADERS.device]: other } }),
    ).rejects.toMatchObject({ code: 'request.unsigned' });
  });

  test.each([
    [-30_000, true],
    [30_000, true],
    [-30_001, false],
    [30_001, false],
  ])('a clock %i ms off: allowed %s', async (skewMs, allowed) => {
    const checked = present(NOW + skewMs);

    if (allowed) await expect(checked).resolves.toMatchObject({ timeMs: NOW + skewMs });
    else await expect(checked).rejects.toMatchObject({ code: 'request.clock' });
  });
});

test('the opening of a feed is checked over its own text', async () => {
  const message = feedMessage('coordinator', 3, NOW);
  const opening = { deviceKey: key.deviceKey, timeMs: NOW, signature: key.sign(message) };

  await expect(checker.checkMessage(opening, message)).resolves.toBeUndefined();
  await expect(checker.checkMessage(opening, feedMessage('another', 3, NOW))).rejects.toMatchObject(
    { code: 'request.signature' },
  );
});
