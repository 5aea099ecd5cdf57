import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Judgement } from '../../judge-page.ts';
import { measureActivation, measureWeights } from '../score.ts';
import { cosine, LIMITS, norm, OPTIMIZER_COSINE } from '../scoring/reproduction.ts';
import type { ActivationMeasurement } from '../score.ts';
import type { Drawing } from './drawing.ts';
import { furthestTable, reproductionImprovements, sampleOf } from './reproduction-words.ts';
import { FlatTensor } from './tensor.ts';

const Input = v.object({
  kind: v.picklist(['activation', 'weights']),
  validator: FlatTensor,
  miner: v.optional(FlatTensor),
  optimizer_cosine: v.optional(v.pipe(v.number(), v.minValue(-1), v.maxValue(1))),
});
type Input = v.InferOutput<typeof Input>;

/** A miner's tensor against the validator's own. @throws AppError `input.malformed` */
export function judgeReproduction(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { kind, validator, miner } = input;
  if (miner && miner.length !== validator.length) {
    const counts = `${miner.length} values, ${validator.length} are expected`;
    throw new AppError('input.malformed', `miner: ${counts}`);
  }
  const measure = measurement(input);
  const measured = measure(miner ?? null);
  const { reproduction, score } = measured;
  const drawing: Drawing | undefined = miner && {
    kind: 'scatter',
    points: sampleOf(validator, miner),
  };
  return {
    score: {
      name: m.judge_iota_score(),
      value: score,
      label: kind === 'activation' ? 'exact' : 'from the specification',
      note: miner ? REASONS[reproduction.reason]() : m.judge_iota_missing(),
    },
    findings: miner ? findingsOf(input, miner, measured) : [],
    improvements: miner ? reproductionImprovements(validator, miner, measure) : [],
    ...(miner ? { tables: [furthestTable(validator, miner)], drawing } : {}),
  };
}

const REASONS = {
  passed: m.judge_iota_reason_passed,
  failed: m.judge_iota_reason_failed,
  'magnitude-ratio-failed': m.judge_iota_reason_ratio,
};

/** The measurement of the input's kind, as a function of the miner's tensor. */
function measurement({ kind, validator, optimizer_cosine: state }: Input) {
  return (miner: readonly number[] | null): ActivationMeasurement => {
    if (kind === 'activation') return measureActivation(validator, miner);
    if (!miner) throw new AppError('input.malformed', 'miner: weights are needed');
    if (state === undefined) {
      throw new AppError('input.malformed', 'optimizer_cosine: is looked at before the weights');
    }
    return measureWeights(state, validator, miner);
  };
}

function findingsOf(
  { kind, validator, optimizer_cosine: state }: Input,
  miner: readonly number[],
  { reproduction }: ActivationMeasurement,
): Finding[] {
  const limits = LIMITS[kind];
  const label = kind === 'activation' ? 'exact' : 'from the specification';
  const hasRatio = reproduction.reason !== 'magnitude-ratio-failed';
  return [
    ...(kind === 'weights' && state !== undefined
      ? [
          {
            name: m.judge_iota_optimizer(),
            value: state,
            label,
            rule: `> ${OPTIMIZER_COSINE}`,
            state: state > OPTIMIZER_COSINE ? 'pass' : 'fail',
          } as const,
        ]
      : []),
    {
      name: m.judge_iota_ratio(),
      value: reproduction.ratio,
      label,
      rule: `min / max ≥ ${limits.ratio}`,
      state: hasRatio ? 'pass' : 'fail',
      children: [
        { name: m.judge_iota_norm_validator(), value: norm(validator) },
        { name: m.judge_iota_norm_miner(), value: norm(miner) },
      ],
    },
    {
      name: m.judge_iota_cosine(),
      value: reproduction.cosine,
      label,
      rule: `> ${limits.cosine}`,
      ...(hasRatio
        ? { state: reproduction.passed ? 'pass' : 'fail' }
        : { note: m.judge_iota_not_looked({ cosine: cosine(validator, miner).toFixed(6) }) }),
    },
  ];
}
