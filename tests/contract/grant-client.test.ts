import { expect, it } from 'vitest';
import { createApiClient } from '../../src/miner/client.ts';
import type { Fetch } from '../../src/miner/http.ts';
import { createSignedClient } from '../../src/miner/signed-client.ts';
import { epochText, grantText } from '../../src/protocol/grant.ts';
import { createGrantWorld, HOST } from '../support/grant-world.ts';
import { makeSigningKey } from '../support/signing-key.ts';
import { makeWalletKey } from '../support/wallet-key.ts';

it('the tab’s own clients offer, grant, read, countersign and revoke', async () => {
  const world = await createGrantWorld();
  await world.addClip('clip');
  const key = makeSigningKey();
  const wallet = makeWalletKey('sr25519');
  let seq = 0;
  const fetch: Fetch = async (url, init) =>
    world.app.request(url, { ...init, headers: { ...init.headers, host: HOST } });
  const baseUrl = `http://${HOST}`;
  const api = createApiClient({ baseUrl, fetch });
  const signed = createSignedClient({
    baseUrl,
    fetch,
    clock: world.clock,
    signer: {
      deviceKey: key.deviceKey,
      sign: async (message) => key.sign(message),
      nextSeq: async () => ++seq,
      skipSeq: async () => undefined,
    },
  });

  const guest = await signed.register({ name: 'ada' });
  const { nonce, chainGenesis, coordinatorKey, timeMs, defaultMs } = await signed.grantOffer();
  const text = grantText({
    domain: HOST,
    account: wallet.address,
    deviceKey: key.deviceKey,
    issuedMs: timeMs,
    expiresMs: timeMs + defaultMs,
    chainGenesis,
    coordinatorKey,
    nonce,
  });
  const { keyType, address } = wallet;
  const account = await signed.grant({ text, signature: wallet.sign(text), keyType });
  const linked = await api.device(key.deviceKey);
  const none = await api.epochUnits(address, 0);
  const record = { ...none, root: '0'.repeat(64) };
  const line = { text: epochText(record), signature: wallet.sign(epochText(record)), keyType };
  const refused = signed.countersign(line);

  expect(guest.account).toBeNull();
  expect(account).toEqual(await api.account(address));
  expect(linked.account).toEqual({ address, expiresMs: timeMs + defaultMs });
  await expect(refused).rejects.toMatchObject({ code: 'grant.malformed' });
  expect((await signed.revoke({ deviceKey: key.deviceKey })).devices[0]?.revokedMs).toBe(timeMs);
  expect((await api.device(key.deviceKey)).account).toBeNull();
  await world.core.close();
});
