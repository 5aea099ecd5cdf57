import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import { klDivergence } from '../scoring/divergence.ts';
import {
  LARGEST_DIFFERENCE,
  LEAST_COSINE,
  type LogitReport,
  checkLogits,
} from '../scoring/logit-check.ts';

/** More than the vocabulary of any model of the contest. */
const MOST_LOGITS = 400_000;
/** Within float32, squared. */
const LARGEST = 1e12;

const Logits = v.pipe(
  v.array(v.pipe(v.number(), v.minValue(-LARGEST), v.maxValue(LARGEST))),
  v.minLength(1),
  v.maxLength(MOST_LOGITS),
);
const Input = v.object({ miner: Logits, reference: Logits });

/** The logits of one step against the reference model's. @throws AppError `input.malformed` */
export function judgeLogits(value: unknown): Judgement {
  const { miner, reference } = parseAs(Input, value, 'input.malformed');
  const report = checkLogits(miner, reference);
  const isSameLength = miner.length === reference.length;
  return {
    score: {
      name: m.judge_quasar_verified(),
      value: report.verified,
      label: 'exact',
      ...(report.reason === null ? {} : { rule: report.reason }),
    },
    findings: [
      {
        name: m.judge_quasar_same_length(),
        value: isSameLength,
        state: isSameLength ? 'pass' : 'fail',
        rule: `${miner.length} / ${reference.length}`,
      },
      ...thresholds(report, { miner, reference }),
      ...(isSameLength
        ? [
            {
              name: m.judge_quasar_kl(),
              value: klDivergence(reference, miner),
              label: 'exact',
              note: m.judge_quasar_kl_note(),
            } satisfies Finding,
          ]
        : []),
    ],
    improvements: report.verified || !isSameLength ? [] : withoutOffset(miner, reference),
  };
}

function thresholds(
  { cosine, maxDifference, worstToken }: LogitReport,
  { miner, reference }: v.InferOutput<typeof Input>,
): Finding[] {
  if (cosine === null || maxDifference === null || worstToken === null) return [];
  return [
    {
      name: m.judge_quasar_cosine(),
      value: cosine,
      label: 'exact',
      state: cosine >= LEAST_COSINE ? 'pass' : 'fail',
      rule: `≥ ${LEAST_COSINE}`,
    },
    {
      name: m.judge_quasar_difference(),
      value: maxDifference,
      label: 'exact',
      state: maxDifference <= LARGEST_DIFFERENCE ? 'pass' : 'fail',
      rule: `≤ ${LARGEST_DIFFERENCE}`,
      note: m.judge_quasar_worst({
        token: worstToken,
        miner: miner[worstToken] ?? 0,
        reference: reference[worstToken] ?? 0,
      }),
    },
  ];
}

/** An offset that all logits share changes no probability, but fails the check. */
function withoutOffset(miner: readonly number[], reference: readonly number[]): Improvement[] {
  const offset =
    miner.reduce((sum, logit, at) => sum + logit - (reference[at] ?? 0), 0) / miner.length;
  const shifted = miner.map((logit) => logit - offset);
  if (!checkLogits(shifted, reference).verified) return [];
  return [{ text: m.judge_quasar_offset({ offset: offset.toPrecision(3) }), gain: null }];
}
