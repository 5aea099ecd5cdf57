import { expect, test } from 'vitest';
import type { IncomingMessage } from 'node:http';
import { clientAddress } from '../../../src/coordinator/http/address.ts';
import { createRateLimiter } from '../../../src/coordinator/http/rate.ts';
import { manualClock } from '../../../src/shared/clock.ts';

test('a full bucket, then the steady rate, for each address on its own', () => {
  const clock = manualClock(1000);
  const rate = createRateLimiter({ perSecond: 10, burst: 3, clock });

  expect([1, 2, 3].map(() => rate.take('a'))).toEqual([0, 0, 0]);
  expect(rate.take('a')).toBe(100);
  expect(rate.take('b')).toBe(0);

  clock.advance(50);
  expect(rate.take('a')).toBe(50);
  clock.advance(50);
  expect(rate.take('a')).toBe(0);
  expect(rate.take('a')).toBe(100);
});

test('a bucket never holds more than its burst', () => {
  const clock = manualClock(0);
  const rate = createRateLimiter({ perSecond: 10, burst: 2, clock });
  rate.take('a');

  clock.advance(3_600_000);

  expect([1, 2, 3].map(() => rate.take('a') === 0)).toEqual([true, true, false]);
});

test.each([
  ['127.0.0.1', undefined, 0, '127.0.0.1'],
  ['::ffff:10.0.0.7', undefined, 0, '10.0.0.7'],
  ['2001:db8:1:2:3:4:5:6', undefined, 0, '2001:db8:1:2'],
  ['2001:db8::6', undefined, 0, '2001:db8:0:0'],
  ['10.0.0.1', '6.6.6.6', 0, '10.0.0.1'],
  ['10.0.0.1', '6.6.6.6, 1.2.3.4', 1, '1.2.3.4'],
  ['10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2', 2, '1.2.3.4'],
  ['10.0.0.1', undefined, 1, '10.0.0.1'],
])('%s, forwarded for %s, %i proxies: %s', (peer, forwarded, proxies, expected) => {
  const request = {
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage; // the two members that are read

  expect(clientAddress(request, proxies)).toBe(expected);
});
