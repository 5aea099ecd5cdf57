import { expect, test } from 'vitest';
import type { Fetch } from '../../../src/miner/http.ts';
import type { Signer } from '../../../src/miner/identity.ts';
import { createJobClient } from '../../../src/miner/job-client.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { sha256Hex } from '../../../src/shared/hash.ts';
import { detail } from '../features/jobs/facts.ts';

const signer: Signer = {
  deviceKey: 'k'.repeat(43),
  sign: () => Promise.resolve('s'.repeat(86)),
  nextSeq: () => Promise.resolve(1),
  skipSeq: () => Promise.resolve(),
};
const TEXTS = ['one', 'two', 'three', 'four', 'five'];
const draft = detail({ state: 'draft' }, { missing: TEXTS.map((text) => sha256Hex(text)) });
const content = () => Promise.resolve(new Uint8Array(3));

test('an upload that is stopped ends at once, also while pictures are on their way', async () => {
  const stop = new AbortController();
  let begun = 0;
  const hanging: Fetch = (_, { signal }) => {
    begun += 1;
    return new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('aborted')));
    });
  };
  const client = createJobClient({ baseUrl: '', fetch: hanging, signer, clock: systemClock });

  const upload = client.upload(draft, content, { signal: stop.signal });
  await expect.poll(() => begun).toBe(3);
  stop.abort();

  await expect(upload).rejects.toMatchObject({ code: 'worker.cancelled' });
  expect(begun).toBe(3);
});

test('an upload counts each picture that has arrived', async () => {
  const sent: number[] = [];
  const taking: Fetch = () => Promise.resolve(new Response(null, { status: 204 }));
  const client = createJobClient({ baseUrl: '', fetch: taking, signer, clock: systemClock });

  await client.upload(draft, content, { onSent: (count) => sent.push(count) });

  expect(sent).toEqual([1, 2, 3, 4, 5]);
});
