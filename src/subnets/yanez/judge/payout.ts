import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Improvement, Judgement } from '../../judge-page.ts';
import {
  BURN_UID,
  PARTNER_SHARE,
  POOL_WEIGHTS,
  TIERS,
  reputationFactors,
  reputationScore,
  splitPools,
} from '../scoring/reputation.ts';
import { Share, Text } from './query.ts';

const MAX_MINERS = 256;
const HIGHEST_REPUTATION = 1e6;

const Input = v.object({
  miners: v.pipe(
    v.array(
      v.object({
        reward: Share,
        reputation: v.optional(
          v.nullable(
            v.object({
              score: v.optional(
                v.nullable(
                  v.pipe(
                    v.number(),
                    v.minValue(-HIGHEST_REPUTATION),
                    v.maxValue(HIGHEST_REPUTATION),
                  ),
                ),
                null,
              ),
              tier: v.optional(v.nullable(Text), null),
            }),
          ),
          null,
        ),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_MINERS),
  ),
  miner: v.pipe(v.number(), v.integer(), v.minValue(0)),
  burn: v.pipe(v.number(), v.minValue(0), v.maxValue(1 - PARTNER_SHARE)),
  partner: v.boolean(),
});
type Input = v.InferOutput<typeof Input>;

/** From rewards and reputation to shares of the emission. @throws AppError `input.malformed` */
export function judgePayout(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const own = input.miners[input.miner];
  if (!own) {
    throw new AppError(
      'input.malformed',
      `miner: ${input.miner} is not one of ${input.miners.length}`,
    );
  }
  const { split, uav } = splitOf(input);
  const { factor, tier } = reputationFactors(own.reputation);
  const pool = split.pools[input.miner] ?? { kav: 0, uav: 0 };
  return {
    score: {
      name: m.judge_yanez_share({ miner: input.miner }),
      value: split.miners[input.miner] ?? 0,
      label: 'exact',
    },
    findings: [
      { name: m.judge_yanez_pool_kav(), value: pool.kav, rule: m.judge_yanez_pool_kav_rule() },
      {
        name: m.judge_yanez_pool_uav(),
        value: pool.uav,
        rule: m.judge_yanez_pool_uav_rule(),
        children: [
          { name: m.judge_yanez_factor(), value: factor, rule: m.judge_yanez_factor_rule() },
          { name: m.judge_yanez_tier(), value: tier },
        ],
      },
      { name: m.judge_yanez_burnt({ uid: BURN_UID }), value: split.burn, rule: split.mode },
      { name: m.judge_yanez_partner(), value: split.partner },
    ],
    improvements: improvementsOf(input),
    tables: [
      {
        caption: m.judge_yanez_miners(),
        columns: [
          { label: m.judge_yanez_column_miner(), numeric: true },
          { label: m.judge_yanez_column_reward(), numeric: true },
          { label: m.judge_yanez_column_reputation(), numeric: true },
          { label: m.judge_yanez_column_share(), numeric: true },
        ],
        rows: input.miners.map(({ reward }, i) => [i, reward, uav[i] ?? 0, split.miners[i] ?? 0]),
      },
    ],
  };
}

function splitOf({ miners, burn, partner }: Input) {
  const uav = miners.map(({ reputation }) => {
    const { factor, tier } = reputationFactors(reputation);
    return factor * tier;
  });
  const kav = miners.map(({ reward }) => reward);
  const rule = { burn, partnerPresent: partner };
  const weights = { kavWeight: POOL_WEIGHTS.kav, uavWeight: POOL_WEIGHTS.uav };
  return { uav, split: splitPools(kav, uav, { ...rule, ...weights }) };
}

/** A full reward, a better tier, one more point of reputation; each split again. */
function improvementsOf(input: Input): Improvement[] {
  const own = input.miners[input.miner];
  if (!own) return [];
  const shareOf = (miner: typeof own) =>
    splitOf({ ...input, miners: input.miners.with(input.miner, miner) }).split.miners[
      input.miner
    ] ?? 0;
  const now = shareOf(own);
  const [score, tier] = [reputationScore(own.reputation), own.reputation?.tier ?? 'Neutral'];
  const names = Object.keys(TIERS);
  const better = names[names.indexOf(tier) - 1];
  const tried = [
    { text: m.judge_yanez_full_reward(), gain: shareOf({ ...own, reward: 1 }) - now },
    {
      text: m.judge_yanez_more_reputation(),
      gain: shareOf({ ...own, reputation: { score: score + 1, tier } }) - now,
    },
    ...(better === undefined
      ? []
      : [
          {
            text: m.judge_yanez_better_tier({ tier: better }),
            gain: shareOf({ ...own, reputation: { score, tier: better } }) - now,
          },
        ]),
  ];
  return tried.filter(({ gain }) => gain > 1e-9).sort((a, b) => b.gain - a.gain);
}
