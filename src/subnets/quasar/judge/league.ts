import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Improvement, Judgement, JudgementTable } from '../../judge-page.ts';
import { LEAGUES, leagueOf } from '../scoring/league.ts';
import {
  type KernelSubmission,
  LEAST_SPEED_SHARE,
  type Speed,
  exclusionOf,
  kernelScore,
  prizeOf,
  rankKernels,
  weightedSpeed,
} from '../scoring/ranking.ts';

// The kernel contest's round: leagues, places, shares, and who is left out.

const MOST_SUBMISSIONS = 1024;
const LARGEST = 1e15;

const Amount = v.pipe(v.number(), v.minValue(0), v.maxValue(LARGEST));
const Id = v.pipe(v.number(), v.safeInteger());

const Input = v.object({
  submissions: v.pipe(
    v.array(
      v.object({
        id: Id,
        tokens_per_sec: Amount,
        seq_len: Amount,
        created_at: Amount,
        revealed: v.optional(v.boolean(), true),
        logit_ok: v.nullish(v.boolean()),
      }),
    ),
    v.minLength(1),
    v.maxLength(MOST_SUBMISSIONS),
  ),
  previous: v.nullish(v.object({ tokens_per_sec: Amount, seq_len: Amount })),
  id: Id,
  actual: v.optional(Amount),
});

/** @throws AppError `input.malformed` */
export function judgeLeague(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const submissions = input.submissions.map((one): KernelSubmission => ({
    id: one.id,
    tokensPerSec: one.tokens_per_sec,
    length: one.seq_len,
    created: one.created_at,
    revealed: one.revealed,
    logitsOk: one.logit_ok ?? null,
  }));
  const previous = input.previous
    ? { tokensPerSec: input.previous.tokens_per_sec, length: input.previous.seq_len }
    : null;
  const mine = submissions.find(({ id }) => id === input.id);
  if (mine === undefined) {
    throw new AppError('input.malformed', `id: no submission has the number ${input.id}`);
  }
  if (new Set(submissions.map(({ id }) => id)).size < submissions.length) {
    throw new AppError('input.malformed', 'submissions: two have the same id');
  }
  const round = { submissions, previous };
  const ranked = rankKernels(submissions, previous);
  const place = ranked.findIndex(({ id }) => id === mine.id);
  return {
    score: {
      name: m.judge_quasar_prize({ id: mine.id }),
      value: prizeOf(ranked, mine.id),
      format: 'percent',
      label: 'from the specification',
    },
    findings: [
      {
        name: m.judge_quasar_rank(),
        value: place < 0 ? null : place + 1,
        format: 'count',
        label: 'exact',
        rule: m.judge_quasar_rank_of({ count: ranked.length }),
      },
      speedFinding(mine),
      ...admission(mine, previous),
      ...(input.actual === undefined ? [] : [rerunFinding(mine, input.actual)]),
    ],
    improvements: improvementsOf(mine, round),
    tables: [roundTable(round)],
  };
}

interface Round {
  readonly submissions: readonly KernelSubmission[];
  readonly previous: Speed | null;
}

function speedFinding(mine: KernelSubmission): Finding {
  const { name, multiplier } = leagueOf(mine.length);
  return {
    name: m.judge_quasar_weighted(),
    value: weightedSpeed(mine),
    label: 'exact',
    rule: `${mine.tokensPerSec} × ${multiplier}`,
    children: [{ name: m.judge_quasar_league(), value: name, label: 'exact' }],
  };
}

/** Whether it takes part at all. */
function admission(mine: KernelSubmission, previous: Speed | null): Finding[] {
  const excluded = exclusionOf(mine, previous);
  if (excluded === null) return [{ name: m.judge_quasar_admitted(), value: true, state: 'pass' }];
  return [
    { name: m.judge_quasar_admitted(), value: false, state: 'fail', note: EXCLUSIONS[excluded]() },
  ];
}

const EXCLUSIONS: Readonly<Record<NonNullable<ReturnType<typeof exclusionOf>>, () => string>> = {
  unrevealed: m.judge_quasar_unrevealed,
  logits: m.judge_quasar_logits_failed,
  'too slow': m.judge_quasar_too_slow,
};

function rerunFinding(mine: KernelSubmission, actual: number): Finding {
  const score = kernelScore(mine.tokensPerSec, actual, mine.logitsOk !== false);
  return {
    name: m.judge_quasar_rerun(),
    value: score,
    label: 'from the specification',
    state: score > 0 ? 'pass' : 'fail',
    rule: m.judge_quasar_rerun_rule({
      actual,
      claimed: mine.tokensPerSec,
      least: LEAST_SPEED_SHARE,
    }),
  };
}

/** The next league at the same speed, and the speed that takes the next place; both ranked again. */
function improvementsOf(mine: KernelSubmission, { submissions, previous }: Round): Improvement[] {
  const ranked = rankKernels(submissions, previous);
  const now = prizeOf(ranked, mine.id);
  const gainOf = (changed: KernelSubmission): number =>
    prizeOf(
      rankKernels(
        submissions.map((one) => (one.id === mine.id ? changed : one)),
        previous,
      ),
      mine.id,
    ) - now;
  const tried: [string, KernelSubmission][] = [];
  const above = ranked[ranked.findIndex(({ id }) => id === mine.id) - 1];
  if (above) {
    const { multiplier } = leagueOf(mine.length);
    const speed = Math.floor(above.weighted / multiplier) + 1;
    const text = m.judge_quasar_overtake({ id: above.id, speed });
    tried.push([text, { ...mine, tokensPerSec: speed }]);
  }
  const next = LEAGUES.findLast(([from]) => from > mine.length);
  if (next) {
    const [length, name] = next;
    tried.push([m.judge_quasar_next_league({ name }), { ...mine, length }]);
  }
  return tried
    .map(([text, changed]) => ({ text, gain: gainOf(changed) }))
    .filter(({ gain }) => gain > 0);
}

function roundTable({ submissions, previous }: Round): JudgementTable {
  const ranked = rankKernels(submissions, previous);
  const places = new Map(ranked.map(({ id }, index) => [id, index + 1]));
  const placeOf = ({ id }: KernelSubmission): number => places.get(id) ?? submissions.length + 1;
  return {
    caption: m.judge_quasar_round(),
    columns: [
      { label: m.judge_quasar_rank(), numeric: true },
      { label: 'id', numeric: true },
      { label: m.judge_quasar_league() },
      { label: m.judge_quasar_weighted(), numeric: true },
      { label: m.judge_quasar_share_short(), numeric: true },
      { label: m.judge_quasar_left_out() },
    ],
    rows: [...submissions]
      .sort((a, b) => placeOf(a) - placeOf(b))
      .map((one) => {
        const excluded = exclusionOf(one, previous);
        return [
          places.get(one.id) ?? null,
          one.id,
          leagueOf(one.length).name,
          weightedSpeed(one),
          prizeOf(ranked, one.id),
          excluded === null ? '' : EXCLUSIONS[excluded](),
        ];
      }),
  };
}
