import { formatFixed } from '../../../shared/python-text.ts';
import { roundHalfEven } from '../../../shared/rounding.ts';
import { variationsOf } from './answer.ts';
import { addressWords } from './normalise.ts';
import { jaccard, normalisedSet, overlap, responseSignature } from './sets.ts';
import type { Answer } from './answer.ts';
import type { ToAscii } from './normalise.ts';

// Answers compared with each other. Section 7.7; MIID/validator/cheat_detection.py 659496b1.

const COLLUSION = { moreThan: 5, below: 0.95, penalty: 0.75 } as const;
const SIGNATURE_PENALTY = 0.8;
/** Above these, miners of one reward have copied; the near group is looser in overlap. */
const LIMITS = { same: { overlap: 0.75, jaccard: 0.7 }, near: { overlap: 0.8, jaccard: 0.7 } };
const ANY_PAIR = { overlap: 0.95, jaccard: 0.9, penalty: 0.5 } as const;
const SPECIAL = { allowed: 2, share: 0.5 } as const;
const OWN_ADDRESSES = 0.2;
const SHARED_ADDRESSES = { above: 0.7, factor: 0.8, most: 0.6 } as const;
/** Rewards in one near group agree to this many parts. */
const NEAR_PARTS = 10_000;

/** Penalties of one miner, each 0..1: of several that apply in a group the largest counts. */
export interface CheatPenalties {
  readonly collusion: number;
  readonly duplication: number;
  readonly signature: number;
  readonly specialCharacters: number;
  readonly addresses: number;
  /** Names with more than 2 special characters, of all names. */
  readonly specialCount: number;
  readonly nameCount: number;
  readonly specialRatio: number;
}

type SetsByName = ReadonlyMap<string, ReadonlySet<string>>;

interface Fingerprint {
  /** Normalised variations of each seed name; null when it answered none. */
  readonly names: SetsByName | null;
  readonly addresses: SetsByName;
  readonly signature: string;
}

/**
 * Penalties of every miner.
 *
 * @param answers in order of the miners
 * @param rewards before these penalties, same order
 */
export function detectCheating(
  answers: readonly Answer[],
  rewards: readonly number[],
  seedNames: readonly string[],
  toAscii: ToAscii,
): CheatPenalties[] {
  const prints = answers.map((answer) => fingerprint(answer, seedNames, toAscii));
  const sameGroups = groupsOf(rewards, (reward) => formatFixed(reward, 15));
  const nearGroups = groupsOf(rewards, (reward) => String(roundHalfEven(reward * NEAR_PARTS)));
  const zeros = () => answers.map(() => 0);
  const [collusion, duplication, signature, shared] = [zeros(), zeros(), zeros(), zeros()];
  for (const group of sameGroups) {
    const isLow = (rewards[group[0] ?? 0] ?? 0) < COLLUSION.below;
    if (group.length <= COLLUSION.moreThan || !isLow) continue;
    for (const i of group) raise(collusion, i, COLLUSION.penalty);
  }
  for (const group of sameGroups) punishCopies(group, prints, LIMITS.same, duplication);
  for (const group of nearGroups) punishCopies(group, prints, LIMITS.near, duplication);
  for (const group of signatureGroups(prints, rewards)) {
    for (const i of group) raise(signature, i, SIGNATURE_PENALTY);
  }
  punishPairs(prints, duplication, shared);
  return answers.map((answer, i) => ({
    collusion: collusion[i] ?? 0,
    duplication: duplication[i] ?? 0,
    signature: signature[i] ?? 0,
    addresses: Math.max(shared[i] ?? 0, ownAddresses(answer, toAscii)),
    ...specialCharacters(answer),
  }));
}

/** How alike two answers are. */
export interface PairLikeness {
  /** Places of the miners, `first` below `second`. */
  readonly first: number;
  readonly second: number;
  /** Over the names that both answered, 0..1. */
  readonly overlap: number;
  readonly jaccard: number;
  /** Of the words of their addresses, the seed name with the most alike; 0..1. */
  readonly addresses: number;
}

/** Every pair of answers. O(miners²). */
export function compareAnswers(
  answers: readonly Answer[],
  seedNames: readonly string[],
  toAscii: ToAscii,
): PairLikeness[] {
  return pairsOf(answers.map((answer) => fingerprint(answer, seedNames, toAscii)));
}

/** What is left of a reward: × (1 − min(1, sum of the five)). */
export function afterCheating(reward: number, penalties: CheatPenalties): number {
  const { collusion, duplication, signature, specialCharacters: special, addresses } = penalties;
  return reward * (1 - Math.min(1, collusion + duplication + signature + special + addresses));
}

function fingerprint(answer: Answer, seeds: readonly string[], toAscii: ToAscii): Fingerprint {
  const answered = [...new Set(seeds)].flatMap((name) => {
    const variations = variationsOf(answer, name);
    return variations.length > 0 ? [{ name, variations }] : [];
  });
  const texts = new Map(
    answered.map(({ name, variations }) => [name, variations.map((entry) => entry.name)]),
  );
  const names = new Map([...texts].map(([name, list]) => [name, normalisedSet(list)]));
  const addresses = new Map(
    answered.map(({ name, variations }) => [
      name,
      new Set(variations.flatMap(({ address }) => addressWords(address, toAscii))),
    ]),
  );
  const signature = responseSignature(
    new Map([...texts].map(([name, list]) => [name, list.filter(Boolean)])),
  );
  return { names: answered.length > 0 ? names : null, addresses, signature };
}

