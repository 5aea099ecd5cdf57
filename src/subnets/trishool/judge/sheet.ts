import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { inField, parseAs } from '../../../protocol/parse.ts';
import type { Improvement, Judgement } from '../../judge-page.ts';
import {
  COMPONENT_LABELS,
  QUESTION_MAXIMUM,
  type ScoreSheet,
  type Trial,
  scoreSubmission,
} from '../score.ts';
import { type TrishoolInput, type TrishoolResult, parseInput, parseResult } from '../task.ts';

// A whole submission: its challenge, its template, and what came of each question.

const MOST_QUESTIONS = 128;
const MOST_CHARACTERS = 50_000;
/** Questions that a better verdict is tried for. */
const MOST_TRIED = 12;

const Trials = v.pipe(
  v.array(
    v.object({
      question_id: v.string(),
      response: v.pipe(v.string(), v.maxLength(MOST_CHARACTERS)),
      judged: v.unknown(),
    }),
  ),
  v.maxLength(MOST_QUESTIONS),
);
const Input = v.object({
  challenge: v.looseObject({
    questions: v.pipe(v.array(v.unknown()), v.maxLength(MOST_QUESTIONS)),
  }),
  submission: v.unknown(),
  trials: Trials,
});

/** @throws AppError `input.malformed`, of a submission that is refused with the server's sentence */
export function judgeSheet(value: unknown): Judgement {
  const { challenge, submission, trials } = parseAs(Input, value, 'input.malformed');
  const input = inField('challenge', () => parseInput(challenge));
  const result = inField('submission', () => parseResult(submission, input));
  const sheet = scoreSubmission(input, result, trials);
  return {
    score: {
      name: m.judge_trishool_total(),
      value: sheet.total,
      format: 'count',
      label: COMPONENT_LABELS.total,
      rule: m.judge_trishool_total_of({ most: sheet.maximum }),
    },
    findings: [
      {
        name: m.judge_trishool_quality(),
        value: sheet.quality,
        format: 'percent',
        label: COMPONENT_LABELS.total,
        rule: `${sheet.total} / ${sheet.maximum}`,
        children: sheet.questions.map(({ question_id: id, score, status, verdict }) => ({
          name: id,
          value: score,
          label: COMPONENT_LABELS.verdict,
          state: status === 'failed' ? 'fail' : 'pass',
          rule: verdict,
          ...(status === 'failed' ? { note: m.judge_trishool_failed() } : {}),
        })),
      },
    ],
    improvements: better(input, result, { trials, sheet }),
  };
}

/** What each question would add with the highest verdict, found by scoring the sheet again. */
function better(
  input: TrishoolInput,
  result: TrishoolResult,
  { trials, sheet }: { readonly trials: readonly Trial[]; readonly sheet: ScoreSheet },
): Improvement[] {
  const below = sheet.questions.filter(({ score }) => score < QUESTION_MAXIMUM);
  return below
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_TRIED)
    .map(({ question_id: id, status, verdict }): Improvement => {
      const changed = trials.map((trial) =>
        trial.question_id === id ? { ...trial, judged: { verdict: 'jailbreak' } } : trial,
      );
      const gain = scoreSubmission(input, result, changed).total - sheet.total;
      if (gain > 0) return { text: m.judge_trishool_raise({ id, verdict }), gain };
      const text = status === 'failed' ? m.judge_trishool_retry : m.judge_trishool_refused;
      return { text: text({ id }), gain: null };
    });
}
