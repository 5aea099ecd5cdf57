import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from './bytes.ts';

/** A source of uniform numbers in [0, 1), injected so that every random choice can be replayed. */
export interface Rng {
  next(): number;
}

const UINT32 = 2 ** 32;

/**
 * Deterministic generator (xoshiro128**) seeded by the sha256 of its seed.
 * Same seed, same sequence, on every platform. Not for secrets: those come from a CSPRNG.
 *
 * Source: Blackman and Vigna 2018, "Scrambled linear pseudorandom number generators".
 */
export function seededRng(seed: string | Uint8Array): Rng {
  const digest = sha256(typeof seed === 'string' ? utf8(seed) : seed);
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength);
  let s0 = view.getUint32(0);
  let s1 = view.getUint32(4);
  let s2 = view.getUint32(8);
  let s3 = view.getUint32(12);
  const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));
  return {
    next() {
      const output = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
      const t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = rotate(s3, 11);
      return output / UINT32;
    },
  };
}

/** Integer in [0, bound). */
export function randomInt(rng: Rng, bound: number): number {
  return Math.floor(rng.next() * bound);
}

/** Number in [low, high). */
export function randomBetween(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.next();
}

/** Standard normal number by Box and Muller. */
export function randomNormal(rng: Rng): number {
  const radius = Math.sqrt(-2 * Math.log(1 - rng.next()));
  return radius * Math.cos(2 * Math.PI * rng.next());
}

/** A shuffled copy (Fisher and Yates). */
export function shuffled<T>(rng: Rng, items: readonly T[]): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = randomInt(rng, i + 1);
    const a = copy[i] as T; // i and j are inside the array by construction
    copy[i] = copy[j] as T;
    copy[j] = a;
  }
  return copy;
}
