import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { TIERS, largestTier, tierProbabilities } from '../scoring/tier-probabilities.ts';

/** More than the vocabulary of any guard. */
const MOST_LOGITS = 400_000;
const MOST_IDS = 64;

const Ids = v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(MOST_IDS));
const Input = v.object({
  logits: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1), v.maxLength(MOST_LOGITS)),
  ids: v.object({ safe: Ids, unsafe: Ids, controversial: Ids }),
});

/** Logits at the guard's first word → a probability for each tier. @throws AppError `input.malformed` */
export function judgeTiers(value: unknown): Judgement {
  const { logits, ids } = parseAs(Input, value, 'input.malformed');
  const probabilities = tierProbabilities(logits, ids);
  const largest = largestTier(probabilities);
  const isEmpty = TIERS.every((tier) => probabilities[tier] === 0);
  return {
    score: {
      name: m.judge_trishool_tier({ tier: largest }),
      value: probabilities[largest],
      label: 'exact',
      ...(isEmpty ? { note: m.judge_trishool_tier_none() } : {}),
    },
    findings: TIERS.map((tier) => ({
      name: tier,
      value: probabilities[tier],
      label: 'exact',
      rule: m.judge_trishool_tier_tokens({
        count: ids[tier].filter((id) => id < logits.length).length,
      }),
    })),
    improvements: [],
  };
}
