import { sha256Hex } from '../../../shared/hash.ts';
import { compareScores } from './similarity.ts';
import type { ScoreComparison, Scores, SimilarityRule } from './similarity.ts';

// Who takes an element: highest mean, unless somebody earlier scores alike. Section e4.

/** Challenges of the recent set, and of the older set. */
export const SAMPLE = 10;
/** Samples a miner needs. */
export const MIN_SAMPLES = 30;
/** Takes the weight of an element that nobody is eligible for. */
export const NOBODY_UID = 6;
/** Leading zeros forgiven to a young commitment. */
const LEADING_ZEROS = 5;

export interface Contender {
  readonly id: string;
  readonly hotkey: string;
  /** Block (or time) of the first commitment; null where unknown, which counts as last. */
  readonly committed: number | null;
  /** The last challenges, at most 10. */
  readonly recent: Scores;
  /** All challenges of the window, the recent ones too. */
  readonly history: Scores;
}

/**
 * Mean score of the window.
 *
 * @param scores in order of time
 * @param young  whether the commitment is younger than the window (3 days): then up to 5 leading
 *               zeros are left out
 * @returns null with fewer than 30 samples. Section e4.
 */
export function windowMean(scores: readonly number[], young: boolean): number | null {
  const firstScore = scores.findIndex((score) => score !== 0);
  const zeros = firstScore < 0 ? scores.length : firstScore;
  const counted = young ? scores.slice(Math.min(zeros, LEADING_ZEROS)) : scores;
  if (counted.length < MIN_SAMPLES) return null;
  return counted.reduce((sum, score) => sum + score, 0) / counted.length;
}

/** A contender with the scores of the window in order of time, and whether it is young there. */
export interface Entrant {
  readonly contender: Contender;
  readonly scores: readonly number[];
  readonly young: boolean;
}

/** Who has samples enough, the highest mean first; equal means by id. Section e4. */
export function rankByMean(
  entrants: readonly Entrant[],
): { readonly contender: Contender; readonly mean: number }[] {
  return entrants
    .flatMap(({ contender, scores, young }) => {
      const mean = windowMean(scores, young);
      return mean === null ? [] : [{ contender, mean }];
    })
    .sort((a, b) => b.mean - a.mean || (a.contender.id < b.contender.id ? -1 : 1));
}

/**
 * Ten older challenges that both have and that are recent for neither, by ascending
 * sha256 of "window:challenge". Section e4.
 */
export function historicalSample(a: Contender, b: Contender, window: string): string[] {
  return [...a.history.keys()]
    .filter((id) => b.history.has(id) && !a.recent.has(id) && !b.recent.has(id))
    .map((id) => ({ id, key: sha256Hex(`${window}:${id}`) }))
    .sort((x, y) => (x.key < y.key ? -1 : 1))
    .slice(0, SAMPLE)
    .map(({ id }) => id);
}

/** Two contenders held against each other. */
export interface Likeness {
  readonly recent: ScoreComparison;
  /** Over the sample of older challenges. */
  readonly older: ScoreComparison;
  /** Both sets are similar. */
  readonly alike: boolean;
}

/** Compares two contenders on the recent set and on the older one. Section e4. */
export function compareContenders(
  a: Contender,
  b: Contender,
  window: string,
  rule: SimilarityRule,
): Likeness {
  const recent = compareScores(a.recent, b.recent, rule);
  const sample = historicalSample(a, b, window);
  const older = compareScores(pick(a.history, sample), pick(b.history, sample), rule);
  return { recent, older, alike: recent.similar && older.similar };
}

/**
 * Copy protection: among the leader and those like it the earliest commitment wins, then the
 * smaller hotkey. Section e4.
 *
 * @param leader has the highest mean
 */
export function breakTie(
  leader: Contender,
  others: readonly Contender[],
  window: string,
  rule: SimilarityRule,
): Contender {
  return others
    .filter(
      (other) => other.id !== leader.id && compareContenders(leader, other, window, rule).alike,
    )
    .reduce((best, other) => (isEarlier(other, best) ? other : best), leader);
}

function isEarlier(a: Contender, b: Contender): boolean {
  const [blockA, blockB] = [a.committed ?? Infinity, b.committed ?? Infinity];
  return blockA === blockB ? a.hotkey < b.hotkey : blockA < blockB;
}

function pick(scores: Scores, ids: readonly string[]): Scores {
  return new Map(ids.map((id) => [id, scores.get(id) ?? 0]));
}
