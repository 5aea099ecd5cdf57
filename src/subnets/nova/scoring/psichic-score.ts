import { formatFixed } from '../../../shared/python-text.ts';
import { meanOrMissing } from './boltz-score.ts';

// The score of 2025: PSICHIC affinities to wanted and unwanted targets, with a bonus for variety.
// Section e, "NOVA 2025" and "Blueprint Oct 2025".

export const ANTITARGET_WEIGHT = 0.9;
/** Weight of the MACCS entropy over epochs; the configured decimal, not 1/140. */
const ENTROPY = { weight: 0.3, epoch: 16888, step: 0.007142857 } as const;
const BONUS_ABOVE = 0;
const DECIMALS = 4;

/** Affinity (pK units) per target and molecule, shape (targets, molecules); null: not predicted. */
export type Affinities = readonly (readonly (number | null | undefined)[])[];

/** What one molecule's score is made of; −Infinity where an affinity is missing or exactly 0. */
export interface MoleculeParts {
  /** Mean affinity to the targets. */
  readonly wanted: number;
  /** Mean affinity to the antitargets. */
  readonly unwanted: number;
  readonly score: number;
}

/** Mean wanted affinity − weight × mean unwanted affinity, per molecule. */
export function moleculeParts(
  targets: Affinities,
  antitargets: Affinities,
  weight: number = ANTITARGET_WEIGHT,
): MoleculeParts[] {
  return (targets[0] ?? []).map((_, molecule) => {
    const wanted = meanOrMissing(targets.map((scores) => scores[molecule]));
    const unwanted = meanOrMissing(antitargets.map((scores) => scores[molecule]));
    const isKnown = wanted !== -Infinity && unwanted !== -Infinity;
    return { wanted, unwanted, score: isKnown ? wanted - weight * unwanted : -Infinity };
  });
}

/** The scores of `moleculeParts` alone. */
export function moleculeScores(
  targets: Affinities,
  antitargets: Affinities,
  weight?: number,
): number[] {
  return moleculeParts(targets, antitargets, weight).map(({ score }) => score);
}

/** Weight of the variety of an entry: 0.3 at epoch 16888, growing by 0.007142857; never below 0. */
export function entropyWeight(epoch: number): number {
  return Math.max(0, ENTROPY.weight + (epoch - ENTROPY.epoch) * ENTROPY.step);
}

export interface RepetitionRule {
  /** 0 switches it off. */
  readonly weight: number;
  /** Scores above it are divided, others multiplied. */
  readonly threshold: number;
}

/**
 * A molecule's score when its name was submitted several times; switched off in the snapshot.
 * From the specification.
 */
export function repeatedScore(score: number, times: number, rule: RepetitionRule): number {
  if (rule.weight === 0) return score;
  const factor = rule.weight * times;
  if (score <= rule.threshold) return score * factor;
  return factor === 0 ? score : score / factor;
}

/**
 * Sum over molecules, times 1 + weight × entropy when it is above 0.
 *
 * @param entropy MACCS entropy of the entry; null when it is not known
 * @returns the score before rounding. Source: NOVA `neurons/validator.py` @ 16b2ffe.
 */
export function score2025(
  molecules: readonly number[],
  entropy: number | null,
  epoch: number,
): number {
  const sum = molecules.reduce((total, score) => total + score, 0);
  return sum > BONUS_ABOVE && entropy !== null ? sum * (1 + entropyWeight(epoch) * entropy) : sum;
}

/**
 * Mean over molecules; −Infinity for none. Source: nova-blueprint `ranking.py` @ e71d64fd.
 */
export function blueprintScore2025(molecules: readonly number[]): number {
  if (molecules.length === 0) return -Infinity;
  return molecules.reduce((total, score) => total + score, 0) / molecules.length;
}

/** Python's `round(score, 4)`: what entries are compared by. */
export function roundScore(score: number, decimals: number = DECIMALS): number {
  return Number.isFinite(score) ? Number(formatFixed(score, decimals)) : score;
}
