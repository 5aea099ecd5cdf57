import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Improvement, Judgement, JudgementTable } from '../../judge-page.ts';
import { adaptiveDeltaRel, COPY_RULE, type SimilarityRule } from '../scoring/similarity.ts';
import {
  breakTie,
  compareContenders,
  type Contender,
  type Entrant,
  type Likeness,
  MIN_SAMPLES,
  NOBODY_UID,
  rankByMean,
  SAMPLE,
} from '../scoring/winner.ts';

// Who takes an element: means, the copy rule, and what a miner lacks to win.

const MAX_MINERS = 12;
const MAX_CHALLENGES = 200;
const MAX_UID = 65_535;
/** Raises of every score that are tried for a miner that does not win. */
const RAISES = Array.from({ length: 30 }, (_, i) => (i + 1) / 100);

const Uid = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_UID));
const Unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Name = v.pipe(v.string(), v.maxLength(64));

const Miner = v.object({
  uid: Uid,
  hotkey: Name,
  block: v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
  young: v.optional(v.boolean(), false),
  scores: v.pipe(v.array(v.nullable(Unit)), v.maxLength(MAX_CHALLENGES)),
});
type Miner = v.InferOutput<typeof Miner>;

const Input = v.object({
  challenges: v.pipe(
    v.array(Name),
    v.maxLength(MAX_CHALLENGES),
    v.check((ids) => new Set(ids).size === ids.length, 'names a challenge twice'),
  ),
  miners: v.pipe(
    v.array(Miner),
    v.maxLength(MAX_MINERS),
    v.check((all) => new Set(all.map(({ uid }) => uid)).size === all.length, 'has a UID twice'),
  ),
  window: Name,
  theta: v.nullish(Unit),
  delta_rel: v.optional(Unit),
  uid: v.optional(Uid),
});
type Input = v.InferOutput<typeof Input>;

interface Contest {
  readonly ranked: ReturnType<typeof rankByMean>;
  readonly winner: Contender | null;
}

/** @throws AppError `input.malformed` */
export function judgeWinner(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const long = input.miners.find(({ scores }) => scores.length > input.challenges.length);
  if (long) {
    throw new AppError(
      'input.malformed',
      `miners: UID ${long.uid} has ${long.scores.length} scores for ${input.challenges.length} challenges`,
    );
  }
  const rule = { ...COPY_RULE, deltaRel: input.delta_rel ?? adaptiveDeltaRel(input.theta ?? null) };
  const { ranked, winner } = decide(input, rule);
  const leader = ranked[0]?.contender ?? null;
  const likeness = new Map(
    ranked
      .slice(1)
      .flatMap(({ contender }) =>
        leader
          ? [[contender.id, compareContenders(leader, contender, input.window, rule)] as const]
          : [],
      ),
  );
  return {
    score: {
      name: m.judge_score_winner(),
      value: winner ? Number(winner.id) : NOBODY_UID,
      label: 'exact',
      ...(winner ? {} : { note: m.judge_score_nobody({ samples: MIN_SAMPLES, uid: NOBODY_UID }) }),
    },
    findings: [
      {
        name: m.judge_score_delta_rel(),
        value: rule.deltaRel,
        label: 'exact',
        rule:
          input.delta_rel === undefined ? '0.04 + 0.135 × θ, 0.04..0.175' : m.judge_score_given(),
        note: m.judge_score_delta_note(),
      },
      {
        name: m.judge_score_leader(),
        value: leader ? `UID ${leader.id}` : null,
        children: [...likeness].map(([id, one]) => likenessFinding(id, one)),
      },
    ],
    improvements: input.uid === undefined ? [] : toWin(input, rule, input.uid),
    tables: [minerTable(input, { ranked, winner }, likeness)],
  };
}

function decide(input: Input, rule: SimilarityRule): Contest {
  const ranked = rankByMean(input.miners.map((miner) => toEntrant(miner, input.challenges)));
  const [leader, ...others] = ranked.map(({ contender }) => contender);
  return { ranked, winner: leader ? breakTie(leader, others, input.window, rule) : null };
}

function toEntrant(miner: Miner, challenges: readonly string[]): Entrant {
  const pairs = miner.scores.flatMap((score, i) => {
    const challenge = challenges[i];
    return score === null || challenge === undefined ? [] : [[challenge, score] as const];
  });
  return {
    contender: {
      id: String(miner.uid),
      hotkey: miner.hotkey,
      committed: miner.block ?? null,
      recent: new Map(pairs.slice(-SAMPLE)),
      history: new Map(pairs),
    },
    scores: pairs.map(([, score]) => score),
    young: miner.young,
  };
}

function likenessFinding(id: string, { recent, older, alike }: Likeness): Finding {
  const part = (name: string, one: Likeness['recent']): Finding => ({
    name,
    value: one.similar,
    rule: m.judge_score_likeness_rule({ common: one.common, different: one.different }),
  });
  return {
    name: `UID ${id}`,
    value: alike ? m.judge_score_alike() : m.judge_score_not_alike(),
    label: 'exact',
    children: [part(m.judge_score_recent(), recent), part(m.judge_score_older(), older)],
  };
}

function minerTable(
  input: Input,
  { ranked, winner }: Contest,
  likeness: ReadonlyMap<string, Likeness>,
): JudgementTable {
  const places = new Map(ranked.map(({ contender, mean }, i) => [contender.id, { i, mean }]));
  const order = input.miners.toSorted(
    (a, b) =>
      (places.get(String(a.uid))?.i ?? MAX_MINERS) - (places.get(String(b.uid))?.i ?? MAX_MINERS),
  );
  return {
    caption: m.judge_score_miners(),
    columns: [
      { label: 'UID', numeric: true },
      { label: m.judge_score_column_mean(), numeric: true },
      { label: m.judge_score_column_block(), numeric: true },
      { label: m.judge_score_column_standing() },
    ],
    rows: order.map(({ uid, block }) => {
      const id = String(uid);
      const place = places.get(id);
      const words = [
        ...(place ? [] : [m.judge_score_standing_few({ samples: MIN_SAMPLES })]),
        ...(place?.i === 0 ? [m.judge_score_standing_leader()] : []),
        ...(likeness.get(id)?.alike ? [m.judge_score_alike()] : []),
        ...(winner?.id === id ? [m.judge_score_standing_winner()] : []),
      ];
      return [uid, place?.mean ?? null, block ?? null, words.join(', ')];
    }),
  };
}

/** The smallest raise of all its scores with which the miner wins, found by deciding again. */
function toWin(input: Input, rule: SimilarityRule, uid: number): Improvement[] {
  const wins = (raise: number): boolean => {
    const miners = input.miners.map((miner) =>
      miner.uid === uid
        ? {
            ...miner,
            scores: miner.scores.map((score) => (score ? Math.min(1, score + raise) : score)),
          }
        : miner,
    );
    return decide({ ...input, miners }, rule).winner?.id === String(uid);
  };
  if (wins(0)) return [];
  const raise = RAISES.find(wins);
  return raise === undefined ? [] : [{ text: m.judge_score_to_win({ uid, raise }), gain: null }];
}
