// When an entry may be made and when it opens. Sections b and d.

/** Blocks of an epoch, and those at its end that take no entry. */
export const EPOCH = { blocks: 361, closed: 10 } as const;
/** The random beacon that opens entries: drand's quicknet. */
const BEACON = { periodSeconds: 3, genesisSeconds: 1_692_803_367 } as const;
/** Rounds of the beacon while one block of the chain is made. */
const ROUNDS_PER_BLOCK = 4;

export interface EpochTimes {
  readonly number: number;
  /** First block, whose hash draws the reaction. */
  readonly start: number;
  /** First block of the next epoch. */
  readonly end: number;
  /** Block at which entries of this epoch are opened. */
  readonly opens: number;
}

/** The epoch of a block; epochs start at multiples of their length, as the subnet's miners count. */
export function epochOf(block: number): EpochTimes {
  const number = Math.floor(block / EPOCH.blocks);
  const start = number * EPOCH.blocks;
  const end = start + EPOCH.blocks;
  return { number, start, end, opens: end - EPOCH.closed };
}

/**
 * Whether a commitment counts: after the epoch's start, and before the last blocks.
 *
 * @param now block at which a validator looks
 */
export function isInTime(block: number, epochStart: number, now: number): boolean {
  return epochStart < block && block < now - EPOCH.closed;
}

/** The beacon's newest round at a time; 0 before its first. @param seconds since 1970 */
export function beaconRound(seconds: number): number {
  const passed = Math.floor((seconds - BEACON.genesisSeconds) / BEACON.periodSeconds);
  return Math.max(0, passed + 1);
}

/** The round to which an entry is locked. @param blocks until the block at which it opens */
export function lockRound(round: number, blocks: number): number {
  return round + ROUNDS_PER_BLOCK * blocks;
}
