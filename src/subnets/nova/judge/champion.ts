import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement, JudgementTable } from '../../judge-page.ts';
import {
  CONTEST,
  type ContestEntry,
  type Contestant,
  type ContestResult,
  type ContestRule,
  type ContestState,
  entryId,
  nextContest,
} from '../scoring/blueprint-contest.ts';

// The blueprint's contest from epoch to epoch: who is out, who has how many wins, who is promoted.

const MAX_EPOCHS = 200;
const MAX_MINERS = 64;
const DIGITS = 6;

const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_MINERS));
const Scores = v.pipe(
  v.record(Name, v.nullable(v.pipe(v.number(), v.finite()))),
  v.check((scores) => Object.keys(scores).length <= MAX_MINERS, 'has too many miners'),
);

const Input = v.object({
  champion: v.optional(Name),
  epochs: v.pipe(v.array(Scores), v.minLength(1), v.maxLength(MAX_EPOCHS)),
  keeps_above: v.optional(v.boolean(), false),
});
type Epoch = v.InferOutput<typeof Scores>;

interface Course {
  readonly state: ContestState;
  readonly steps: readonly { readonly before: ContestState; readonly result: ContestResult }[];
}

/** Who is champion after the epochs. @throws AppError `input.malformed` */
export function judgeChampion(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const rule: ContestRule = { ...CONTEST, keepsAbove: input.keeps_above };
  const course = run(input.champion ?? null, input.epochs, rule);
  const { champion, challengers } = course.state;
  return {
    score: {
      name: m.judge_nova_champion(),
      value: champion?.hotkey ?? null,
      label: input.keeps_above ? 'from the specification' : 'exact',
      rule: m.judge_nova_champion_rule({ margin: CONTEST.margin, wins: CONTEST.wins }),
      ...(champion ? {} : { note: m.judge_nova_no_champion() }),
    },
    findings: [
      {
        name: m.judge_nova_challengers(),
        value: challengers.length,
        format: 'count',
        children: challengers.map(({ hotkey, wins, scoreSum }): Finding => ({
          name: hotkey,
          value: wins,
          format: 'count',
          state: 'warn',
          rule: m.judge_nova_wins_left({ left: CONTEST.wins - wins }),
          note: m.judge_nova_score_sum({ sum: scoreSum.toFixed(DIGITS) }),
        })),
      },
    ],
    improvements: lastMisses(input.champion ?? null, input.epochs, rule, course),
    tables: [courseTable(input.epochs, course)],
  };
}

function contestant(hotkey: string): Contestant {
  return { hotkey, uid: null, snapshotEpoch: 0, coldkey: null, submissionName: null };
}

function run(first: string | null, epochs: readonly Epoch[], rule: ContestRule): Course {
  let state: ContestState = {
    champion: first === null ? null : contestant(first),
    challengers: [],
  };
  const steps = epochs.map((scores) => {
    const before = state;
    const entries = Object.keys(scores).map((hotkey) => ({
      contestant: contestant(hotkey),
      kind: kindOf(hotkey, before),
    }));
    const byEntry = new Map(
      Object.entries(scores).map(([hotkey, score]) => [entryId(contestant(hotkey)), score]),
    );
    const result = nextContest(before, entries, byEntry, rule);
    ({ state } = result);
    return { before, result };
  });
  return { state, steps };
}

function kindOf(hotkey: string, { champion, challengers }: ContestState): ContestEntry['kind'] {
  if (champion?.hotkey === hotkey) return 'champion';
  return challengers.some((one) => one.hotkey === hotkey) ? 'challenger' : 'entrant';
}

/** Who missed the mark in the last epoch, tried again with a score that reaches it. */
function lastMisses(
  first: string | null,
  epochs: readonly Epoch[],
  rule: ContestRule,
  { state, steps }: Course,
): Improvement[] {
  const last = steps.at(-1);
  const scores = epochs.at(-1);
  const mark = last?.result.mark ?? null;
  if (!last || !scores || mark === null) return [];
  const now = winsOf(state);
  return Object.entries(scores).flatMap(([hotkey, score]) => {
    if (hotkey === last.before.champion?.hotkey || score === null || score >= mark) return [];
    const tried = run(
      first,
      epochs.with(epochs.length - 1, { ...scores, [hotkey]: mark }),
      rule,
    ).state;
    const promoted = tried.champion?.hotkey === hotkey;
    const wins = winsOf(tried).get(hotkey) ?? 0;
    if (!promoted && wins <= (now.get(hotkey) ?? 0)) return [];
    const values = { hotkey, mark: mark.toFixed(DIGITS), more: (mark - score).toFixed(DIGITS) };
    return [
      {
        text: promoted
          ? m.judge_nova_mark_promoted(values)
          : m.judge_nova_mark({ ...values, wins }),
        gain: null,
      },
    ];
  });
}

function winsOf({ challengers }: ContestState): ReadonlyMap<string, number> {
  return new Map(challengers.map(({ hotkey, wins }) => [hotkey, wins]));
}

function courseTable(epochs: readonly Epoch[], { steps }: Course): JudgementTable {
  return {
    caption: m.judge_nova_epochs(),
    columns: [
      { label: m.judge_nova_epoch(), numeric: true },
      { label: m.judge_nova_champion_score(), numeric: true },
      { label: m.judge_nova_to_reach(), numeric: true },
      { label: m.judge_nova_scores() },
      { label: m.judge_nova_afterwards() },
    ],
    rows: steps.map(({ before, result }, index) => [
      index + 1,
      result.mark === null ? null : result.championScore,
      result.mark,
      Object.entries(epochs[index] ?? {})
        .filter(([hotkey]) => hotkey !== before.champion?.hotkey)
        .map(([hotkey, score]) => `${hotkey} ${score ?? '–'}`)
        .join(', '),
      afterwards(before, result.state),
    ]),
  };
}

function afterwards(before: ContestState, { champion, challengers }: ContestState): string {
  const standing = challengers.map(({ hotkey, wins }) => `${hotkey} ${wins}`).join(', ');
  const isNew = champion !== null && champion.hotkey !== before.champion?.hotkey;
  const crowned = isNew ? m.judge_nova_crowned({ hotkey: champion.hotkey }) : '';
  return [crowned, standing].filter(Boolean).join('; ') || m.judge_nova_nobody();
}
