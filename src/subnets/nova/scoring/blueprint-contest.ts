import { roundScore } from './psichic-score.ts';

// The blueprint's champion and challengers, from one epoch to the next. Section e, "Blueprint
// mid-2026". A pure step: state and scores in, state out.

export const CONTEST = {
  /** A challenger must reach the champion's score plus this. */
  margin: 0.005,
  /** Epochs in a row that it takes, the first of them on entry. */
  wins: 4,
} as const;
const FIRST_DECIMALS = 6;

export interface Contestant {
  readonly hotkey: string;
  readonly uid: number | null;
  /** Epoch whose code it is. */
  readonly snapshotEpoch: number;
  readonly coldkey: string | null;
  readonly submissionName: string | null;
}

export interface Challenger extends Contestant {
  readonly wins: number;
  /** Sum of the scores of its wins. */
  readonly scoreSum: number;
}

export interface ContestState {
  readonly champion: Contestant | null;
  readonly challengers: readonly Challenger[];
}

export interface ContestEntry {
  readonly contestant: Contestant;
  readonly kind: 'entrant' | 'challenger' | 'champion';
}

export interface ContestResult {
  readonly state: ContestState;
  /** Entry id of the champion after this epoch; null when there is none. */
  readonly championEntry: string | null;
  /** Its score in this epoch, null when it has none. */
  readonly championScore: number | null;
  /** Score that challengers had to reach; null without a champion's score. */
  readonly mark: number | null;
}

export interface ContestRule {
  readonly margin: number;
  readonly wins: number;
  /** When nobody reaches the mark, who is above the champion stays without a win (70d61ab4). */
  readonly keepsAbove: boolean;
}

const RULE: ContestRule = { ...CONTEST, keepsAbove: false };

/** Scores by entry id; null, missing, NaN and infinite are no score. */
export type ContestScores = ReadonlyMap<string, number | null>;

/** Name of an entry: the key and the epoch of its code. */
export function entryId({ hotkey, snapshotEpoch }: Contestant): string {
  return `${hotkey}@${snapshotEpoch}`;
}

/**
 * One epoch of the contest.
 *
 * @param entries in the order they ran; the first of equal first scores wins
 * @param scores by entry id
 *
 * A challenger below the mark is out, one without a score keeps its wins. A promotion ends the old
 * champion, sets the others back to 0 wins and admits nobody. Source: nova-blueprint
 * `neurons/validator/contest.py` @ 71e720fc.
 */
export function nextContest(
  state: ContestState,
  entries: readonly ContestEntry[],
  scores: ContestScores,
  rule: ContestRule = RULE,
): ContestResult {
  const scoreOf = (contestant: Contestant): number | null => {
    const score = scores.get(entryId(contestant)) ?? null;
    return Number.isFinite(score) ? score : null;
  };
  const { champion } = state;
  if (!champion) return firstChampion(entries, scoreOf);
  const championScore = scoreOf(champion);
  const championEntry = entryId(champion);
  if (championScore === null) return { state, championEntry, championScore, mark: null };
  const mark = championScore + rule.margin;
  const reaches = ({ contestant }: ContestEntry) => (scoreOf(contestant) ?? -Infinity) >= mark;
  const floor = rule.keepsAbove && !entries.some(reaches) ? championScore : Infinity;
  const survivors = state.challengers.flatMap((challenger) =>
    survive(challenger, scoreOf(challenger), mark, floor),
  );
  if (hasWinner(survivors, rule)) return { ...promote(survivors, rule, scoreOf), mark };
  const admitted = entries
    .filter((entry) => entry.kind === 'entrant' && reaches(entry))
    .map(({ contestant }) => ({ ...contestant, wins: 1, scoreSum: scoreOf(contestant) ?? 0 }));
  const challengers = [...survivors, ...admitted];
  if (hasWinner(challengers, rule)) return { ...promote(challengers, rule, scoreOf), mark };
  return { state: { champion, challengers }, championEntry, championScore, mark };
}

type ScoreOf = (contestant: Contestant) => number | null;

function firstChampion(entries: readonly ContestEntry[], scoreOf: ScoreOf): ContestResult {
  let best: { contestant: Contestant; score: number } | null = null;
  for (const { contestant } of entries) {
    const score = scoreOf(contestant);
    if (score === null) continue;
    const beaten =
      best && roundScore(score, FIRST_DECIMALS) <= roundScore(best.score, FIRST_DECIMALS);
    if (!beaten) best = { contestant, score };
  }
  return {
    state: { champion: best?.contestant ?? null, challengers: [] },
    championEntry: best ? entryId(best.contestant) : null,
    championScore: best?.score ?? null,
    mark: null,
  };
}

/** The challenger after this epoch, or nothing. */
function survive(
  challenger: Challenger,
  score: number | null,
  mark: number,
  floor: number,
): Challenger[] {
  if (score === null) return [challenger];
  if (score >= mark) {
    const { wins, scoreSum } = challenger;
    return [{ ...challenger, wins: wins + 1, scoreSum: scoreSum + score }];
  }
  return score > floor ? [challenger] : [];
}

function hasWinner(challengers: readonly Challenger[], rule: ContestRule): boolean {
  return challengers.some(({ wins }) => wins >= rule.wins);
}

/** The ready challenger with the largest sum of scores; the first of equals. */
function promote(
  challengers: readonly Challenger[],
  rule: ContestRule,
  scoreOf: ScoreOf,
): Omit<ContestResult, 'mark'> {
  const ready = challengers.filter(({ wins }) => wins >= rule.wins);
  const winner = ready.reduce((best, other) => (other.scoreSum > best.scoreSum ? other : best));
  const { wins: _wins, scoreSum: _sum, ...champion } = winner;
  return {
    state: {
      champion,
      challengers: challengers
        .filter((other) => other !== winner)
        .map((other) => ({ ...other, wins: 0, scoreSum: 0 })),
    },
    championEntry: entryId(champion),
    championScore: scoreOf(champion),
  };
}
