import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SubnetDemand, splitEmission } from '../../../../src/coordinator/core/emission.ts';

const demand = (slug: string, openJobs = 0, chainEmission: bigint | null = null): SubnetDemand => ({
  slug,
  openJobs,
  chainEmission,
});

const anyDemand = fc.uniqueArray(
  fc.record({
    slug: fc.stringMatching(/^[a-z]{1,8}$/),
    openJobs: fc.nat({ max: 1_000_000 }),
    chainEmission: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { nil: null }),
  }),
  { selector: ({ slug }) => slug, maxLength: 16 },
);
const anyEmission = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('the split of an epoch’s emission', () => {
  it('sums exactly and is never negative', () => {
    fc.assert(
      fc.property(anyEmission, anyDemand, (emission, worked) => {
        const amounts = [...splitEmission(emission, worked).values()];

        expect(amounts.every((amount) => Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
        const sum = amounts.reduce((total, amount) => total + BigInt(amount), 0n);
        expect(sum).toBe(worked.length === 0 ? 0n : BigInt(emission));
      }),
    );
  });

  it('does not depend on the order of the subnets', () => {
    fc.assert(
      fc.property(anyEmission, anyDemand, (emission, worked) => {
        const one = splitEmission(emission, worked);
        const other = splitEmission(emission, worked.toReversed());

        expect([...other].sort()).toEqual([...one].sort());
      }),
    );
  });

  it('gives more to a subnet that is asked for more, all else equal', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1000 }), fc.integer({ min: 1, max: 1000 }), (jobs, more) => {
        const split = splitEmission(1_000_000, [demand('a', jobs), demand('b', jobs + more)]);

        expect(split.get('b')).toBeGreaterThan(split.get('a') ?? 0);
      }),
    );
  });

  it('is equal where nobody asks and no chain is known', () => {
    const split = splitEmission(10, [demand('a'), demand('b'), demand('c')]);

    expect([...split]).toEqual([
      ['a', 4],
      ['b', 3],
      ['c', 3],
    ]);
  });

  it('leaves a share to honest work that nobody asked for', () => {
    const split = splitEmission(900, [demand('asked', 5, 100n), demand('practice', 0, 0n)]);

    expect(Object.fromEntries(split)).toEqual({ asked: 750, practice: 150 });
  });

  it('counts a subnet that the chain does not list as one without chain emission', () => {
    const split = splitEmission(1000, [demand('listed', 0, 7n), demand('unlisted')]);

    expect(Object.fromEntries(split)).toEqual({ listed: 750, unlisted: 250 });
  });
});
