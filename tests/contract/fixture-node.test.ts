import { ApiPromise, WsProvider } from '@polkadot/api';
import type { ApiOptions, SubmittableExtrinsic } from '@polkadot/api/types';
import { Keyring } from '@polkadot/keyring';
import type { KeyringPair } from '@polkadot/keyring/types';
import type { ISubmittableResult } from '@polkadot/types/types';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { missingMetadata } from '../support/fixture-node/blob.ts';
import {
  type FixtureNode,
  type FixtureNodeOptions,
  startFixtureNode,
} from '../support/fixture-node/node.ts';

// The fixture node against a plain @polkadot/api: it must answer, and refuse, as a node does.

const TAO = 1_000_000_000n;
const missing = missingMetadata();
if (missing) console.warn(missing);

let alice: KeyringPair;
let node: FixtureNode;
let api: ApiPromise;

beforeAll(async () => {
  await cryptoWaitReady();
  const keyring = new Keyring({ type: 'sr25519' });
  alice = keyring.addFromUri('//Alice');
});

afterEach(async () => {
  await api.disconnect();
  await node.close();
});

async function connect(options: FixtureNodeOptions = {}): Promise<void> {
  node = await startFixtureNode({
    balances: { [alice.address]: 100n * TAO },
    ...options,
  });
  // Its own interface is declared without exact optional properties.
  const provider = new WsProvider(node.url) as NonNullable<ApiOptions['provider']>;
  api = await ApiPromise.create({ provider, noInitWarn: true });
  node.newBlock(3);
}

type Tx = SubmittableExtrinsic<'promise', ISubmittableResult>;

/** Sends, makes blocks until finality; every status in order and the last result. */
async function finalize(
  tx: Tx,
  signer: KeyringPair,
): Promise<{ statuses: string[]; result: ISubmittableResult }> {
  const statuses: string[] = [];
  return await new Promise((resolve, reject) => {
    tx.signAndSend(signer, { nonce: -1 }, (result) => {
      statuses.push(result.status.type);
      if (result.status.isBroadcast) node.newBlock();
      if (result.status.isInBlock) node.newBlock(2);
      if (result.status.isFinalized) resolve({ statuses, result });
    }).catch(reject);
  });
}

describe.skipIf(missing)('a fixture node of spec 424', () => {
  test('connects, says what it is and answers balances', async () => {
    await connect();
    expect(api.runtimeVersion.specVersion.toNumber()).toBe(424);
    expect(api.genesisHash.toHex()).toBe(node.genesis);
    const account = await api.query['system']!['account']!(alice.address);
    expect(account.toJSON()).toMatchObject({ nonce: 0, data: { free: Number(100n * TAO) } });
  });

  test('stakes to finality and says in events what happened', async () => {
    await connect();
    const hotkey = node.validators[0]!;
    const tx = api.tx['subtensorModule']!['addStake']!(hotkey, 1, 10n * TAO);
    const quote = await api.call['swapRuntimeApi']!['simSwapTaoForAlpha']!(1, 10n * TAO);
    const { statuses, result } = await finalize(tx, alice);
    expect(statuses).toEqual(['Ready', 'Broadcast', 'InBlock', 'Finalized']);
    expect(result.dispatchError).toBeUndefined();
    const names = result.events.map(({ event }) => `${event.section}.${event.method}`);
    expect(names).toEqual([
      'balances.Withdraw',
      'balances.Withdraw',
      'subtensorModule.StakeAdded',
      'transactionPayment.TransactionFeePaid',
      'system.ExtrinsicSuccess',
    ]);
    const added = result.events.find(({ event }) => event.method === 'StakeAdded')!.event;
    const { alphaAmount } = quote.toJSON() as { alphaAmount: number };
    expect(added.data[3]!.toString()).toBe(String(alphaAmount));
    const [position] = (
      await api.call['stakeInfoRuntimeApi']!['getStakeInfoForColdkey']!(alice.address)
    ).toJSON() as { netuid: number; stake: number; isRegistered: boolean }[];
    expect(position).toMatchObject({ netuid: 1, stake: alphaAmount });
  });
});
