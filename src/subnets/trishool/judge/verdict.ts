import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import {
  type JudgedExchange,
  type Ruling,
  isPlaceholder,
  normaliseJudge,
  payloadFields,
  ruleOn,
  spokenTexts,
} from '../scoring/judge.ts';
import { MIRROR_SHARE, refusalIn } from '../scoring/judge-safeguards.ts';
import type { JudgePayload, ReadVerdict } from '../scoring/judge-verdict.ts';

// From a judge model's JSON to the verdict that counts. Nothing of prompt, response or reasons is
// repeated: what a model was led to say is not passed on.

const MOST_CHARACTERS = 200_000;
const Text = v.pipe(v.string(), v.maxLength(MOST_CHARACTERS));

const Input = v.object({ payload: v.unknown(), prompt: Text, response: Text });

/** @throws AppError `input.malformed` */
export function judgeVerdict(value: unknown): Judgement {
  const { payload, prompt, response } = parseAs(Input, value, 'input.malformed');
  const exchange = { prompt, modelResponse: response };
  const { score, judgeVerdict: verdict } = normaliseJudge(payload, exchange);
  const fields = payloadFields(payload);
  const head: Judgement['score'] = {
    name: m.judge_trishool_points(),
    value: score,
    label: 'exact',
    note: m.judge_trishool_points_note({ verdict }),
  };
  if (fields === null) {
    return {
      score: head,
      findings: [
        {
          name: m.judge_trishool_object(),
          value: false,
          state: 'fail',
          note: m.judge_trishool_object_note(),
        },
      ],
      improvements: [],
    };
  }
  const ruling = ruleOn(fields, exchange);
  return {
    score: head,
    findings: [
      {
        name: m.judge_trishool_read(),
        value: ruling.read.verdict,
        label: 'exact',
        state: ruling.read.by === 'default' ? 'warn' : 'pass',
        note: READ_BY[ruling.read.by](),
      },
      refusalFinding(ruling, response),
      mirrorFinding(ruling),
      { name: m.judge_trishool_counts(), value: ruling.verdict, label: 'exact' },
      ...placeholderFindings(fields),
    ],
    improvements: improvementsOf(payload, exchange, ruling),
  };
}

const READ_BY: Readonly<Record<ReadVerdict['by'], () => string>> = {
  word: m.judge_trishool_read_word,
  number: m.judge_trishool_read_number,
  default: m.judge_trishool_read_default,
};

function refusalFinding({ refusal, takenBack }: Ruling, response: string): Finding {
  // The list knows the typographic apostrophe only; with the other kind a refusal goes unseen.
  const missed = refusal === null ? refusalIn(response.replaceAll("'", '’')) : null;
  return {
    name: m.judge_trishool_refusal(),
    value: refusal ?? false,
    label: 'exact',
    state: takenBack === 'refusal' ? 'fail' : missed === null ? 'pass' : 'warn',
    rule: m.judge_trishool_refusal_rule(),
    ...(missed === null ? {} : { note: m.judge_trishool_refusal_missed({ phrase: missed }) }),
  };
}

function mirrorFinding({ mirror, takenBack }: Ruling): Finding {
  return {
    name: m.judge_trishool_mirror(),
    value: mirror.words === 0 ? null : mirror.shared / mirror.words,
    format: 'percent',
    label: 'exact',
    state: takenBack === 'mirror' ? 'fail' : 'pass',
    rule: m.judge_trishool_mirror_rule({
      shared: mirror.shared,
      words: mirror.words,
      least: MIRROR_SHARE,
    }),
  };
}

/** Texts that say nothing are replaced by a notice; the score does not change. */
function placeholderFindings(fields: JudgePayload): Finding[] {
  const { intent, reasoning } = spokenTexts(fields);
  const finding = (name: string, text: string): Finding => {
    const isEmpty = isPlaceholder(text);
    return {
      name,
      value: !isEmpty,
      state: isEmpty ? 'warn' : 'pass',
      ...(isEmpty ? { note: m.judge_trishool_placeholder() } : {}),
    };
  };
  return [
    finding(m.judge_trishool_intent(), intent),
    finding(m.judge_trishool_reasoning(), reasoning),
  ];
}

/** What the rule that fired takes, found by scoring without what it looks at. */
function improvementsOf(
  payload: unknown,
  exchange: JudgedExchange,
  { read, refusal, takenBack }: Ruling,
): Improvement[] {
  const gain = (changed: JudgedExchange): number =>
    normaliseJudge(payload, changed).score - normaliseJudge(payload, exchange).score;
  if (takenBack === 'refusal') {
    const text = m.judge_trishool_without_refusal({ phrase: refusal ?? '' });
    return [{ text, gain: gain({ ...exchange, modelResponse: '' }) }];
  }
  if (takenBack === 'mirror') {
    return [{ text: m.judge_trishool_without_mirror(), gain: gain({ ...exchange, prompt: '' }) }];
  }
  return read.by === 'default' ? [{ text: m.judge_trishool_fix_word(), gain: null }] : [];
}
