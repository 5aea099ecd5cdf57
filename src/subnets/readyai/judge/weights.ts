import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import { seededRng } from '../../../shared/rng.ts';
import type { Judgement } from '../../judge-page.ts';
import { updateAverage } from '../scoring/moving-average.ts';
import { rankWeights } from '../scoring/rank-weights.ts';

const MAX_MINERS = 4096;
const Unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const Input = v.object({
  average: v.pipe(v.array(Unit), v.minLength(1), v.maxLength(MAX_MINERS)),
  rewards: v.pipe(
    v.array(v.object({ uid: v.pipe(v.number(), v.integer(), v.minValue(0)), reward: Unit })),
    v.maxLength(MAX_MINERS),
  ),
  uid: v.pipe(v.number(), v.integer(), v.minValue(0)),
  burn_uid: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  burn_rate: v.optional(Unit, 0),
});

/** From this round's rewards to weights on the chain. @throws AppError `input.malformed` */
export function judgeWeights(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { average, rewards, uid } = input;
  if (uid >= average.length) {
    throw new AppError('input.malformed', `uid: ${uid} is not one of ${average.length} miners`);
  }
  const after = updateAverage(average, rewards);
  const weigh = (scores: readonly number[]): readonly number[] =>
    // Equal miners are shuffled there; here always the same way, so that a page gives one answer.
    rankWeights(
      scores,
      { uid: input.burn_uid ?? null, rate: input.burn_rate },
      seededRng('equal miners'),
    ) ?? [];
  const weights = weigh(after.scores);
  const order = [...after.scores.keys()].sort(
    (a, b) => (after.scores[b] ?? 0) - (after.scores[a] ?? 0),
  );
  return {
    score: { name: m.judge_readyai_weight({ uid }), value: weights[uid] ?? 0, label: 'exact' },
    findings: [
      { name: m.judge_readyai_average(), value: after.average[uid] ?? 0, label: 'exact' },
      { name: m.judge_readyai_share(), value: after.scores[uid] ?? 0, label: 'exact' },
      { name: m.judge_readyai_rank(), value: order.indexOf(uid) + 1, format: 'count' },
    ],
    improvements: overtaking(after.scores, uid, order, weigh),
    tables: [
      {
        caption: m.judge_readyai_miners(),
        columns: [
          { label: 'UID', numeric: true },
          { label: m.judge_readyai_average(), numeric: true },
          { label: m.judge_readyai_share(), numeric: true },
          { label: m.judge_readyai_weight_short(), numeric: true },
        ],
        rows: order.map((one) => [
          one,
          after.average[one] ?? 0,
          after.scores[one] ?? 0,
          weights[one] ?? 0,
        ]),
      },
    ],
  };
}

/** What the next better rank would bring. */
function overtaking(
  scores: readonly number[],
  uid: number,
  order: readonly number[],
  weigh: (scores: readonly number[]) => readonly number[],
): Judgement['improvements'] {
  const above = order[order.indexOf(uid) - 1];
  if (above === undefined) return [];
  const swapped = [...scores];
  swapped[uid] = scores[above] ?? 0;
  swapped[above] = scores[uid] ?? 0;
  const gain = (weigh(swapped)[uid] ?? 0) - (weigh(scores)[uid] ?? 0);
  return gain > 0 ? [{ text: m.judge_readyai_overtake({ uid: above }), gain }] : [];
}
