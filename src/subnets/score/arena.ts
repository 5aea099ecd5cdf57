import type { ArenaEntry } from '../contract.ts';
import { FOOTBALL_ELEMENTS } from './elements.ts';
import { adaptiveDeltaRel, COPY_RULE } from './scoring/similarity.ts';
import { breakTie, rankByMean, SAMPLE } from './scoring/winner.ts';
import type { Contender } from './scoring/winner.ts';

// The arena purse by the subnet's winner rule (section e4), over the football elements together.

const RULE = {
  ...COPY_RULE,
  // One contest over both elements: their baselines count by weight.
  deltaRel: adaptiveDeltaRel(
    FOOTBALL_ELEMENTS.reduce((sum, { weight, theta }) => sum + weight * theta, 0),
  ),
};
/** Salt of the older sample; the subnet uses its window number. */
const WINDOW = 'arena';

/**
 * Highest mean score takes all, unless a device that registered earlier scores alike.
 *
 * A score of 0 means that no frame of the unit had a truth (a measured unit is worth at least
 * delta_floor) and is no sample.
 *
 * @returns one share of 1, or nothing when nobody has 30 samples
 */
export function arenaShares(entries: readonly ArenaEntry[]): ReadonlyMap<string, number> {
  const ranked = rankByMean(
    entries
      .map((entry) => ({ ...entry, scores: entry.scores.filter(({ score }) => score > 0) }))
      .map((entry) => ({
        contender: toContender(entry),
        scores: entry.scores.map(({ score }) => score),
        young: false,
      })),
  );
  const [leader, ...others] = ranked.map(({ contender }) => contender);
  if (!leader) return new Map();
  return new Map([[breakTie(leader, others, WINDOW, RULE).id, 1]]);
}

function toContender(entry: ArenaEntry): Contender {
  const pairs = entry.scores.map(({ taskId, score }) => [taskId, score] as const);
  return {
    id: entry.deviceKey,
    hotkey: entry.deviceKey,
    committed: entry.registeredMs,
    recent: new Map(pairs.slice(-SAMPLE)),
    history: new Map(pairs),
  };
}
