import { roundDecimals } from '../../../shared/rounding.ts';
import { mean } from './detection.ts';
import { boxArea } from './geometry.ts';
import type { Box, Size } from './geometry.ts';

// Arithmetic of the 2025 soccer task. Section e7; score-technologies/score-vision 1791fe19
// (2025-08-14). CLIP itself is not here: what it says of a crop comes as probabilities.

const BALL = 0;
/** Smallest box of anything but the ball, pixels. */
const LEAST = { width: 15, height: 40 };
/** Anything that reaches into these rows is scoreboard. */
const SCOREBOARD_BOTTOM = 150;
/** An answer this late has no speed. */
const SLOWEST_SECONDS = 15;
/** An answer whose boxes are worth no more earns nothing for speed. */
export const USEFUL_BBOX = 0.2;
const PERSONS = new Set(['football player', 'goalkeeper', 'referee']);

/** Whether a box is large enough to count; the ball always is. */
export function isLargeEnough([x1, y1, x2, y2]: Box, classId: number): boolean {
  return classId === BALL || (x2 - x1 >= LEAST.width && y2 - y1 >= LEAST.height);
}

export function touchesScoreboard([, y1]: Box): boolean {
  return y1 <= SCOREBOARD_BOTTOM;
}

/**
 * Factor against covering the frame with boxes, by mean box share a and total share A:
 * 1 if a ≤ 0.015 and A ≤ 0.15; exp(−3 (A − 0.15)) if a ≤ 0.015; else exp(−80 (a − 0.015)).
 */
export function areaFactor(boxes: readonly Box[], image: Size): number {
  if (boxes.length === 0) return 1;
  const total = boxes.reduce((sum, box) => sum + boxArea(box), 0) / (image.width * image.height);
  const mean = total / boxes.length;
  if (mean > 0.015) return Math.exp(-80 * (mean - 0.015));
  return total <= 0.15 ? 1 : Math.exp(-3 * (total - 0.15));
}

/** CLIP's second question to a person's crop, in its order. */
export const PERSON_LABELS = [
  'football player',
  'goalkeeper',
  'referee',
  'crowd',
  'black shape',
] as const;
/** A crop that is as likely as this to be a person, and not grass, is asked on. */
const PERSON_ABOVE = 0.08;
/** The first ball's crop, at four times its size, must be as likely as this a round object. */
const ROUND_FROM = 0.5;

/**
 * What a crop that was not called a ball shows.
 *
 * @param person P(person) against grass
 * @param refined probability of each of PERSON_LABELS; the largest counts, the first on a tie
 */
export function expectedPerson(person: number, refined: readonly number[]): string {
  if (person <= PERSON_ABOVE) return 'grass';
  return PERSON_LABELS[largest(refined)] ?? 'grass';
}

/**
 * What a crop that was called a ball shows.
 *
 * @param place 0 for the frame's first ball; every further one is no football
 * @param round P(round object) against a random object
 * @param kinds probabilities of ball, grass, other
 */
export function expectedBall(place: number, round: number, kinds: readonly number[]): string {
  const isBall = place === 0 && round >= ROUND_FROM && largest(kinds) === 0;
  return isBall ? 'football' : 'not a football';
}

/** Position of the largest value, the first on a tie. */
function largest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}

/** One judged crop: what the miner said, and what the crop shows. */
export interface JudgedCrop {
  readonly predicted: string;
  readonly expected: string;
}

export interface CropPoints {
  /** 1 same class, 0.5 another person, else −1. */
  readonly score: number;
  /** score / 2^k, k = earlier crops with that expected label. */
  readonly points: number;
  readonly occurrence: number;
}

/** Points of the crops of one frame, in their order. */
export function cropPoints(crops: readonly JudgedCrop[]): CropPoints[] {
  const seen = new Map<string, number>();
  return crops.map(({ predicted, expected }) => {
    const occurrence = seen.get(expected) ?? 0;
    seen.set(expected, occurrence + 1);
    const score = cropScore(predicted, expected);
    return { score, points: score / 2 ** occurrence, occurrence };
  });
}

/** Σ points / (distinct expected labels + 1), before the area factor. */
export function frameScore(crops: readonly JudgedCrop[]): number {
  const total = cropPoints(crops).reduce((sum, { points }) => sum + points, 0);
  return total / (new Set(crops.map(({ expected }) => expected)).size + 1);
}

