import type { ApiPromise } from '@polkadot/api';
import { Keyring } from '@polkadot/keyring';
import type { KeyringPair } from '@polkadot/keyring/types';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { hexToU8a } from '@polkadot/util';
import type { ExtrinsicEra, RuntimeVersion } from '@polkadot/types/interfaces';
import type { SignatureOptions } from '@polkadot/types/types';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingMetadata } from '../support/fixture-node/blob.ts';
import {
  type OpenApi,
  type Transaction,
  dispatchError,
  follow,
  openApi,
} from '../support/fixture-node/client.ts';
import { type FixtureNode, startFixtureNode } from '../support/fixture-node/node.ts';

// The fixture node against a plain @polkadot/api: it answers, executes and refuses as a node does.

const TAO = 1_000_000_000n;
const missing = missingMetadata();
if (missing) console.warn(missing);

type Signed = Pick<
  SignatureOptions,
  'nonce' | 'era' | 'genesisHash' | 'blockHash' | 'runtimeVersion'
>;

describe.skipIf(missing)('a fixture node of spec 424', () => {
  let node: FixtureNode;
  let api: ApiPromise;
  let send: OpenApi['send'];
  let hotkey: string;
  const keyring = new Keyring({ type: 'sr25519' });

  beforeAll(async () => {
    await cryptoWaitReady();
    node = await startFixtureNode();
    ({ api, send } = await openApi(node));
    hotkey = node.validators[0]!;
    node.newBlock(3);
  });

  afterAll(async () => {
    await api.disconnect();
    await node.close();
  });

  /** A new account with 100 TAO. */
  function funded(name: string): KeyringPair {
    const pair = keyring.addFromUri(`//${name}`);
    node.fund(pair.address, 100n * TAO);
    return pair;
  }

  const subtensor = (method: string, ...args: unknown[]): Transaction =>
    api.tx['subtensorModule']![method]!(...args);

  const read = async (runtimeApi: string, method: string, ...args: unknown[]): Promise<unknown> =>
    (await api.call[runtimeApi]![method]!(...args)).toJSON();

  const positions = async (who: KeyringPair) =>
    (await read('stakeInfoRuntimeApi', 'getStakeInfoForColdkey', who.address)) as {
      hotkey: string;
      netuid: number;
      stake: number;
    }[];

  const free = async (who: KeyringPair): Promise<bigint> => {
    const account = await api.query['system']!['account']!(who.address);
    return BigInt((account.toJSON() as { data: { free: number } }).data.free);
  };

  /** Signs with the values given instead of the node's. */
  function signed(transaction: Transaction, who: KeyringPair, change: Partial<Signed>): string {
    const { genesisHash, runtimeVersion } = api;
    const usual = { nonce: 0, genesisHash, blockHash: genesisHash, runtimeVersion };
    return transaction.sign(who, { ...usual, ...change }).toHex();
  }

  /** The node's answer, or code and text of its refusal. */
  const ask = (method: string, ...params: unknown[]): Promise<unknown> =>
    send(method, ...params).catch((error: Error) => error.message);
  const submit = (hex: string): Promise<unknown> => ask('author_submitExtrinsic', hex);

  const BAD_PROOF = '1010: Invalid Transaction: Transaction has a bad signature';

  test('says what it is and what an account has', async () => {
    expect(api.runtimeVersion.specVersion.toNumber()).toBe(424);
    expect(api.genesisHash.toHex()).toBe(node.genesis);
    expect((await api.rpc.system.chain()).toString()).toBe('Bittensor');
    expect(await free(funded('Alice'))).toBe(100n * TAO);
  });

  test('stakes to finality and says in events what its quote had said', async () => {
    const who = funded('stakes');
    const quote = (await read('swapRuntimeApi', 'simSwapTaoForAlpha', 1, 10n * TAO)) as Record<
      string,
      number
    >;
    const before = await free(who);
    const { statuses, result } = await follow(
      node,
      subtensor('addStake', hotkey, 1, 10n * TAO),
      who,
    );
    expect(statuses).toEqual(['Ready', 'Broadcast', 'InBlock', 'Finalized']);
    expect(result.events.map(({ event }) => `${event.section}.${event.method}`)).toEqual([
      'balances.Withdraw',
      'balances.Withdraw',
      'subtensorModule.StakeAdded',
      'transactionPayment.TransactionFeePaid',
      'system.ExtrinsicSuccess',
    ]);
    const paid = result.findRecord('transactionPayment', 'TransactionFeePaid')!.event.data[1]!;
    const added = result.findRecord('subtensorModule', 'StakeAdded')!.event.data;
    expect(added[3]!.toString()).toBe(String(quote['alphaAmount']));
    expect(added[5]!.toString()).toBe(String(quote['taoFee']));
    expect(await free(who)).toBe(before - 10n * TAO - BigInt(paid.toString()));
    expect(await positions(who)).toMatchObject([{ netuid: 1, stake: quote['alphaAmount'] }]);
  });

  test('estimates the fee that it takes', async () => {
    const who = funded('fee');
    const transaction = subtensor('addStake', hotkey, 2, TAO);
    const { partialFee } = await transaction.paymentInfo(who);
    const { result } = await follow(node, transaction, who);
    const paid = result.findRecord('transactionPayment', 'TransactionFeePaid')!.event.data[1]!;
    expect(paid.toString()).toBe(partialFee.toString());
  });

  test('unstakes, moves, swaps and transfers what is staked', async () => {
    const who = funded('moves');
    const other = node.validators[1]!;
    await follow(node, subtensor('addStake', hotkey, 1, 20n * TAO), who);
    const all = (await positions(who))[0]!.stake;
    const part = Math.floor(all / 4);

    const moved = await follow(node, subtensor('moveStake', hotkey, other, 1, 1, part), who);
    expect(moved.result.findRecord('subtensorModule', 'StakeMoved')).toBeDefined();
    const swapped = await follow(node, subtensor('swapStake', hotkey, 1, 2, part), who);
    expect(swapped.result.findRecord('subtensorModule', 'StakeSwapped')).toBeDefined();
    const heir = keyring.addFromUri('//heir').address;
    const given = await follow(node, subtensor('transferStake', heir, hotkey, 1, 1, part), who);
    expect(given.result.findRecord('subtensorModule', 'StakeTransferred')).toBeDefined();
    const rest = all - 3 * part;
    expect((await positions(who)).map(({ netuid, stake }) => [netuid, stake > 0])).toEqual([
      [1, true],
      [1, true],
      [2, true],
    ]);

    const before = await free(who);
    const { result } = await follow(node, subtensor('removeStakeFullLimit', hotkey, 1, null), who);
    const removed = result.findRecord('subtensorModule', 'StakeRemoved')!.event.data;
    expect(removed[3]!.toString()).toBe(String(rest));
    const paid = result.findRecord('transactionPayment', 'TransactionFeePaid')!.event.data[1]!;
    expect(await free(who)).toBe(before + BigInt(removed[2]!.toString()) - BigInt(paid.toString()));
  });

  test('takes a transaction of an ed25519 account', async () => {
    const who = new Keyring({ type: 'ed25519' }).addFromUri('//Ed');
    node.fund(who.address, 10n * TAO);
    const { result } = await follow(node, subtensor('addStake', hotkey, 0, TAO), who);
    expect(result.dispatchError).toBeUndefined();
  });

  test.each([
    [
      'an unknown hotkey',
      'HotKeyAccountNotExists',
      () => ['addStake', `0x${'07'.repeat(32)}`, 1, TAO],
    ],
    ['an unknown subnet', 'SubnetNotExists', () => ['addStake', hotkey, 77, TAO]],
    ['a disabled subnet', 'SubtokenDisabled', () => ['addStake', hotkey, 3, TAO]],
    ['too little', 'AmountTooLow', () => ['addStake', hotkey, 1, 2_000_000n]],
    ['more than there is', 'NotEnoughBalanceToStake', () => ['addStake', hotkey, 1, 500n * TAO]],
    [
      'a price that is passed',
      'SlippageTooHigh',
      () => ['addStakeLimit', hotkey, 1, TAO, 1, false],
    ],
    ['a pool that cannot fill', 'InsufficientLiquidity', () => ['addStake', hotkey, 4, TAO]],
    ['stake that is not there', 'NotEnoughStakeToWithdraw', () => ['removeStake', hotkey, 1, TAO]],
    ['stake that is locked', 'StakeUnavailable', () => ['removeStake', hotkey, 2, 8n * TAO]],
  ] as const)('a call for %s fails as %s, and its fee is paid', async (what, name, call) => {
    const who = funded(what);
    node.setSubnet(3, { enabled: false });
    node.setSubnet(4, { illiquid: true });
    node.setStake({ coldkey: who.address, hotkey, netuid: 2 }, 10n * TAO, 5n * TAO);
    const [method, ...args] = call();
    const followed = await follow(node, subtensor(String(method), ...args), who);
    expect(dispatchError(api, followed)).toBe(`subtensorModule.${name}`);
    expect(await free(who)).toBeLessThan(100n * TAO);
  });

  test('fills a part within a limit on the price, where parts are allowed', async () => {
    const who = funded('partial');
    const price = (await read('swapRuntimeApi', 'currentAlphaPrice', 1)) as number;
    const limit = Math.floor(price * 1.002);
    await follow(node, subtensor('addStakeLimit', hotkey, 1, 90n * TAO, limit, true), who);
    const after = (await read('swapRuntimeApi', 'currentAlphaPrice', 1)) as number;
    expect(after).toBeGreaterThan(price);
    // The fee stays in the pool and moves its price a little once more.
    expect(after / limit).toBeLessThan(1.0001);
    expect(await free(who)).toBeGreaterThan(10n * TAO);
  });

  test('answers zeros, and no error, for a quote that cannot be filled', async () => {
    node.setSubnet(4, { illiquid: true });
    const quote = (await read('swapRuntimeApi', 'simSwapTaoForAlpha', 4, TAO)) as object;
    expect(Object.values(quote)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('refuses a signature over another chain, version, call or key', async () => {
    const who = funded('proof');
    const stake = (): Transaction => subtensor('addStake', hotkey, 1, TAO);
    const foreign = `0x${'01'.repeat(32)}`;
    const version = (change: object) =>
      api.registry.createType<RuntimeVersion>('RuntimeVersion', {
        ...Object(api.runtimeVersion.toJSON()),
        ...change,
      });
    expect(await submit(signed(stake(), who, { genesisHash: foreign }))).toBe(BAD_PROOF);
    for (const runtimeVersion of [
      version({ specVersion: 423 }),
      version({ transactionVersion: 2 }),
    ]) {
      expect(await submit(signed(stake(), who, { runtimeVersion }))).toBe(BAD_PROOF);
    }
    const whole = signed(stake(), who, {});
    const last = whole.at(-1) === '0' ? '1' : '0';
    expect(await submit(whole.slice(0, -1) + last)).toBe(BAD_PROOF);
    const stranger = funded('stranger');
    const key = (pair: KeyringPair): string => Buffer.from(pair.publicKey).toString('hex');
    expect(await submit(whole.replace(key(who), key(stranger)))).toBe(BAD_PROOF);
    expect(await submit(whole)).toMatch(/^0x/);
    node.newBlock();
  });

  test('refuses an era that is over, or whose first block is another one', async () => {
    const who = funded('era');
    const head = node.head();
    const era = api.registry.createType<ExtrinsicEra>('ExtrinsicEra', {
      current: head.number,
      period: 8,
    });
    const stake = (): Transaction => subtensor('addStake', hotkey, 1, TAO);
    const mortal = signed(stake(), who, { era, blockHash: head.hash });
    expect(await submit(signed(stake(), who, { era, blockHash: node.genesis }))).toBe(BAD_PROOF);
    node.newBlock(9);
    expect(await submit(mortal)).toBe(BAD_PROOF);
    expect(node.waiting()).toBe(0);
  });

  test('refuses a stale nonce, a repetition and a rival that pays no more', async () => {
    const who = funded('nonce');
    const first = signed(subtensor('addStake', hotkey, 1, TAO), who, {});
    expect(await submit(first)).toMatch(/^0x/);
    expect(await submit(first)).toMatch(/^1013: Transaction Already Imported/);
    const rival = signed(subtensor('addStake', hotkey, 1, 2n * TAO), who, {});
    expect(await submit(rival)).toMatch(/^1014: Priority is too low/);
    node.newBlock();
    expect(await submit(rival)).toBe('1010: Invalid Transaction: Transaction is outdated');
  });

  test('keeps a transaction ahead of its turn until the gap is filled', async () => {
    const who = funded('gap');
    const call = (): Transaction => subtensor('addStake', hotkey, 1, TAO);
    await submit(signed(call(), who, { nonce: 1 }));
    node.newBlock();
    expect(await positions(who)).toEqual([]);
    await submit(signed(call(), who, { nonce: 0 }));
    expect((await api.rpc.system.accountNextIndex(who.address)).toNumber()).toBe(2);
    node.newBlock();
    expect((await api.rpc.system.accountNextIndex(who.address)).toNumber()).toBe(2);
    expect(node.waiting()).toBe(0);
  });

  test('refuses who cannot pay, who is leaving, and what is no extrinsic', async () => {
    const poor = keyring.addFromUri('//poor');
    const call = (): Transaction => subtensor('addStake', hotkey, 1, TAO);
    expect(await submit(signed(call(), poor, {}))).toBe(
      '1010: Invalid Transaction: Inability to pay some fees , e.g. account balance too low',
    );
    const leaving = funded('leaving');
    node.change(({ leaving: keys }) =>
      keys.add(`0x${Buffer.from(leaving.publicKey).toString('hex')}`),
    );
    expect(await submit(signed(call(), leaving, {}))).toBe(
      '1010: Invalid Transaction: Custom error: 0',
    );
    expect(await ask('author_submitExtrinsic', '0x1234')).toMatch(/^1002: Verification Error/);
    expect(await ask('state_call', 'No_such_method', '0x')).toMatch(/is not found/);
    expect(await ask('no_method')).toMatch(/^-32601: Method not found/);
  });

  test('a call that it does not know how to execute fails, and is not passed over', async () => {
    const who = funded('unknown call');
    const followed = await follow(node, subtensor('setRootClaimType', 'Keep'), who);
    expect(dispatchError(api, followed)).toBe('system.CallFiltered');
  });

  test('a batch of which a part fails does nothing', async () => {
    const who = funded('batch');
    const calls = [subtensor('addStake', hotkey, 1, TAO), subtensor('addStake', hotkey, 77, TAO)];
    const followed = await follow(node, api.tx['utility']!['batchAll']!(calls), who);
    expect(dispatchError(api, followed)).toBe('subtensorModule.SubnetNotExists');
    expect(await positions(who)).toEqual([]);
  });

  test('a block that is left behind gives its transactions back', async () => {
    const who = funded('retracted');
    const statuses: string[] = [];
    const done = new Promise<void>((resolve, reject) => {
      subtensor('addStake', hotkey, 1, TAO)
        .signAndSend(who, { nonce: -1 }, ({ status }) => {
          statuses.push(status.type);
          if (status.isFinalized) resolve();
        })
        .catch(reject);
    });
    await expect.poll(() => statuses).toContain('Broadcast');
    node.newBlock();
    await expect.poll(() => statuses).toContain('InBlock');
    node.retractHead();
    expect(node.waiting()).toBe(1);
    node.newBlock();
    await expect.poll(() => statuses.filter((one) => one === 'InBlock')).toHaveLength(2);
    node.newBlock(2);
    await done;
    expect(statuses).toEqual([
      'Ready',
      'Broadcast',
      'InBlock',
      'Retracted',
      'InBlock',
      'Finalized',
    ]);
  });

  test.each([
    ['dropped', 'Dropped'],
    ['invalid', 'Invalid'],
    ['usurped', 'Usurped'],
  ] as const)('ends what waits as %s', async (status, name) => {
    const who = funded(status);
    const statuses: string[] = [];
    subtensor('addStake', hotkey, 1, TAO)
      .signAndSend(who, { nonce: -1 }, (result) => {
        statuses.push(result.status.type);
      })
      .catch((error: Error) => statuses.push(error.message));
    await expect.poll(() => statuses).toContain('Broadcast');
    node.endTransactions(status);
    await expect.poll(() => statuses.at(-1)).toBe(name);
  });

  test('reads subnets, validators, availability, epochs and storage through their types', async () => {
    const who = funded('reads');
    node.setStake({ coldkey: who.address, hotkey, netuid: 1 }, 10n * TAO, 4n * TAO);
    const subnets = (await read('subnetInfoRuntimeApi', 'getAllDynamicInfo')) as {
      netuid: number;
      subnetName: number[];
    }[];
    expect(subnets.map(({ netuid }) => netuid)).toEqual([0, 1, 2, 3, 4]);
    expect(String.fromCharCode(...subnets[1]!.subnetName)).toBe('fixture 1');
    expect(await read('subnetInfoRuntimeApi', 'getDynamicInfo', 77)).toBeNull();
    const delegates = (await read('delegateInfoRuntimeApi', 'getDelegates')) as object[];
    expect(delegates).toHaveLength(8);
    const prices = (await read('swapRuntimeApi', 'currentAlphaPriceAll')) as { price: number }[];
    expect(prices[0]).toEqual({ netuid: 0, price: 1_000_000_000 });
    const available = await read(
      'stakeInfoRuntimeApi',
      'getStakeAvailabilityForColdkeys',
      [who.address],
      null,
    );
    expect(Object.values(available as object)).toEqual([
      { 1: { total: Number(10n * TAO), locked: Number(4n * TAO), available: Number(6n * TAO) } },
    ]);
    const epoch = await read('subnetInfoRuntimeApi', 'getNextEpochStartBlock', 1);
    expect(Number(epoch)).toBeGreaterThan(node.head().number);
    const hyper = await read('subnetInfoRuntimeApi', 'getSubnetHyperparamsV3', 1);
    expect(hyper).toHaveLength(5);
    const from = [hotkey, 1];
    const fee = [from, who.address, [hotkey, 2], who.address, TAO];
    expect(await read('stakeInfoRuntimeApi', 'getStakeFee', ...fee)).toBe(503_547);

    const burns = await api.query['subtensorModule']!['burn']!.entries();
    expect(burns).toHaveLength(5);
    node.setSubnet(2, { burn: 7n, registrationAllowed: false });
    expect((await api.query['subtensorModule']!['burn']!(2)).toString()).toBe('7');
    const allowed = await api.query['subtensorModule']!['networkRegistrationAllowed']!(2);
    expect(allowed.toString()).toBe('false');
    const enabled = await api.query['subtensorModule']!['subtokenEnabled']!(1);
    expect(enabled.toString()).toBe('true');
  });

  test('remembers the state of an earlier block', async () => {
    const who = funded('history');
    const before = node.head().hash;
    await follow(node, subtensor('addStake', hotkey, 0, 5n * TAO), who);
    const then = await (await api.at(before)).query['system']!['account']!(who.address);
    expect((then.toJSON() as { data: { free: number } }).data.free).toBe(Number(100n * TAO));
    expect(await free(who)).toBeLessThan(95n * TAO);
  });

  const u32 = (value: number): string => `0x${value.toString(16).padStart(2, '0')}000000`;

  test('serves the same calls in metadata of versions 14 and 15', async () => {
    for (const version of [14, 15]) {
      const answer = await send('state_call', 'Metadata_metadata_at_version', u32(version));
      const bytes = hexToU8a(String(answer));
      const registry = new TypeRegistry();
      const blob = registry.createType('Option<OpaqueMetadata>', bytes).unwrap().toU8a(true);
      const metadata = new Metadata(registry, blob);
      registry.setMetadata(metadata);
      expect(metadata.version).toBe(version);
      const { callIndex } = api.tx['subtensorModule']!['addStakeLimit']!;
      expect(registry.findMetaCall(callIndex).method).toBe('addStakeLimit');
    }
  });
});
