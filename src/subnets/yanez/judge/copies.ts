import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import type { Answer } from '../scoring/answer.ts';
import { afterCheating, compareAnswers, detectCheating } from '../scoring/cheating.ts';
import { blendRanks } from '../scoring/rank.ts';
import { Share, Text } from './query.ts';
import { Variations, answerOf } from './shapes.ts';

/** Every pair is compared, name by name. */
const MAX_MINERS = 16;
const MAX_ENTRIES = 1500;

const Input = v.object({
  answers: v.pipe(
    v.array(Variations),
    v.minLength(1),
    v.maxLength(MAX_MINERS),
    v.check(
      (answers) => answers.flatMap((answer) => [...answer.values()].flat()).length <= MAX_ENTRIES,
      `at most ${MAX_ENTRIES} variations together`,
    ),
  ),
  rewards: v.pipe(v.array(Share), v.maxLength(MAX_MINERS)),
  seed_names: v.pipe(v.array(Text), v.maxLength(MAX_MINERS)),
  miner: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** Answers of several miners against each other. @throws AppError `input.malformed` */
export function judgeCopies(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { rewards, seed_names: seeds, miner } = input;
  const answers = input.answers.map(answerOf);
  if (rewards.length !== answers.length) {
    throw new AppError(
      'input.malformed',
      `rewards: ${rewards.length} for ${answers.length} answers`,
    );
  }
  const own = detectCheating(answers, rewards, seeds, asTheyAre)[miner];
  if (!own) throw new AppError('input.malformed', `miner: ${miner} is not one of the answers`);
  const after = rewardsAfter(answers, rewards, seeds);
  const blended = blendRanks(after, after);
  const label = answers.every(isAscii) ? 'exact' : 'proxy';
  const penalty = (name: string, value_: number, rule: string): Finding => ({
    name,
    value: value_,
    state: value_ === 0 ? 'pass' : 'fail',
    rule,
  });
  return {
    score: {
      name: m.judge_yanez_after({ miner }),
      value: after[miner] ?? 0,
      label,
      rule: `${rewards[miner] ?? 0} × ${afterCheating(1, own).toFixed(4)}`,
      ...(label === 'exact' ? {} : { note: m.judge_yanez_other_scripts() }),
    },
    findings: [
      {
        name: m.judge_yanez_taken(),
        value: 1 - afterCheating(1, own),
        rule: m.judge_yanez_taken_rule(),
        children: [
          penalty(m.judge_yanez_collusion(), own.collusion, m.judge_yanez_collusion_rule()),
          penalty(m.judge_yanez_duplication(), own.duplication, m.judge_yanez_duplication_rule()),
          penalty(m.judge_yanez_signature(), own.signature, m.judge_yanez_signature_rule()),
          penalty(m.judge_yanez_special(), own.specialCharacters, m.judge_yanez_special_rule()),
          penalty(m.judge_yanez_shared(), own.addresses, m.judge_yanez_shared_rule()),
        ],
      },
      { name: m.judge_yanez_blend(), value: blended[miner] ?? 0, rule: m.judge_yanez_blend_rule() },
    ],
    improvements: withoutPartner(answers, rewards, seeds, miner),
    tables: [pairTable(answers, seeds), minerTable(rewards, after, blended)],
  };
}

/** Letters of other scripts stay; the validator's table of transliterations is not part of a page. */
function asTheyAre(text: string): string {
  return text;
}

function isAscii(answer: Answer): boolean {
  return answer.every(([, list]) =>
    list.every(({ address }) =>
      /^\p{ASCII}*$/u.test(address.normalize('NFKD').replace(/\p{Mn}/gu, '')),
    ),
  );
}

function rewardsAfter(
  answers: readonly Answer[],
  rewards: readonly number[],
  seeds: readonly string[],
): number[] {
  return detectCheating(answers, rewards, seeds, asTheyAre).map((penalties, i) =>
    afterCheating(rewards[i] ?? 0, penalties),
  );
}

/** What the miner would keep if one other had answered nothing. */
function withoutPartner(
  answers: readonly Answer[],
  rewards: readonly number[],
  seeds: readonly string[],
  miner: number,
): Improvement[] {
  const now = rewardsAfter(answers, rewards, seeds)[miner] ?? 0;
  return answers
    .flatMap((_, other) => {
      if (other === miner) return [];
      const [rest, values] = [answers.with(other, []), rewards.with(other, 0)];
      const gain = (rewardsAfter(rest, values, seeds)[miner] ?? 0) - now;
      return gain > 1e-9 ? [{ text: m.judge_yanez_differ({ miner: other }), gain }] : [];
    })
    .sort((a, b) => b.gain - a.gain)
    .slice(0, 3);
}

function pairTable(answers: readonly Answer[], seeds: readonly string[]) {
  return {
    caption: m.judge_yanez_pairs(),
    columns: [
      { label: m.judge_yanez_column_pair() },
      { label: m.judge_yanez_column_overlap(), numeric: true },
      { label: 'Jaccard', numeric: true },
      { label: m.judge_yanez_column_address_words(), numeric: true },
    ],
    rows: compareAnswers(answers, seeds, asTheyAre).map((pair) => [
      `${pair.first} · ${pair.second}`,
      pair.overlap,
      pair.jaccard,
      pair.addresses,
    ]),
  };
}

function minerTable(
  before: readonly number[],
  after: readonly number[],
  blended: readonly number[],
) {
  return {
    caption: m.judge_yanez_miners(),
    columns: [
      { label: m.judge_yanez_column_miner(), numeric: true },
      { label: m.judge_yanez_column_before(), numeric: true },
      { label: m.judge_yanez_column_after(), numeric: true },
      { label: m.judge_yanez_blend(), numeric: true },
    ],
    rows: after.map((reward, i) => [i, before[i] ?? 0, reward, blended[i] ?? 0]),
  };
}
