import type { ArenaEntry } from '../contract.ts';
import { FOOTBALL_ELEMENTS, OPEN_ELEMENTS, PRIVATE_ELEMENTS } from './elements.ts';
import { privateShares } from './scoring/private-shares.ts';
import { adaptiveDeltaRel, COPY_RULE } from './scoring/similarity.ts';
import { breakTie, type Entrant, rankByMean, SAMPLE } from './scoring/winner.ts';

// The arena purse by the subnet's rules (section e4): each element is a contest of its own, and its
// purse is its weight among the elements that anybody was measured on.

/** Salt of the older sample; the subnet uses its window number. */
const WINDOW = 'arena';

/** An element as the arena sees it. */
interface Contest {
  readonly id: string;
  readonly weight: number;
  /** Shares of its purse by device, sum at most 1. */
  split(entrants: readonly Entrant[]): ReadonlyMap<string, number>;
}

const CONTESTS: readonly Contest[] = [
  ...[...FOOTBALL_ELEMENTS, ...OPEN_ELEMENTS].map(({ id, weight, theta }) => ({
    id,
    weight,
    split: (entrants: readonly Entrant[]) => winnerTakesAll(entrants, theta),
  })),
  ...PRIVATE_ELEMENTS.map(({ id, weight, shares }) => ({
    id,
    weight,
    split: (entrants: readonly Entrant[]) => privateShares(entrants, shares),
  })),
];

const contestOf = (element: string): string => `${element}.weight_score`;

/** The components of a verdict that are a unit's scores of its elements. */
export const ARENA_CONTESTS: readonly string[] = CONTESTS.map(({ id }) => contestOf(id));

/**
 * Who takes which share of the arena.
 *
 * An element's score of a unit is its component `ID.weight_score`; a unit without it (no frame had
 * a truth) is no sample. What nobody is eligible for stays unpaid.
 *
 * @returns shares by device, sum at most 1; empty when nobody has 30 samples of any element
 */
export function arenaShares(entries: readonly ArenaEntry[]): ReadonlyMap<string, number> {
  const held = CONTESTS.map((contest) => ({
    ...contest,
    entrants: entries.map((entry) => toEntrant(entry, contest.id)),
  })).filter(({ entrants }) => entrants.some(({ scores }) => scores.length > 0));
  const total = held.reduce((sum, { weight }) => sum + weight, 0);
  const shares = new Map<string, number>();
  for (const { weight, entrants, split } of held) {
    for (const [device, share] of split(entrants)) {
      shares.set(device, (shares.get(device) ?? 0) + (share * weight) / total);
    }
  }
  return shares;
}

/** Highest mean takes the element, unless a device that registered earlier scores alike. */
function winnerTakesAll(entrants: readonly Entrant[], theta: number): ReadonlyMap<string, number> {
  const [leader, ...others] = rankByMean(entrants).map(({ contender }) => contender);
  if (!leader) return new Map();
  const rule = { ...COPY_RULE, deltaRel: adaptiveDeltaRel(theta) };
  return new Map([[breakTie(leader, others, WINDOW, rule).id, 1]]);
}

function toEntrant(entry: ArenaEntry, element: string): Entrant {
  const pairs = entry.scores.flatMap(({ taskId, contests }) => {
    const score = contests[contestOf(element)];
    return score === undefined ? [] : [[taskId, score] as const];
  });
  return {
    contender: {
      id: entry.deviceKey,
      hotkey: entry.deviceKey,
      committed: entry.registeredMs,
      recent: new Map(pairs.slice(-SAMPLE)),
      history: new Map(pairs),
    },
    scores: pairs.map(([, score]) => score),
    young: false,
  };
}