/**
 * bbox score of an answer: mean of its frames' scores, at most 1, times clip((frames / valid) / 0.7,
 * 0, 1), clamped to [0, 1] and rounded to two decimals.
 *
 * @param frames scores of the sampled frames, area factor included
 * @param valid  frames of the clip that can be judged
 */
export function bboxScore(frames: readonly number[], valid: number): number {
  const share = valid > 0 ? Math.min(1, frames.length / valid / 0.7) : 0;
  return roundDecimals(Math.min(1, Math.max(0, Math.min(1, mean(frames)) * share)), 2);
}

export interface KeypointParts {
  /** 0..100. */
  readonly keypointScore: number;
  /** 0..100. */
  readonly playerScore: number;
  // The rest 0..1.
  readonly keypointStability: number;
  readonly playerPlausibility: number;
  readonly meanOnLine: number;
  readonly meanInside: number;
  readonly meanScale: number;
  readonly scaleValid: number;
  readonly weightedStability: number;
}

/**
 * (0.25 kp + 0.4 on-line + 0.2 inside + 0.05 stability + 0.1 (plausibility + player) / 2)
 * × weighted stability × (scale + valid) / 2, on a scale of 0..100.
 */
export function keypointScore(parts: KeypointParts): number {
  const base =
    0.25 * parts.keypointScore +
    0.4 * parts.meanOnLine * 100 +
    0.2 * parts.meanInside * 100 +
    0.05 * parts.keypointStability * 100 +
    (0.1 * (parts.playerPlausibility * 100 + parts.playerScore)) / 2;
  return (base * parts.weightedStability * (parts.meanScale + parts.scaleValid)) / 2;
}

/**
 * exp(−5 (t − t_min) / (15 − t_min)) clamped to [0, 1]; 1 where all useful answers took the same
 * time; 0 from 15 s on.
 *
 * @param seconds time of this answer; `fastest`, `slowest` over the useful answers
 */
export function speedScore(seconds: number, fastest: number, slowest: number): number {
  if (seconds >= SLOWEST_SECONDS) return 0;
  if (fastest === slowest) return 1;
  const ratio = Math.exp((-5 * (seconds - fastest)) / (SLOWEST_SECONDS - fastest));
  return Math.min(1, Math.max(0, ratio));
}

/** speedScore of an answer whose boxes are worth more than 0.2, else 0. Section e7. */
export function earnedSpeed(
  bbox: number,
  seconds: number,
  fastest: number,
  slowest: number,
): number {
  return bbox > USEFUL_BBOX ? speedScore(seconds, fastest, slowest) : 0;
}

/** 0.65 (0.5 bbox + 0.5 keypoints) + 0.35 speed; all 0..1. */
export function finalScore(bbox: number, keypoints: number, speed: number): number {
  return 0.65 * (0.5 * bbox + 0.5 * keypoints) + 0.35 * speed;
}

/** Weight before normalisation: final^12. */
export function legacyWeight(final: number): number {
  return final ** 12;
}

/** One answer of a round; bbox and keypoints 0..1. */
export interface LegacyAnswer {
  readonly bbox: number;
  readonly keypoints: number;
  readonly seconds: number;
}

/**
 * Final scores and weights of a round's answers, in their order. Times are ranked among the answers
 * whose boxes are worth more than 0.2; weights add up to 1, or are all 0.
 */
export function legacyRound(
  answers: readonly LegacyAnswer[],
): { readonly final: number; readonly weight: number }[] {
  const times = answers.filter(({ bbox }) => bbox > USEFUL_BBOX).map(({ seconds }) => seconds);
  const [fastest, slowest] = [Math.min(...times), Math.max(...times)];
  const finals = answers.map(({ bbox, keypoints, seconds }) =>
    finalScore(bbox, keypoints, earnedSpeed(bbox, seconds, fastest, slowest)),
  );
  const total = finals.reduce((sum, final) => sum + legacyWeight(final), 0);
  return finals.map((final) => ({
    final,
    weight: total > 0 ? legacyWeight(final) / total : 0,
  }));
}

function cropScore(predicted: string, expected: string): number {
  if (predicted === expected) return 1;
  return PERSONS.has(predicted) && PERSONS.has(expected) ? 0.5 : -1;
}
