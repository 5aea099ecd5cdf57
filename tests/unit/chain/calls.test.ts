import { u8aToHex } from '@polkadot/util';
import { signatureVerify } from '@polkadot/util-crypto';
import { describe, expect, it } from 'vitest';
import { createCall, describeCall, draftOfWords } from '../../../src/chain/calls.ts';
import type { StakeOrder } from '../../../src/chain/contract.ts';
import { draftOrder, draftRegistration } from '../../../src/chain/orders.ts';
import { callVectors, offline, shuffledMetadata } from './offline.ts';
import { ALICE, BOB, hasChainData, HOTKEY } from './stub-node.ts';

const vectors = hasChainData ? callVectors() : null;
const runtime = hasChainData ? offline(424) : null;

/** Arguments as the vectors write them: grouped digits, snake case. */
function plainArgs(args: unknown): unknown {
  if (typeof args === 'string') return /^[\d,]+$/.test(args) ? args.replaceAll(',', '') : args;
  if (Array.isArray(args)) return args.map(plainArgs);
  if (typeof args !== 'object' || args === null) return args;
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      plainArgs(value),
    ]),
  );
}

const vectorOf = (name: string) => vectors!.calls.find((one) => one.name === name)!;

const LIMITS = { allowPartial: false };
const alpha = 250_000_000n;

const ORDERS: readonly [string, StakeOrder, bigint | null, boolean][] = [
  [
    'addStakeLimit',
    { kind: 'add', hotkey: HOTKEY, netuid: 1, tao: 1_000_000_000n },
    50_000_000n,
    false,
  ],
  ['removeStakeLimit', { kind: 'remove', hotkey: HOTKEY, netuid: 1, alpha }, 49_000_000n, true],
  ['removeStakeFullLimit', { kind: 'remove-all', hotkey: HOTKEY, netuid: 1 }, null, false],
  [
    'swapStakeLimit',
    { kind: 'swap', hotkey: HOTKEY, fromNetuid: 1, toNetuid: 2, alpha },
    40_000_000n,
    false,
  ],
];

describe.skipIf(!hasChainData)('calls of spec 424', () => {
  it.each(vectors?.calls.map(({ name }) => name) ?? [])('encodes %s to the known bytes', (name) => {
    const { section, method, args, callHex, callHash } = vectorOf(name);

    const draft = {
      name: `${section}.${method}`,
      args: plainArgs(args) as Record<string, unknown>,
    };
    // Calls within a call are given whole.
    const inner = vectorOf('addStake').callHex;
    if (name === 'proxyAddStake') Object.assign(draft.args, { call: inner });
    if (name === 'batchAll') {
      // The second one goes to subnet 2.
      const second = inner.replace('310101000', '310102000');
      Object.assign(draft.args, { calls: [inner, second] });
    }
    const call = createCall(runtime!, draft);

    expect(call.toHex()).toBe(callHex);
    expect(call.hash.toHex()).toBe(callHash);
  });

  it.each(ORDERS)('makes %s of an order', (name, order, limitPrice, allowPartial) => {
    const call = createCall(runtime!, draftOrder(order, { limitPrice, allowPartial }));

    expect(call.toHex()).toBe(vectorOf(name).callHex);
  });

  it('moves between hotkeys of one subnet', () => {
    const order = { kind: 'move', fromHotkey: HOTKEY, toHotkey: BOB, netuid: 1, alpha } as const;
    const call = createCall(runtime!, draftOrder(order, { ...LIMITS, limitPrice: null }));

    // As the vector, but for the destination's netuid.
    expect(call.toHex()).toBe(
      vectorOf('moveStake').callHex.replace('480100020080', '480100010080'),
    );
  });

  it('registers with a cap on the cost', () => {
    const order = { kind: 'register', netuid: 1, hotkey: HOTKEY, maxCost: 600_000_000n } as const;

    expect(createCall(runtime!, draftRegistration(order)).toHex()).toBe(
      vectorOf('registerLimit').callHex,
    );
  });

  it('says in words what the bytes say, and makes the same bytes of the words', () => {
    const [, order] = ORDERS[1]!;
    const call = createCall(
      runtime!,
      draftOrder(order, { limitPrice: 49_000_000n, allowPartial: true }),
    );

    const words = describeCall(runtime!.registry, call);

    expect(words).toEqual({
      name: 'subtensorModule.removeStakeLimit',
      args: [
        { name: 'hotkey', value: HOTKEY },
        { name: 'netuid', value: '1' },
        { name: 'amountUnstaked', value: '250000000' },
        { name: 'limitPrice', value: '49000000' },
        { name: 'allowPartial', value: 'true' },
      ],
      hex: vectorOf('removeStakeLimit').callHex,
    });
    expect(createCall(runtime!, draftOfWords(words)).toHex()).toBe(words.hex);
  });

  it('keeps the largest amount to the last rao, also through words', () => {
    const order = { kind: 'add', hotkey: HOTKEY, netuid: 65_535, tao: 2n ** 64n - 1n } as const;
    const limits = { limitPrice: 2n ** 64n - 1n, allowPartial: true };
    const call = createCall(runtime!, draftOrder(order, limits));
    const words = describeCall(runtime!.registry, call);

    expect(words.args[2]?.value).toBe('18446744073709551615');
    expect(createCall(runtime!, draftOfWords(words)).toHex()).toBe(call.toHex());
  });

  it('keeps an absent limit absent through words', () => {
    const order = { kind: 'remove-all', hotkey: HOTKEY, netuid: 1 } as const;
    const call = createCall(runtime!, draftOrder(order, { ...LIMITS, limitPrice: null }));

    const again = draftOfWords(describeCall(runtime!.registry, call));

    expect(createCall(runtime!, again).toHex()).toBe(call.toHex());
  });
});

