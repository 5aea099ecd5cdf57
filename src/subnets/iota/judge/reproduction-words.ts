import { m } from '../../../paraglide/messages.js';
import type { Improvement, JudgementTable } from '../../judge-page.ts';
import type { ActivationMeasurement } from '../score.ts';
import { norm } from '../scoring/reproduction.ts';

// What is said of two tensors beyond the verdict: where they part, and what would mend it.

const SHOWN_VALUES = 8;
/** Points that a picture of a large tensor keeps. */
const MOST_POINTS = 400;

type Values = readonly number[];

/** Indices by how far a miner's value is off, furthest first. */
function byDistance(validator: Values, miner: Values): number[] {
  const off = (i: number): number => Math.abs((validator[i] ?? 0) - (miner[i] ?? 0));
  return [...validator.keys()].sort((a, b) => off(b) - off(a));
}

/** The values that are furthest off. */
export function furthestTable(validator: Values, miner: Values): JudgementTable {
  return {
    caption: m.judge_iota_furthest(),
    columns: [
      { label: m.judge_iota_column_index(), numeric: true },
      { label: m.judge_iota_column_validator(), numeric: true },
      { label: m.judge_iota_column_miner(), numeric: true },
      { label: m.judge_iota_column_off(), numeric: true },
    ],
    rows: byDistance(validator, miner)
      .slice(0, SHOWN_VALUES)
      .map((i) => {
        const [a, b] = [validator[i] ?? 0, miner[i] ?? 0];
        return [i, a, b, b - a];
      }),
  };
}

/** Evenly spaced pairs of values. */
export function sampleOf(validator: Values, miner: Values): [number, number][] {
  const step = Math.max(1, Math.ceil(validator.length / MOST_POINTS));
  return validator.flatMap((value, i): [number, number][] =>
    i % step === 0 ? [[value, miner[i] ?? 0]] : [],
  );
}

/** Scaling first, then the fewest values to put right; each tried by measuring again. */
export function reproductionImprovements(
  validator: Values,
  miner: Values,
  measure: (miner: Values) => ActivationMeasurement,
): Improvement[] {
  const now = measure(miner);
  if (now.reproduction.passed) return [];
  const tried: Improvement[] = [];
  const length = norm(miner);
  const factor = length > 0 ? norm(validator) / length : 1;
  const gain = (values: Values): number => measure(values).score - now.score;
  const scaled = gain(miner.map((value) => value * factor));
  if (scaled > 0) {
    tried.push({ text: m.judge_iota_scale({ factor: factor.toPrecision(5) }), gain: scaled });
  }
  const fewest = fewestToMend(validator, miner, (values) => measure(values).reproduction.passed);
  if (fewest !== null) {
    const mended = gain(mend(validator, miner, fewest));
    if (mended > 0) {
      tried.push({ text: m.judge_iota_mend({ count: fewest.length }), gain: mended });
    }
  }
  return tried;
}

/** The furthest values that must be the validator's own for the check to pass; null if none helps. */
function fewestToMend(
  validator: Values,
  miner: Values,
  passes: (values: Values) => boolean,
): number[] | null {
  const order = byDistance(validator, miner);
  let [few, enough] = [0, order.length];
  if (!passes(mend(validator, miner, order))) return null;
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2);
    if (passes(mend(validator, miner, order.slice(0, middle)))) enough = middle;
    else few = middle;
  }
  return order.slice(0, enough);
}

function mend(validator: Values, miner: Values, indices: Values): number[] {
  const mended = [...miner];
  for (const i of indices) mended[i] = validator[i] ?? 0;
  return mended;
}
