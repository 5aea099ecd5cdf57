import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiPromise } from '@polkadot/api';
import { Keyring } from '@polkadot/keyring';
import type { KeyringPair } from '@polkadot/keyring/types';
import { compactAddLength, hexToU8a, u8aConcat } from '@polkadot/util';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { missingMetadata } from '../support/fixture-node/blob.ts';
import { type OpenApi, dispatchError, follow, openApi } from '../support/fixture-node/client.ts';
import { decodeExtrinsic, isProven } from '../support/fixture-node/extrinsic.ts';
import {
  type FixtureNode,
  type FixtureNodeOptions,
  startFixtureNode,
} from '../support/fixture-node/node.ts';
import { squaredAlpha } from '../support/fixture-node/pool.ts';
import { loadRuntime } from '../support/fixture-node/runtime.ts';

// What a chain does to its clients: other indexes, new runtimes, lost sockets, many subnets.

const TAO = 1_000_000_000n;
const missing = missingMetadata();
if (missing) console.warn(missing);

let alice: KeyringPair;
let node: FixtureNode;
let api: ApiPromise;
let send: OpenApi['send'];

beforeAll(async () => {
  await cryptoWaitReady();
  alice = new Keyring({ type: 'sr25519' }).addFromUri('//Alice');
});

async function start(options: FixtureNodeOptions = {}): Promise<void> {
  node = await startFixtureNode({ balances: { [alice.address]: 100n * TAO }, ...options });
  ({ api, send } = await openApi(node));
  node.newBlock(3);
}

const addStake = (netuid: number, tao: bigint) =>
  api.tx['subtensorModule']!['addStake']!(node.validators[0], netuid, tao);

