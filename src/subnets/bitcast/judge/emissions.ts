import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement } from '../../judge-page.ts';
import {
  TREASURY_UID,
  constrainWeights,
  divertToTreasury,
  minerRewards,
  movingAverage,
} from '../scoring/emissions.ts';

// From pay by miner and brief to the weights on the chain.

const Weight = v.pipe(v.number(), v.minValue(0), v.maxValue(1e6));
const MAX_MINERS = 1024;

const Input = v.object({
  miners: v.pipe(
    v.array(
      v.object({
        uid: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
        weights: v.pipe(v.array(Weight), v.maxLength(100)),
        old: v.optional(Weight),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_MINERS),
  ),
  caps: v.pipe(v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(1))), v.maxLength(100)),
  uid: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
type Input = v.InferOutput<typeof Input>;

/** @throws AppError `input.malformed` */
export function judgeEmissions(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const uids = [0, ...input.miners.map(({ uid }) => uid)];
  if (new Set(uids).size < uids.length) {
    throw new AppError('input.malformed', 'miners: two miners have the same uid');
  }
  const place = uids.indexOf(input.uid);
  if (place < 0) {
    throw new AppError('input.malformed', `uid: ${input.uid} is none of ${uids.length} miners`);
  }
  const { constrained, rewards, settled } = settle(input, uids);
  const old = [0, ...input.miners.map((one) => one.old ?? 0)];
  const hasOld = input.miners.some((one) => one.old !== undefined);
  const averaged = movingAverage(settled, old)[place] ?? 0;
  return {
    score: {
      name: m.judge_bitcast_weight_of({ uid: input.uid }),
      value: settled[place] ?? 0,
      label: 'exact',
    },
    findings: [
      {
        name: m.judge_bitcast_after_caps(),
        value: (constrained[place] ?? []).reduce((sum, weight) => sum + weight, 0),
        rule: m.judge_bitcast_caps_rule(),
        children: (constrained[place] ?? []).map((weight, brief) => ({
          name: m.judge_bitcast_brief({ number: brief + 1 }),
          value: weight,
          rule: m.judge_bitcast_cap_of({ cap: input.caps[brief] ?? 1 }),
        })),
      },
      {
        name: m.judge_bitcast_left(),
        value: rewards[0] ?? 0,
        note: m.judge_bitcast_left_note({ uid: TREASURY_UID }),
      },
      ...(hasOld
        ? [{ name: m.judge_bitcast_average(), value: averaged, rule: '0.6 × new + 0.4 × old' }]
        : []),
    ],
    improvements: [],
    tables: [
      {
        caption: m.judge_bitcast_all_weights(),
        columns: [
          { label: 'UID', numeric: true },
          { label: m.judge_bitcast_asked(), numeric: true },
          { label: m.judge_bitcast_weight(), numeric: true },
        ],
        rows: uids.map((uid, i) => [
          uid,
          i === 0 ? null : (input.miners[i - 1]?.weights ?? []).reduce((sum, one) => sum + one, 0),
          settled[i] ?? 0,
        ]),
      },
    ],
  };
}

function settle({ miners, caps }: Input, uids: readonly number[]) {
  const constrained = constrainWeights([[], ...miners.map(({ weights }) => weights)], caps);
  const rewards = minerRewards(constrained);
  return { constrained, rewards, settled: divertToTreasury(rewards, uids) };
}