describe.skipIf(!hasChainData)('calls of another runtime', () => {
  it('are found by name where their numbers are other ones', () => {
    const shuffled = offline(shuffledMetadata());
    const [, order] = ORDERS[0]!;
    const draft = draftOrder(order, { limitPrice: 50_000_000n, allowPartial: false });

    const call = createCall(shuffled, draft);
    const known = createCall(runtime!, draft);

    expect(call.toHex()).not.toBe(known.toHex());
    expect(describeCall(shuffled.registry, call).args).toEqual(
      describeCall(runtime!.registry, known).args,
    );
  });

  it('have the bytes of 424 in 393 for every stake call', () => {
    const older = offline(393);

    for (const [, order, limitPrice, allowPartial] of ORDERS) {
      const draft = draftOrder(order, { limitPrice, allowPartial });
      expect(createCall(older, draft).toHex()).toBe(createCall(runtime!, draft).toHex());
    }
  });

  it('are refused by name where the runtime does not have them', () => {
    const order = { kind: 'register', netuid: 1, hotkey: HOTKEY, maxCost: 1n } as const;

    expect(() => createCall(offline(393), draftRegistration(order))).toThrow(
      expect.objectContaining({ code: 'chain.rejected', reason: 'CallChanged' }),
    );
  });

  it('are refused where their arguments are other ones', () => {
    const draft = { name: 'subtensorModule.addStake', args: { hotkey: HOTKEY, netuid: 1 } };

    expect(() => createCall(runtime!, draft)).toThrow(/takes \(hotkey, netuid, amountStaked\)/);
  });
});

describe.skipIf(!hasChainData)('what is signed', () => {
  it.each(vectors?.signingPayloads.map(({ name }) => String(name)) ?? [])(
    'is known: %s',
    (name) => {
      const vector = vectors!.signingPayloads.find((one) => one['name'] === name)!;
      const { registry } = runtime!;
      const payload = registry.createType(
        'ExtrinsicPayload',
        {
          ...vector,
          method: vector['callHex'],
          tip: 0,
          mode: 0,
          metadataHash: null,
        },
        { version: 4 },
      );

      const bytes = payload.toU8a({ method: true });

      expect(u8aToHex(bytes)).toBe(vector['signingPayloadHex']);
      expect(bytes).toHaveLength(Number(vector['length']));
      const signature = String(vector['sr25519SignatureByAlice']);
      expect(signatureVerify(bytes, signature, ALICE).isValid).toBe(true);
    },
  );
});
