import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement } from '../../judge-page.ts';
import { CHALLENGE } from '../scoring/buckets.ts';
import { PNL_WEIGHT, combineScores, percentiles, softmaxShares } from '../scoring/ranking.ts';

// From the PnL scores of an asset class to shares and places.

const MAX_TRADERS = 1024;

const Input = v.object({
  traders: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
        score: v.pipe(v.number(), v.minValue(-1e12), v.maxValue(1e12)),
        penalty: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
      }),
    ),
    v.minLength(1),
    v.maxLength(MAX_TRADERS),
    v.check(
      (traders) => new Set(traders.map(({ id }) => id)).size === traders.length,
      'two traders have the same id',
    ),
  ),
  trader: v.string(),
});
type Traders = v.InferOutput<typeof Input>['traders'];

/** @throws AppError `input.malformed` */
export function judgeRanking(value: unknown): Judgement {
  const { traders, trader } = parseAs(Input, value, 'input.malformed');
  const mine = traders.find(({ id }) => id === trader);
  if (!mine) {
    const name = trader.slice(0, 40);
    throw new AppError(
      'input.malformed',
      `trader: ${name} is not one of ${traders.length} traders`,
    );
  }
  const { ranks, combined, shares, order } = rank(traders);
  const place = order.indexOf(trader) + 1;
  return {
    score: {
      name: m.judge_vanta_share_of({ trader }),
      value: shares.get(trader) ?? 0,
      label: 'exact',
    },
    findings: [
      {
        name: m.judge_vanta_rank(),
        value: place,
        format: 'count',
        state: place <= CHALLENGE.rank ? 'pass' : 'fail',
        rule: `≤ ${CHALLENGE.rank}`,
      },
      {
        name: m.judge_vanta_combined(),
        value: combined.get(trader) ?? 0,
        rule: m.judge_vanta_combined_rule(),
        children: [
          {
            name: m.judge_vanta_percentile(),
            value: ranks.get(trader) ?? 0,
            rule: m.judge_vanta_percentile_rule(),
          },
          { name: m.judge_vanta_penalty(), value: mine.penalty },
        ],
      },
    ],
    improvements: rankImprovements(traders, trader, order),
    tables: [
      {
        caption: m.judge_vanta_all_ranks(),
        columns: [
          { label: m.judge_vanta_rank(), numeric: true },
          { label: m.judge_vanta_trader() },
          { label: m.judge_vanta_percentile(), numeric: true },
          { label: m.judge_vanta_combined(), numeric: true },
          { label: m.judge_vanta_share(), numeric: true },
        ],
        rows: order.map((id, i) => [
          i + 1,
          id,
          ranks.get(id) ?? 0,
          combined.get(id) ?? 0,
          shares.get(id) ?? 0,
        ]),
      },
    ],
  };
}

function rank(traders: Traders) {
  const scores = new Map(traders.map(({ id, score }) => [id, score]));
  const penalties = new Map(traders.map(({ id, penalty }) => [id, penalty]));
  const combined = combineScores([{ weight: PNL_WEIGHT, scores }], penalties);
  const order = [...combined].sort((a, b) => b[1] - a[1]).map(([id]) => id);
  return { ranks: percentiles(scores), combined, shares: softmaxShares(combined), order };
}

/** No penalty, and the score of whoever stands one place above, each ranked again. */
function rankImprovements(
  traders: Traders,
  trader: string,
  order: readonly string[],
): Judgement['improvements'] {
  const shareWith = (changed: Partial<Traders[number]>): number => {
    const others = traders.map((one) => (one.id === trader ? { ...one, ...changed } : one));
    return rank(others).shares.get(trader) ?? 0;
  };
  const now = shareWith({});
  const above = traders.find(({ id }) => id === order[order.indexOf(trader) - 1]);
  return [
    { text: m.judge_vanta_no_penalty(), gain: shareWith({ penalty: 1 }) - now },
    ...(above
      ? [
          {
            text: m.judge_vanta_overtake({ trader: above.id }),
            gain:
              shareWith({ score: above.score + Math.max(1, Math.abs(above.score)) * 1e-6 }) - now,
          },
        ]
      : []),
  ].filter(({ gain }) => gain > 0);
}
