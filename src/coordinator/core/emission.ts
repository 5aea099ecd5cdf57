// How an epoch's emission is split over the subnets that were worked on.

/** What is wanted of one subnet when the epoch closes. */
export interface SubnetDemand {
  readonly slug: string;
  /** Jobs that wait, a whole number; practice is not counted: it fills gaps. */
  readonly openJobs: number;
  /** Rao per block that the chain emits into the subnet; null where that is unknown. */
  readonly chainEmission: bigint | null;
}

/** Weight of one part, as whole numbers: fine enough that no share is rounded away. */
const PART = 1_000_000_000n;

/**
 * Splits an emission over subnets by demand.
 *
 * @param emission micro-credits, a whole number from 0 to `Number.MAX_SAFE_INTEGER`
 * @param worked   one entry per subnet that was worked on; a slug occurs once
 * @returns micro-credits by slug: whole numbers ≥ 0 that sum to `emission` exactly; empty without subnets
 *
 * Three parts of equal weight: the same for every subnet, so that every honest unit earns; by its
 * share of the open jobs; by its share of what the chain emits. A part that says nothing (no job
 * anywhere, or a chain that does not list a single one of them) falls away for all. What whole
 * numbers leave over goes to the largest remainders, by slug where they are equal. O(n log n).
 */
export function splitEmission(
  emission: number,
  worked: readonly SubnetDemand[],
): ReadonlyMap<string, number> {
  const weights = weightsOf(worked);
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return new Map();
  const shares = worked.map(({ slug }, index) => {
    const exact = BigInt(emission) * (weights[index] ?? 0n);
    return { slug, amount: exact / total, rest: exact % total };
  });
  let left = BigInt(emission) - shares.reduce((sum, { amount }) => sum + amount, 0n);
  const split = new Map<string, number>();
  for (const { slug, amount } of shares.toSorted(byRest)) {
    const extra = left > 0n ? 1n : 0n;
    left -= extra;
    split.set(slug, Number(amount + extra));
  }
  return split;
}

function weightsOf(worked: readonly SubnetDemand[]): bigint[] {
  const jobs = shareOf(worked.map(({ openJobs }) => BigInt(Math.max(0, Math.floor(openJobs)))));
  const chain = shareOf(worked.map(({ chainEmission }) => chainEmission ?? 0n));
  const equal = worked.map(() => PART / BigInt(worked.length));
  return equal.map((weight, index) => weight + (jobs[index] ?? 0n) + (chain[index] ?? 0n));
}

/** Parts of `PART` by amount; nothing when every amount is zero. */
function shareOf(amounts: readonly bigint[]): bigint[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  return total > 0n ? amounts.map((amount) => (amount * PART) / total) : [];
}

interface Share {
  readonly slug: string;
  readonly rest: bigint;
}

function byRest(a: Share, b: Share): number {
  if (a.rest !== b.rest) return a.rest > b.rest ? -1 : 1;
  return a.slug < b.slug ? -1 : 1;
}
