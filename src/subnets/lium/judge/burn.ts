import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Judgement } from '../../judge-page.ts';
import { applyReferrals, BURN_COLDKEYS, BURN_SLOTS, burnByUid } from '../scoring/burn.ts';
import { sumCycles, toChainWeights } from '../scoring/weights.ts';
import { Unit } from './crowd.ts';

// Who gets the burn, what referrals take from it, and the weights of a tempo.

const MOST = 1024;
const LARGEST = 1e12;

const Uid = v.pipe(v.number(), v.integer(), v.minValue(0));
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const Amount = v.pipe(v.number(), v.minValue(0), v.maxValue(LARGEST));
const Amounts = v.record(v.string(), Amount);
const Averages = v.record(
  v.string(),
  v.pipe(v.number(), v.minValue(-LARGEST), v.maxValue(LARGEST)),
);

const Burn = v.object({
  share: Unit,
  neurons: v.pipe(v.array(v.object({ uid: Uid, coldkey: v.string() })), v.maxLength(MOST)),
  slots: v.optional(v.pipe(v.array(Uid), v.minLength(1), v.maxLength(MOST))),
});

/** The burn by slots. @throws AppError `input.malformed` */
export function judgeBurn(value: unknown): Judgement {
  const { share, neurons, slots = BURN_SLOTS } = parseAs(Burn, value, 'input.malformed');
  const paid = burnByUid(share, neurons, slots);
  const sum = [...paid.values()].reduce((total, amount) => total + amount, 0);
  const coldkeys = new Map(neurons.map(({ uid, coldkey }) => [uid, coldkey]));
  const uids = [...new Set(slots)];
  return {
    score: {
      name: m.judge_lium_burn_paid(),
      value: sum,
      label: 'exact',
      note: m.judge_lium_burn_withheld({ amount: (share - sum).toPrecision(6) }),
    },
    findings: uids.map((uid) => {
      const expected = BURN_COLDKEYS[uid];
      const own = coldkeys.get(uid);
      const isHeld = own !== undefined && expected !== undefined && own !== expected;
      return {
        name: m.judge_lium_burn_uid({ uid }),
        value: paid.get(uid) ?? 0,
        state: paid.has(uid) ? ('pass' as const) : ('fail' as const),
        rule: m.judge_lium_burn_slots({
          own: slots.filter((slot) => slot === uid).length,
          all: slots.length,
        }),
        ...(own === undefined ? { note: m.judge_lium_burn_absent() } : {}),
        ...(isHeld ? { note: m.judge_lium_burn_coldkey({ coldkey: expected }) } : {}),
      };
    }),
    improvements: [],
  };
}

const Referral = v.object({
  scores: Amounts,
  burn: Amounts,
  revenue: Averages,
  share: Unit,
  hotkey: Name,
});

/** Scores after the referral pool. @throws AppError `input.malformed` */
export function judgeReferral(value: unknown): Judgement {
  const input = parseAs(Referral, value, 'input.malformed');
  const scores = new Map(Object.entries(input.scores));
  const burn = new Map(Object.entries(input.burn));
  for (const hotkey of burn.keys()) {
    if (!scores.has(hotkey)) throw new AppError('input.malformed', `burn: ${hotkey} has no score`);
  }
  const after = applyReferrals({
    scores,
    burn,
    revenue: new Map(Object.entries(input.revenue)),
    share: input.share,
  });
  const { hotkey } = input;
  return {
    score: {
      name: m.judge_lium_after({ hotkey }),
      value: after.get(hotkey) ?? null,
      label: 'exact',
    },
    findings: [
      { name: m.judge_lium_before(), value: scores.get(hotkey) ?? null },
      {
        name: m.judge_lium_moved(),
        value: (after.get(hotkey) ?? 0) - (scores.get(hotkey) ?? 0),
      },
    ],
    improvements: [],
    tables: [
      {
        caption: m.judge_lium_scores(),
        columns: [
          { label: m.judge_lium_hotkey() },
          { label: m.judge_lium_before(), numeric: true },
          { label: m.judge_lium_after_short(), numeric: true },
        ],
        rows: [...after].map(([one, score]) => [one, scores.get(one) ?? 0, score]),
      },
    ],
  };
}

const Weights = v.object({
  cycles: v.pipe(v.array(Amounts), v.minLength(1), v.maxLength(64)),
  hotkey: Name,
});

/** Weights of a tempo from the scores of its cycles. @throws AppError `input.malformed` */
export function judgeWeights(value: unknown): Judgement {
  const { cycles, hotkey } = parseAs(Weights, value, 'input.malformed');
  const sums = [...sumCycles(cycles.map((cycle) => new Map(Object.entries(cycle))))];
  const weights = new Map(toChainWeights(sums.map(([, sum]) => sum)));
  const index = sums.findIndex(([one]) => one === hotkey);
  return {
    score: {
      name: m.judge_lium_weight({ hotkey }),
      value: weights.get(index) ?? 0,
      format: 'count',
      label: 'exact',
    },
    findings: [{ name: m.judge_lium_sum(), value: sums[index]?.[1] ?? 0 }],
    improvements: [],
    tables: [
      {
        caption: m.judge_lium_weights(),
        columns: [
          { label: m.judge_lium_hotkey() },
          { label: m.judge_lium_sum(), numeric: true },
          { label: m.judge_lium_weight_short(), numeric: true },
        ],
        rows: sums.map(([one, sum], i) => [one, sum, weights.get(i) ?? null]),
      },
    ],
  };
}
