import { PythonRandom } from './python-random.ts';

// Who merges which slice of a stage's weights. Section d, butterfly all-reduce.

const SEED = 42;

export type Pair = readonly [first: string, second: string | null];

/** [start, end) of each slice: equal lengths, the last takes the rest. */
export function partitionBounds(length: number, sections: number): [start: number, end: number][] {
  const size = Math.floor(length / sections);
  return Array.from({ length: sections }, (_, i) => [
    i * size,
    i === sections - 1 ? length : (i + 1) * size,
  ]);
}

/** 2 × (miners div stages). v3. */
export function partitionCount(miners: number, stages: number): number {
  return 2 * Math.floor(miners / stages);
}

export interface Butterfly {
  /** By partition number. */
  readonly pairs: readonly Pair[];
  /** Each miner's partitions in the order it works; null for a lone miner. */
  readonly work: ReadonlyMap<string, readonly number[] | null>;
}

/**
 * Pairs of v3: two distinct miners for each partition, popped from a list that is shuffled with
 * seed 42 + partition whenever it runs empty; then the pairs are shuffled with seed 42 + n. A
 * lone miner has every partition without a partner.
 *
 * @param miners of the stage, in order
 */
export function pairMiners(miners: readonly string[], partitions: number): Butterfly {
  const [lone] = miners;
  if (lone === undefined) return { pairs: [], work: new Map() };
  if (miners.length === 1) {
    const pairs = Array.from({ length: partitions }, () => [lone, null] as const);
    return { pairs, work: new Map([[lone, null]]) };
  }
  const random = new PythonRandom(SEED);
  let pool: string[] = [];
  const drawn = Array.from({ length: partitions }, (_, partition): Pair => {
    const pair = new Set<string>();
    while (pair.size < 2) {
      if (pool.length === 0) {
        random.seed(SEED + partition);
        pool = random.shuffle(miners);
      }
      const next = pool.pop(); // a miner that is in the pair already is discarded
      if (next !== undefined) pair.add(next);
    }
    const [first = lone, second = null] = pair;
    return [first, second];
  });
  random.seed(SEED + partitions);
  const pairs = random.shuffle(drawn);
  return { pairs, work: workLists(miners, pairs) };
}

/** Every miner's list is shuffled by the generator as the pairs left it. */
function workLists(
  miners: readonly string[],
  pairs: readonly Pair[],
): ReadonlyMap<string, readonly number[]> {
  return new Map(
    miners.map((miner) => {
      const random = new PythonRandom(SEED + pairs.length);
      random.shuffle(pairs);
      const own = pairs.flatMap((pair, i) => (pair.includes(miner) ? [i] : []));
      return [miner, random.shuffle(own)];
    }),
  );
}

/** Unordered pairs of v0.2, one partition each; a lone miner has one without a partner. */
export function allPairs(miners: number): (readonly [first: number, second: number | null])[] {
  if (miners === 1) return [[0, null]];
  const pairs: [number, number][] = [];
  for (let a = 0; a < miners; a++) {
    for (let b = a + 1; b < miners; b++) pairs.push([a, b]);
  }
  return pairs;
}
