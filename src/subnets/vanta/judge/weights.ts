import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement, JudgementTable } from '../../judge-page.ts';
import { BURN_UID, burnNormalize } from '../scoring/burn.ts';
import {
  DUST_UNITS,
  type DustBucket,
  dustWeights,
  finalWeight,
  zeroWeighted,
} from '../scoring/dust.ts';
import { debtWeight } from '../scoring/payout.ts';
import { MIN_ACCOUNT_USD } from '../scoring/penalties.ts';

// From debts to the weights on the chain: dust, zeroes, burn.

const MAX_TRADERS = 512;
const BURN_KEY = `uid ${BURN_UID.mainnet}`;

const Amount = v.pipe(v.number(), v.minValue(0), v.maxValue(1e12));
const Trader = v.object({
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  bucket: v.picklist(['CHALLENGE', 'PLAGIARISM', 'PROBATION', 'MAINCOMP', 'ENTITY', 'UNKNOWN']),
  owed_usd: v.optional(Amount, 0),
  pnl_usd: v.optional(v.pipe(v.number(), v.minValue(-1e12), v.maxValue(1e12)), 0),
  account_usd: v.nullish(v.pipe(v.number(), v.minValue(-1e12), v.maxValue(1e12)), null),
});
type Trader = v.InferOutput<typeof Trader>;

const Input = v.object({
  traders: v.pipe(v.array(Trader), v.minLength(1), v.maxLength(MAX_TRADERS)),
  trader: v.string(),
  weekday: v.pipe(
    v.picklist(['0', '1', '2', '3', '4', '5', '6']),
    v.transform((day) => Number(day)),
  ),
  forecast_usd: Amount,
});
type Input = v.InferOutput<typeof Input>;

interface Weighed {
  readonly debt: number;
  readonly dust: number;
  readonly isZeroed: boolean;
  readonly final: number;
}

/** @throws AppError `input.malformed` */
export function judgeWeights(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const ids = new Set(input.traders.map(({ id }) => id));
  if (ids.size < input.traders.length) {
    throw new AppError('input.malformed', 'traders: two traders have the same id');
  }
  if (!ids.has(input.trader)) {
    const name = input.trader.slice(0, 40);
    throw new AppError('input.malformed', `trader: ${name} is not one of ${ids.size} traders`);
  }
  const weighed = weigh(input);
  const weights = settle(weighed);
  const mine = weighed.get(input.trader);
  const total = [...weighed.values()].reduce((sum, { final }) => sum + final, 0);
  return {
    score: {
      name: m.judge_vanta_weight_of({ trader: input.trader }),
      value: weights.get(input.trader) ?? 0,
      label: 'exact',
    },
    findings: mine ? weightFindings(mine, total) : [],
    improvements: improvementsOf(input, weights.get(input.trader) ?? 0),
    tables: [weightTable(input, weighed, weights)],
  };
}

function weigh({ traders, weekday, forecast_usd }: Input): Map<string, Weighed> {
  const challengers = traders.filter(({ bucket }) => bucket === 'CHALLENGE');
  const zeroed = zeroWeighted(
    challengers.map(({ id, pnl_usd, account_usd }) => {
      return { id, pnlUsd: pnl_usd, accountUsd: account_usd };
    }),
    MIN_ACCOUNT_USD,
  );
  const dustOf = (bucket: DustBucket): readonly (readonly [string, number])[] => {
    const members = traders.filter((one) => one.bucket === bucket);
    // Names are the traders' own words: prefixed, so that none of them is special to a record.
    const pnl = Object.fromEntries(members.map(({ id, pnl_usd }) => [`:${id}`, pnl_usd]));
    const zero = new Set([...zeroed].map((id) => `:${id}`));
    return Object.entries(dustWeights(bucket, pnl, zero)).map(([id, dust]) => [id.slice(1), dust]);
  };
  const buckets = Object.keys(DUST_UNITS).filter((name) => isBucket(name));
  const dust = new Map(buckets.flatMap((bucket) => dustOf(bucket)));
  return new Map(
    traders.map(({ id, owed_usd }) => {
      const debt = debtWeight(owed_usd, weekday, forecast_usd);
      const least = dust.get(id) ?? 0;
      const final = finalWeight(debt, least);
      return [id, { debt, dust: least, isZeroed: zeroed.has(id), final }];
    }),
  );
}

function isBucket(name: string): name is DustBucket {
  return Object.hasOwn(DUST_UNITS, name);
}

function settle(weighed: ReadonlyMap<string, Weighed>): Map<string, number> {
  const weights = Object.fromEntries([...weighed].map(([id, { final }]) => [`:${id}`, final]));
  return new Map(
    burnNormalize(weights, `:${BURN_KEY}`).map(([id, weight]) => [id.slice(1), weight]),
  );
}

function weightFindings({ debt, dust, isZeroed, final }: Weighed, total: number) {
  return [
    {
      name: m.judge_vanta_final(),
      value: final,
      rule: m.judge_vanta_final_rule(),
      children: [
        { name: m.judge_vanta_debt_weight(), value: debt, rule: m.judge_vanta_debt_weight_rule() },
        {
          name: m.judge_vanta_dust(),
          value: dust,
          state: isZeroed ? ('fail' as const) : ('pass' as const),
          rule: m.judge_vanta_dust_rule(),
          ...(isZeroed ? { note: m.judge_vanta_zeroed() } : {}),
        },
      ],
    },
    {
      name: m.judge_vanta_sum(),
      value: total,
      note: total < 1 ? m.judge_vanta_burns({ uid: BURN_UID.mainnet }) : m.judge_vanta_divided(),
    },
  ];
}

function improvementsOf(input: Input, now: number): Judgement['improvements'] {
  const change = (changed: Partial<Trader>): number => {
    const traders = input.traders.map((one) =>
      one.id === input.trader ? { ...one, ...changed } : one,
    );
    return (settle(weigh({ ...input, traders })).get(input.trader) ?? 0) - now;
  };
  const best = Math.max(...input.traders.map(({ pnl_usd }) => pnl_usd));
  return [
    {
      text: m.judge_vanta_more_collateral({ usd: MIN_ACCOUNT_USD }),
      gain: change({ account_usd: MIN_ACCOUNT_USD }),
    },
    { text: m.judge_vanta_best_pnl({ usd: best }), gain: change({ pnl_usd: best }) },
  ].filter(({ gain }) => gain > 0);
}

function weightTable(
  { traders }: Input,
  weighed: ReadonlyMap<string, Weighed>,
  weights: ReadonlyMap<string, number>,
): JudgementTable {
  const row = (id: string, bucket: string) => {
    const one = weighed.get(id);
    return [id, bucket, one?.debt ?? null, one?.dust ?? null, weights.get(id) ?? 0];
  };
  return {
    caption: m.judge_vanta_all_weights(),
    columns: [
      { label: m.judge_vanta_trader() },
      { label: m.judge_vanta_bucket() },
      { label: m.judge_vanta_debt_weight(), numeric: true },
      { label: m.judge_vanta_dust(), numeric: true },
      { label: m.judge_vanta_weight_short(), numeric: true },
    ],
    rows: [
      ...traders.map(({ id, bucket }) => row(id, bucket)),
      ...(weights.has(BURN_KEY) ? [row(BURN_KEY, m.judge_vanta_burn())] : []),
    ],
  };
}
