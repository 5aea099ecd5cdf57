import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Improvement, Judgement } from '../../judge-page.ts';
import {
  p95,
  passesRealTime,
  realTimeFactor,
  runScore,
  weightScore,
} from '../scoring/element-score.ts';

const MAX_LATENCIES = 10_000;
const MAX_MS = 1e9;
const Unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Positive = v.pipe(v.number(), v.minValue(0), v.maxValue(1000));

const Input = v.object({
  s: Unit,
  theta: Unit,
  delta_floor: Unit,
  beta: Positive,
  latencies_ms: v.pipe(
    v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(MAX_MS))),
    v.maxLength(MAX_LATENCIES),
  ),
  service_rate: Positive,
});

/** What S and speed are worth. @throws AppError `input.malformed` */
export function judgeWorth(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const rule = { theta: input.theta, deltaFloor: input.delta_floor, beta: input.beta };
  const slow = p95(input.latencies_ms);
  const rtf = realTimeFactor(slow, input.service_rate);
  const now = runScore(input.s, rule, rtf);
  const inTime = passesRealTime(rtf);
  const paid = input.s - input.theta > input.delta_floor;
  const changes: Improvement[] = [
    ...(inTime ? [] : [{ text: m.judge_score_faster(), gain: weightScore(input.s, rule) - now }]),
    ...[input.s + (1 - input.s) / 2, 1].map((s) => ({
      text: m.judge_score_raise({ s: s.toFixed(3) }),
      gain: runScore(s, rule, rtf) - now,
    })),
  ];
  return {
    score: { name: 'weight_score', value: now, label: inTime ? 'exact' : 'from the specification' },
    findings: [
      {
        name: m.judge_score_above(),
        value: input.s - input.theta,
        label: 'exact',
        state: paid ? 'pass' : 'warn',
        rule: `S − ${input.theta}`,
        note: paid ? m.judge_score_above_yes() : m.judge_score_above_no(),
      },
      {
        name: m.judge_score_rtf(),
        value: rtf,
        label: 'exact',
        state: inTime ? 'pass' : 'fail',
        rule: `(p95 / 10000) × (${input.service_rate} / 5) ≤ 1`,
        children: [
          { name: m.judge_score_p95(), value: slow, unit: 'ms', rule: m.judge_score_p95_rule() },
        ],
      },
    ],
    improvements: changes.filter(({ gain }) => gain !== null && gain > 0),
  };
}
