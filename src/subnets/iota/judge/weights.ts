import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import {
  burnedWeights,
  normalizeWeights,
  OWNER_UID,
  SCORE_WINDOW_S,
  sumByUid,
} from '../scoring/rewards.ts';
import { Count, Finite } from './tensor.ts';

// From pay to weights on the chain: today's sum, and the sliding window of v0.2.

const MOST_ENTRIES = 4096;

const Today = v.object({
  scores: v.pipe(v.array(v.tuple([Count, Finite])), v.maxLength(MOST_ENTRIES)),
  uid: Count,
});

/** Weights of today from what each run pays. @throws AppError `input.malformed` */
export function judgeWeights(value: unknown): Judgement {
  const { scores, uid } = parseAs(Today, value, 'input.malformed');
  const sums = sumByUid(scores);
  const weights = normalizeWeights(sums);
  return {
    score: {
      name: m.judge_iota_weight({ uid }),
      value: weights ? (weights.get(uid) ?? 0) : null,
      label: 'exact',
      ...(weights ? {} : { note: m.judge_iota_nothing_set() }),
    },
    findings: [
      {
        name: m.judge_iota_sum({ uid }),
        value: sums.get(uid) ?? 0,
        label: 'exact',
        children: scores
          .filter(([one]) => one === uid)
          .map(([, weight], i) => ({
            name: m.judge_iota_run_pay({ number: i + 1 }),
            value: weight,
          })),
      },
    ],
    improvements: [],
    tables: [weightTable(sums, weights ?? new Map())],
  };
}

const Window = v.object({
  uids: v.pipe(v.array(Count), v.minLength(1), v.maxLength(512)),
  events: v.pipe(
    v.array(v.object({ uid: Count, time_s: Finite, score: Finite })),
    v.maxLength(512),
  ),
  now_s: Finite,
  uid: Count,
});

/** Weights of v0.2 from the checks of the last ten hours. @throws AppError `input.malformed` */
export function judgeWindow(value: unknown): Judgement {
  const { uids, events, now_s: now, uid } = parseAs(Window, value, 'input.malformed');
  const named = events.map(({ uid: one, time_s: timeS, score }) => ({ uid: one, timeS, score }));
  const distinct = [...new Set(uids)];
  const weights = burnedWeights(distinct, named, now);
  const gain =
    (burnedWeights(distinct, [...named, { uid, timeS: now, score: 1 }], now).get(uid) ?? 0) -
    (weights.get(uid) ?? 0);
  const own = named.filter((event) => event.uid === uid);
  return {
    score: {
      name: m.judge_iota_weight({ uid }),
      value: weights.get(uid) ?? 0,
      label: 'from the specification',
      ...(uid === OWNER_UID ? { note: m.judge_iota_owner() } : {}),
    },
    findings: own.map(({ timeS, score }) => {
      const counts = timeS > now - SCORE_WINDOW_S;
      return {
        name: m.judge_iota_check({ ago: Math.round(now - timeS) }),
        value: score,
        state: counts ? ('pass' as const) : ('warn' as const),
        rule: `< ${SCORE_WINDOW_S} s`,
        ...(counts ? {} : { note: m.judge_iota_forgotten() }),
      };
    }),
    improvements: gain > 0 ? [{ text: m.judge_iota_one_more(), gain }] : [],
    tables: [weightTable(new Map(), weights)],
  };
}

function weightTable(
  sums: ReadonlyMap<number, number>,
  weights: ReadonlyMap<number, number>,
): NonNullable<Judgement['tables']>[number] {
  const uids = [...new Set([...sums.keys(), ...weights.keys()])].sort(
    (a, b) => (weights.get(b) ?? 0) - (weights.get(a) ?? 0),
  );
  const hasSums = sums.size > 0;
  return {
    caption: m.judge_iota_weights(),
    columns: [
      { label: 'UID', numeric: true },
      ...(hasSums ? [{ label: m.judge_iota_sum_short(), numeric: true }] : []),
      { label: m.judge_iota_weight_short(), numeric: true },
    ],
    rows: uids.map((uid) => [
      uid,
      ...(hasSums ? [sums.get(uid) ?? 0] : []),
      weights.get(uid) ?? null,
    ]),
  };
}