describe.skipIf(missing)('a changed fixture node', () => {
  afterEach(async () => {
    await api.disconnect();
    await node.close();
  });

  test('with other indexes everywhere serves clients that look them up', async () => {
    await start({ change: { shuffle: 7, specVersion: 431 } });
    expect(api.runtimeVersion.specVersion.toNumber()).toBe(431);
    expect([...api.tx['subtensorModule']!['addStake']!.callIndex]).not.toEqual([7, 2]);
    const staked = await follow(node, addStake(1, TAO), alice);
    expect(dispatchError(api, staked)).toBeNull();
    expect(staked.result.findRecord('subtensorModule', 'StakeAdded')).toBeDefined();
    const refused = await follow(node, addStake(77, TAO), alice);
    expect(dispatchError(api, refused)).toBe('subtensorModule.SubnetNotExists');
  });

  test('with an unknown extension refuses every signature that leaves it out', async () => {
    await start({ change: { extension: 'CheckSomethingNew' } });
    const names = api.registry.metadata.extrinsic.transactionExtensions.map(({ identifier }) =>
      identifier.toString(),
    );
    expect(names).toContain('CheckSomethingNew');
    await expect(follow(node, addStake(1, TAO), alice)).rejects.toThrow(/^10(02|10): /);
    expect(node.waiting()).toBe(0);
  });

  test('brings a new runtime while clients are connected', async () => {
    await start({ metadata: 393 });
    const availability = (from: ApiPromise) =>
      from.call['stakeInfoRuntimeApi']?.['getStakeAvailabilityForColdkeys'];
    expect(api.runtimeVersion.specVersion.toNumber()).toBe(393);
    expect(availability(api)).toBeUndefined();
    const signedBefore = (await addStake(1, TAO).signAsync(alice, { nonce: 0 })).toHex();
    const statuses: string[] = [];
    await addStake(1, TAO).signAndSend(alice, { nonce: 1 }, ({ status }) => {
      statuses.push(status.type);
    });
    node.upgrade(424);
    node.newBlock();
    const specVersion = (): number => api.runtimeVersion.specVersion.toNumber();
    await expect.poll(specVersion, { timeout: 20_000 }).toBe(424);
    await expect(send('author_submitExtrinsic', signedBefore)).rejects.toThrow(/bad signature/);
    // It is for the old runtime: the next block finds out.
    node.newBlock();
    await expect.poll(() => statuses).toEqual(['Future', 'Invalid']);

    // @polkadot/api 16 fetches metadata of version 14 on an upgrade, as a node's state_getMetadata
    // gives it, and so loses the runtime APIs: a client must connect anew to have them.
    expect(api.call['stakeInfoRuntimeApi']).toBeUndefined();
    await api.disconnect();
    ({ api } = await openApi(node));
    expect(availability(api)).toBeDefined();
    expect(dispatchError(api, await follow(node, addStake(1, TAO), alice))).toBeNull();
  });

  test('drops sockets, refuses them for a while and answers slowly', async () => {
    await start();
    expect(node.counters.connections()).toBe(1);
    node.refuseConnections(true);
    node.dropSockets();
    await expect.poll(() => api.isConnected).toBe(false);
    node.refuseConnections(false);
    await expect.poll(() => api.isConnected, { timeout: 10_000 }).toBe(true);
    expect(node.counters.accepted()).toBe(2);
    node.delayAnswers(300, 'system_chain');
    const started = performance.now();
    await send('system_chain');
    expect(performance.now() - started).toBeGreaterThan(290);
    expect(node.counters.calls.get('system_chain')).toBeGreaterThan(1);
  });

  test('with the checks of older runtimes refuses stake calls in the pool', async () => {
    await start({ poolChecksStake: true });
    await expect(follow(node, addStake(77, TAO), alice)).rejects.toThrow(
      '1010: Invalid Transaction: Custom error: 3',
    );
    await expect(follow(node, addStake(1, 1n), alice)).rejects.toThrow(/Custom error: 1$/);
    expect(node.counters.errors.map(({ error }) => error.code)).toEqual([1010, 1010]);
  });

  test('has as many subnets and validators as asked for, prices of any shape, its own blocks', async () => {
    await start({ subnets: 128, validators: 256, curve: squaredAlpha, blockMs: 20, seed: 5 });
    const call = (name: string, method: string) => api.call[name]![method]!();
    expect((await call('subnetInfoRuntimeApi', 'getAllDynamicInfo')).toJSON()).toHaveLength(129);
    expect((await call('delegateInfoRuntimeApi', 'getDelegates')).toJSON()).toHaveLength(256);
    const { number } = node.head();
    await expect.poll(() => node.head().number).toBeGreaterThan(number + 2);
    expect(node.finalized().number).toBeGreaterThan(number - 2);
  });
});

interface Vectors {
  readonly signingPayloads: readonly {
    readonly name: string;
    readonly era: string;
    readonly genesisHash: string;
    readonly blockHash: string;
    readonly callHex: string;
    readonly sr25519SignatureByAlice: string;
  }[];
}

describe.skipIf(missing)('signatures made elsewhere', () => {
  test('verify over the bytes that the node puts together from the metadata', () => {
    const file = join(process.env['ADIT_SHARED'] ?? '../shared', 'chain/call-vectors-424.json');
    const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors;
    expect(vectors.signingPayloads).toHaveLength(2);
    for (const one of vectors.signingPayloads) {
      const extrinsic = u8aConcat(
        [0x84, 0],
        alice.publicKey,
        [1],
        hexToU8a(one.sr25519SignatureByAlice),
        hexToU8a(one.era),
        // Nonce 7, tip 0, no metadata hash.
        [7 << 2, 0, 0],
        hexToU8a(one.callHex),
      );
      const runtime = loadRuntime(424);
      const decoded = decodeExtrinsic(runtime, compactAddLength(extrinsic));
      const implicit = { genesis: one.genesisHash, birth: one.blockHash };
      expect([decoded.nonce, decoded.tip], one.name).toEqual([7, 0n]);
      expect(isProven(runtime, decoded, implicit), one.name).toBe(true);
      const other = { ...implicit, birth: `0x${'22'.repeat(32)}` };
      expect(isProven(runtime, decoded, other), one.name).toBe(false);
    }
  });
});