/** Miners with a positive reward, by a key of it. */
function groupsOf(rewards: readonly number[], key: (reward: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const [i, reward] of rewards.entries()) {
    if (!(reward > 0)) continue;
    const own = key(reward);
    groups.set(own, [...(groups.get(own) ?? []), i]);
  }
  return [...groups.values()];
}

function signatureGroups(prints: readonly Fingerprint[], rewards: readonly number[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [i, { names, signature }] of prints.entries()) {
    if (names === null || !((rewards[i] ?? 0) > 0)) continue;
    groups.set(signature, [...(groups.get(signature) ?? []), i]);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

/** Excess over the limits, scaled to 1, of the closest partner in the group. */
function punishCopies(
  group: readonly number[],
  prints: readonly Fingerprint[],
  limits: { readonly overlap: number; readonly jaccard: number },
  duplication: number[],
): void {
  for (const i of group) {
    const own = prints[i]?.names;
    const partners = group.filter((j) => j !== i);
    const metrics = partners.map((j) => likeness(own, prints[j]?.names));
    const excess = (['overlap', 'jaccard'] as const).map((measure) => {
      const most = Math.max(0, ...metrics.map((metric) => metric[measure]));
      return (most - limits[measure]) / (1 - limits[measure]);
    });
    raise(duplication, i, Math.min(1, Math.max(0, ...excess)));
  }
}

/** Every pair, whatever the rewards: copied names, and addresses of the same words. */
function punishPairs(
  prints: readonly Fingerprint[],
  duplication: number[],
  shared: number[],
): void {
  for (const pair of pairsOf(prints)) {
    const both = [pair.first, pair.second];
    if (pair.overlap > ANY_PAIR.overlap || pair.jaccard > ANY_PAIR.jaccard) {
      for (const k of both) raise(duplication, k, ANY_PAIR.penalty);
    }
    if (pair.addresses <= SHARED_ADDRESSES.above) continue;
    const penalty = Math.min(SHARED_ADDRESSES.most, SHARED_ADDRESSES.factor * pair.addresses);
    for (const k of both) raise(shared, k, penalty);
  }
}

function pairsOf(prints: readonly Fingerprint[]): PairLikeness[] {
  return prints.flatMap((a, first) =>
    prints.slice(first + 1).map((b, i) => {
      const names = likeness(a.names, b.names);
      return { first, second: first + 1 + i, ...names, addresses: addressLikeness(a, b) };
    }),
  );
}

/** The largest Jaccard of address words of one seed name; 0 where a side has none. */
function addressLikeness(a: Fingerprint, b: Fingerprint): number {
  const alike = [...a.addresses].map(([name, words]) => {
    const others = b.addresses.get(name);
    return others && others.size > 0 && words.size > 0 ? jaccard(words, others) : 0;
  });
  return Math.max(0, ...alike);
}

/** Overlap and Jaccard averaged over the names that both answered; 0 without any. */
function likeness(a: SetsByName | null | undefined, b: SetsByName | null | undefined) {
  const pairs = [...(a ?? [])].flatMap(([name, set]) => {
    const other = b?.get(name);
    return other ? [[set, other] as const] : [];
  });
  const mean = (measure: typeof overlap): number =>
    pairs.reduce((sum, [left, right]) => sum + measure(left, right), 0) / Math.max(1, pairs.length);
  return { overlap: mean(overlap), jaccard: mean(jaccard) };
}

function specialCharacters(answer: Answer) {
  const names = answer.flatMap(([, variations]) => variations.map(({ name }) => name));
  const filled = names.filter(Boolean);
  const odd = filled.filter((name) => {
    const special = [...name].filter((char) => !/[\p{L}\p{N}\s.\-']/u.test(char));
    return special.length > SPECIAL.allowed;
  });
  const specialRatio = filled.length > 0 ? odd.length / filled.length : 0;
  const over = (specialRatio - SPECIAL.share) / SPECIAL.share;
  return {
    specialCharacters: Math.min(1, Math.max(0, over)),
    specialCount: odd.length,
    nameCount: filled.length,
    specialRatio,
  };
}

/** 0.2 × the share of a miner's own addresses, over all names, that repeat another's words. */
function ownAddresses(answer: Answer, toAscii: ToAscii): number {
  const keys = answer
    .flatMap(([, variations]) => variations)
    .map(({ address }) => addressWords(address, toAscii).join(' '))
    .filter(Boolean);
  if (keys.length === 0) return 0;
  return OWN_ADDRESSES * ((keys.length - new Set(keys).size) / keys.length);
}

function raise(penalties: number[], i: number, penalty: number): void {
  penalties[i] = Math.max(penalties[i] ?? 0, penalty);
}
