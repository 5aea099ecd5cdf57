import type { DispatchError } from '@polkadot/types/interfaces';
import { describe, expect, it } from 'vitest';
import { dispatchFault, POOL_FAULTS, poolFault } from '../../../src/chain/faults.ts';
import { callVectors, offline, type Offline, shuffledMetadata } from './offline.ts';
import { hasChainData } from './stub-node.ts';

const SUBTENSOR = 7;

function moduleError({ registry }: Offline, error: number): DispatchError {
  const bytes = `0x${error.toString(16).padStart(2, '0')}000000`;
  return registry.createType('DispatchError', { Module: { index: SUBTENSOR, error: bytes } });
}

const nameOf = (runtime: Offline, error: number) =>
  dispatchFault(runtime.registry, moduleError(runtime, error)).name;

describe.skipIf(!hasChainData)('dispatch errors', () => {
  const vectors = hasChainData ? callVectors() : null;
  const runtime = hasChainData ? offline(424) : null;

  it('have the name that the metadata of 424 gives each of the 147', () => {
    expect(vectors!.subtensorErrors).toHaveLength(147);

    const names = vectors!.subtensorErrors.map(({ index }) => nameOf(runtime!, index));

    expect(names).toEqual(vectors!.subtensorErrors.map(({ name }) => name));
  });

  it('keep their name where their number is another one in 393', () => {
    const older = offline(393);
    const found = (of: Offline, name: string) =>
      Array.from({ length: 160 }, (_, index) => index).find((index) => nameOf(of, index) === name);
    const shared = vectors!.subtensorErrors.filter(({ name }) => found(older, name) !== undefined);
    const moved = shared.filter(({ name, index }) => found(older, name) !== index);

    expect(shared.length).toBeGreaterThan(100);
    expect(moved.length).toBeGreaterThan(0);
    for (const { name } of moved) expect(nameOf(older, found(older, name)!)).toBe(name);
  });

  it('keep their name where all numbers are shuffled', () => {
    const shuffled = offline(shuffledMetadata());

    expect(nameOf(shuffled, 0)).toBe(vectors!.subtensorErrors.at(-1)?.name);
  });

  it('of no pallet that is known are called so, and end nothing', () => {
    expect(nameOf(runtime!, 250)).toBe('ModuleError');
  });

  it('of no pallet have the name of what went wrong', () => {
    const { registry } = runtime!;
    const of = (value: unknown) =>
      dispatchFault(
        registry,
        registry.createTypeUnsafe<DispatchError>('SpRuntimeDispatchError', [value]),
      ).name;

    expect(of({ Token: 'FundsUnavailable' })).toBe('FundsUnavailable');
    expect(of({ Arithmetic: 'Overflow' })).toBe('Overflow');
    expect(of('BadOrigin')).toBe('BadOrigin');
  });

  it('have the chain’s own words as their text', () => {
    const { text } = dispatchFault(runtime!.registry, moduleError(runtime!, 5));

    expect(text).toMatch(/hotkey/i);
  });

  it('share their names with what the pool refuses by a number', () => {
    const names = new Set(vectors!.subtensorErrors.map(({ name }) => name));
    const own = POOL_FAULTS.filter((name) => !names.has(name));

    // Those have no dispatch error of the same meaning.
    expect(own).toEqual([
      'RateLimitExceeded',
      'ZeroMaxAmount',
      'CommitBlockNotInRevealRange',
      'UidNotFound',
      'InvalidRealAccount',
      'ShieldedTransaction',
      'BadRequest',
      'BadProof',
      'Stale',
      'Future',
      'Payment',
      'ExhaustsResources',
      'AncientBirthBlock',
      'TemporarilyBanned',
      'AlreadyImported',
      'TooLowPriority',
      'ImmediatelyDropped',
      'CustomError',
      'Invalid',
    ]);
  });
});

const refusal = (message: string, code = 1010) => Object.assign(new Error(message), { code });

describe('refusals of a pool', () => {
  it.each([
    ['1010: Invalid Transaction: Custom error: 8', 'SlippageTooHigh'],
    ['1010: Invalid Transaction: Custom error: 1', 'AmountTooLow'],
    ['1010: Invalid Transaction: Custom error: 4', 'HotKeyAccountNotExists'],
    ['1010: Invalid Transaction: Custom error: 255', 'BadRequest'],
    ['1010: Invalid Transaction: Custom error: 99', 'CustomError'],
    ['1010: Invalid Transaction: Transaction has a bad signature', 'BadProof'],
    ['1010: Invalid Transaction: Transaction is outdated', 'Stale'],
    ['1010: Invalid Transaction: Transaction has an ancient birth block', 'AncientBirthBlock'],
    [
      '1010: Invalid Transaction: Inability to pay some fees (e.g. account balance too low)',
      'Payment',
    ],
    ['1010: {"invalid":{"payment":null}}', 'Payment'],
    ['1010: {"invalid":{"stale":null}}', 'Stale'],
    ['1010: {"invalid":{"badProof":null}}', 'BadProof'],
    ['1010: {"invalid":{"custom":7}}', 'InsufficientLiquidity'],
    ['1010: something new', 'Invalid'],
  ])('%s is %s', (message, name) => {
    expect(poolFault(refusal(message))).toEqual({ name, text: message });
  });

  it('are told from a line that broke and from a node’s own trouble', () => {
    expect(poolFault(new Error('disconnected from wss://one.example: 1006:: '))).toBeNull();
    expect(poolFault(refusal('Internal error', -32_603))).toBeNull();
  });

  it('know the pool’s full house', () => {
    expect(poolFault(refusal('1014: Priority is too low: (1 vs 2)', 1014))?.name).toBe(
      'TooLowPriority',
    );
  });
});
