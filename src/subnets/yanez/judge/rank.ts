import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Improvement, Judgement } from '../../judge-page.ts';
import { BEST_GRADE, RANK_RULE, blendRanks, gradedScore, qualifiedOrder } from '../scoring/rank.ts';
import { Share } from './query.ts';

const MAX_MINERS = 256;
const MAX_SLOTS = 16;

const Slot = v.nullable(
  v.object({
    validation: v.pipe(v.number(), v.minValue(0), v.maxValue(BEST_GRADE)),
    identity: Share,
  }),
);

const Input = v.object({
  miners: v.pipe(
    v.array(v.pipe(v.array(Slot), v.maxLength(MAX_SLOTS))),
    v.minLength(1),
    v.maxLength(MAX_MINERS),
  ),
  miner: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
type Miners = v.InferOutput<typeof Input>['miners'];

/** From the grades of a round to its rewards. @throws AppError `input.malformed` */
export function judgeRank(value: unknown): Judgement {
  const { miners, miner } = parseAs(Input, value, 'input.malformed');
  if (miner >= miners.length) {
    throw new AppError('input.malformed', `miner: ${miner} is not one of ${miners.length}`);
  }
  const { scores, identities, order, rewards } = rewardsOf(miners);
  const [score = 0, identity = 0] = [scores[miner], identities[miner]];
  const place = order.indexOf(miner);
  const { blend, decay, threshold, cap } = RANK_RULE;
  return {
    score: {
      name: m.judge_yanez_rank_reward({ miner }),
      value: rewards[miner] ?? 0,
      label: (miners[miner]?.length ?? 0) > 1 ? 'from the specification' : 'exact',
      rule:
        place < 0
          ? m.judge_yanez_unqualified()
          : `${blend} × exp(−${decay} × ${place}) + ${(1 - blend).toFixed(1)} × ${score.toFixed(7)}`,
    },
    findings: [
      { name: m.judge_yanez_graded(), value: score, rule: m.judge_yanez_graded_rule() },
      {
        name: m.judge_yanez_identity(),
        value: identity,
        state: identity >= threshold ? 'pass' : 'fail',
        rule: `≥ ${threshold}`,
      },
      {
        name: m.judge_yanez_qualified(),
        value: place < 0 ? null : place,
        format: 'count',
        state: place < 0 ? 'fail' : 'pass',
        rule: m.judge_yanez_qualified_rule({ cap }),
      },
    ],
    improvements: improvementsOf(miners, miner),
    tables: [
      {
        caption: m.judge_yanez_miners(),
        columns: [
          { label: m.judge_yanez_column_miner(), numeric: true },
          { label: m.judge_yanez_graded(), numeric: true },
          { label: m.judge_yanez_identity(), numeric: true },
          { label: m.judge_yanez_qualified(), numeric: true },
          { label: m.judge_yanez_column_reward(), numeric: true },
        ],
        rows: miners.map((_, i) => {
          const own = order.indexOf(i);
          return [i, scores[i] ?? 0, identities[i] ?? 0, own < 0 ? null : own, rewards[i] ?? 0];
        }),
      },
    ],
  };
}

function rewardsOf(miners: Miners) {
  const graded = miners.map((slots) => gradedScore(slots));
  const scores = graded.map(({ score }) => score);
  const identities = graded.map(({ identity }) => identity);
  const order = qualifiedOrder(scores, identities);
  return { scores, identities, order, rewards: blendRanks(scores, identities) };
}

/** One slot graded one step better, or kept at the threshold of identity. */
function improvementsOf(miners: Miners, miner: number): Improvement[] {
  const slots = miners[miner] ?? [];
  const now = rewardsOf(miners).rewards[miner] ?? 0;
  const tried = slots.flatMap((slot, i): Improvement[] => {
    const { validation, identity } = slot ?? { validation: 0, identity: 0 };
    const to = Math.min(BEST_GRADE, validation + 1);
    const kept = Math.max(identity, RANK_RULE.threshold);
    const gainOf = (better: NonNullable<typeof slot>) =>
      (rewardsOf(miners.with(miner, slots.with(i, better))).rewards[miner] ?? 0) - now;
    return [
      {
        text: m.judge_yanez_grade_up({ slot: i, to }),
        gain: gainOf({ validation: to, identity }),
      },
      {
        text: m.judge_yanez_identity_up({ slot: i, to: kept }),
        gain: gainOf({ validation, identity: kept }),
      },
    ];
  });
  return tried
    .filter(({ gain }) => (gain ?? 0) > 1e-9)
    .sort((a, b) => (b.gain ?? 0) - (a.gain ?? 0))
    .slice(0, 3);
}
