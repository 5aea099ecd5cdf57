import { describe, expect, it } from 'vitest';
import { fromBase64Url, utf8 } from '../../../src/shared/bytes.ts';
import { openIdentity, queueExclusive, storedDeviceKey } from '../../../src/miner/identity.ts';
import { type KeyValue, memoryKeyValue } from '../../../src/miner/key-value.ts';

describe('the device’s identity', () => {
  it('is made once and found again', async () => {
    const store = memoryKeyValue();
    expect(await storedDeviceKey(store)).toBeNull();

    const first = await openIdentity(store, queueExclusive());
    const second = await openIdentity(store, queueExclusive());

    expect(second.deviceKey).toBe(first.deviceKey);
    expect(await storedDeviceKey(store)).toBe(first.deviceKey);
    expect(first.deviceKey).toMatch(/^[\w-]{43}$/);
  });

  it('keeps its private key out of reach of script', async () => {
    const store = memoryKeyValue();
    await openIdentity(store, queueExclusive());

    const [[, pair] = []] = await store.entries('identity');

    const { privateKey } = pair as CryptoKeyPair;
    expect(privateKey.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow();
  });

  it('signs so that the raw public key verifies', async () => {
    const identity = await openIdentity(memoryKeyValue(), queueExclusive());
    const message = utf8('adit/1\nPOST\n/v1/claims');

    const signature = await identity.sign(message);

    const raw = fromBase64Url(identity.deviceKey);
    const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', true, ['verify']);
    expect(await crypto.subtle.verify('Ed25519', key, fromBase64Url(signature), message)).toBe(
      true,
    );
  });

  it('gives every number once, however many ask at a time', async () => {
    const store = memoryKeyValue();
    const exclusive = queueExclusive();
    const tabs = await Promise.all([
      openIdentity(store, exclusive),
      openIdentity(store, exclusive),
    ]);

    const numbers = await Promise.all(
      Array.from({ length: 40 }, (_, turn) => tabs[turn % 2]!.nextSeq()),
    );

    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });

  it('has a number on disk before anybody can use it', async () => {
    const inner = memoryKeyValue();
    let refuse = false;
    const store: KeyValue = {
      ...inner,
      put: (table, key, value) =>
        refuse ? Promise.reject(new Error('disk full')) : inner.put(table, key, value),
    };
    const identity = await openIdentity(store, queueExclusive());
    await identity.nextSeq();

    refuse = true;
    await expect(identity.nextSeq()).rejects.toThrow('disk full');
    refuse = false;

    expect(await identity.nextSeq()).toBe(2);
  });

  it('jumps ahead when the coordinator has seen later numbers', async () => {
    const identity = await openIdentity(memoryKeyValue(), queueExclusive());

    await identity.skipSeq();

    expect(await identity.nextSeq()).toBe(1_001);
  });
});
