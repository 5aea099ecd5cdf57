import { AppError } from '../../../shared/errors.ts';
import { stripPython } from '../../../shared/python-text.ts';

// Scores from the last merges (section e.3). Source: QUASAR-SUBNET `incentive/validator/
// {rewards,scoring}.py` @ 4693e2d1.

/** Merge events that count. */
export const EVENT_WINDOW = 256;
/** Age in events at which a merged weight counts half. */
export const HALF_LIFE_EVENTS = 64;
/** What a failed unit takes from the accepted ones. */
export const FAIL_PENALTY = 1;
/** Least units of a failure. */
export const LEAST_FAILURE = 1;

/** An update in a merge. */
export interface MergedUpdate {
  /** "hotkey" or "hotkey:worker". */
  readonly learner: string;
  readonly weight: number;
  /** Whether its receipt passed resource sanity; true when left out. */
  readonly sane?: boolean;
}

/** A failing verdict. */
export interface Failure {
  readonly hotkey: string;
  /** Larger of the manifest's plan and the verdict's estimate. */
  readonly units: number;
}

export interface WindowRule {
  /** Events that count; 0 or less means all. */
  readonly events?: number;
  /** Null or 0: no decay, the older path. */
  readonly halfLife?: number | null;
}

export interface ScoreWindow {
  /** Shares of hotkeys with raw > 0; sum 1, or empty. */
  readonly scores: ReadonlyMap<string, number>;
  readonly accepted: ReadonlyMap<string, number>;
  readonly failed: ReadonlyMap<string, number>;
  /** max(0, accepted − failed) of hotkeys with accepted work. */
  readonly raw: ReadonlyMap<string, number>;
}

/**
 * raw = max(0, accepted − failed), score = raw / Σ raw.
 *
 * @param events   merges, oldest first; a weight counts × 0.5^(age / half-life), age 0 the newest
 * @param failures of the validator's own verdicts, not decayed
 * @throws AppError `input.malformed` when a weight or a count of units is infinite
 */
export function scoreWindow(
  events: readonly (readonly MergedUpdate[])[],
  failures: readonly Failure[],
  { events: limit = EVENT_WINDOW, halfLife = HALF_LIFE_EVENTS }: WindowRule = {},
): ScoreWindow {
  const recent = limit > 0 ? events.slice(-Math.trunc(limit)) : events;
  const accepted = new Map<string, number>();
  const failed = new Map<string, number>();
  for (const [index, updates] of recent.entries()) {
    const decay = decayOf(recent.length - 1 - index, halfLife);
    for (const { learner, weight, sane = true } of updates) {
      const hotkey = hotkeyOf(learner);
      const units = nonNegative(weight) * decay;
      if (hotkey === '' || units === 0) continue;
      if (sane) add(accepted, hotkey, units);
      else add(failed, hotkey, Math.max(units, LEAST_FAILURE));
    }
  }
  for (const { hotkey, units } of failures) {
    add(failed, hotkey, Math.max(nonNegative(units), LEAST_FAILURE));
  }
  const raw = rawOf(accepted, failed);
  return { scores: sharesOf(raw), accepted, failed, raw };
}

/** Text before the first ":", trimmed before it is cut. */
export function hotkeyOf(learner: string): string {
  return stripPython(learner).split(':', 1)[0] ?? '';
}

/** Units that a failing verdict counts: larger of plan and estimate, at least 0. */
export function failureUnits(planned: number, estimated: number): number {
  return Math.max(nonNegative(planned), nonNegative(estimated));
}

/** Weights a validator sets: the scores, or itself alone when nobody has any. */
export function validatorWeights(
  scores: ReadonlyMap<string, number>,
  validator: string,
): ReadonlyMap<string, number> {
  return scores.size > 0 ? scores : new Map([[validator, 1]]);
}

function decayOf(age: number, halfLife: number | null): number {
  return halfLife !== null && halfLife > 0 ? 0.5 ** (age / halfLife) : 1;
}

function rawOf(
  accepted: ReadonlyMap<string, number>,
  failed: ReadonlyMap<string, number>,
): Map<string, number> {
  return new Map(
    [...accepted].map(([hotkey, units]) => [
      hotkey,
      Math.max(0, units - FAIL_PENALTY * (failed.get(hotkey) ?? 0)),
    ]),
  );
}

function sharesOf(raw: ReadonlyMap<string, number>): Map<string, number> {
  const earning = [...raw].filter(([, units]) => units > 0);
  const total = earning.reduce((sum, [, units]) => sum + units, 0);
  return new Map(earning.map(([hotkey, units]) => [hotkey, units / total]));
}

function add(units: Map<string, number>, hotkey: string, more: number): void {
  units.set(hotkey, (units.get(hotkey) ?? 0) + more);
}

function nonNegative(value: number): number {
  if (value === Infinity) throw new AppError('input.malformed', 'units are infinite');
  return value > 0 ? value : 0;
}
