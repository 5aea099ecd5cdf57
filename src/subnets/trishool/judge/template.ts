import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import {
  type Question,
  type TemplateCheck,
  TEMPLATE_LIMIT,
  expandTemplate,
  foreignSlots,
  readTemplate,
  templateChecks,
  templateFault,
  templateLength,
  withOneSlot,
} from '../scoring/template.ts';

// The linter of a template. It names rules and lengths; it writes no template and shows no prompt.

/** Ten times what may be sent: more would only make the page slow. */
const MOST_CHARACTERS = 10 * TEMPLATE_LIMIT;
const MOST_QUESTIONS = 256;
const MOST_KEYS = 256;
/** Strange placeholders that are named one by one. */
const NAMED_STRANGERS = 5;

const Text = v.pipe(v.string(), v.maxLength(MOST_CHARACTERS));
/** Questions come as they are; what is no text counts as missing there. */
const Loose = v.optional(
  v.pipe(
    v.unknown(),
    v.check(
      (value) => typeof value !== 'string' || value.length <= MOST_CHARACTERS,
      `must have at most ${MOST_CHARACTERS} characters`,
    ),
  ),
);
const Questions = v.optional(
  v.pipe(v.array(v.object({ question_id: Loose, objective: Loose })), v.maxLength(MOST_QUESTIONS)),
);

const TemplateInput = v.object({ template: Text, questions: Questions });
const SubmissionInput = v.object({ items: v.unknown(), questions: Questions });

/** A template's text against every rule. @throws AppError `input.malformed` */
export function judgeTemplate(value: unknown): Judgement {
  const { template, questions } = parseAs(TemplateInput, value, 'input.malformed');
  return judgeText(template, questions, []);
}

/** A submission as it is sent: its form, then its text. @throws AppError `input.malformed` */
export function judgeSubmission(value: unknown): Judgement {
  const { items, questions } = parseAs(SubmissionInput, value, 'input.malformed');
  if (typeof items === 'object' && items !== null && Object.keys(items).length > MOST_KEYS) {
    throw new AppError('input.malformed', `items: must have at most ${MOST_KEYS} keys`);
  }
  const read = readTemplate(items);
  if (read.ok) {
    parseAs(v.object({ items: Text }), { items: read.value }, 'input.malformed');
    const form: Finding = { name: m.judge_trishool_form(), value: true, state: 'pass' };
    return judgeText(read.value, questions, [form]);
  }
  return {
    score: accepted(read.error),
    findings: [
      { name: m.judge_trishool_form(), value: false, state: 'fail', rule: read.error },
      { name: m.judge_trishool_unread(), note: m.judge_trishool_unread_note() },
    ],
    improvements: [{ text: m.judge_trishool_fix_form(), gain: null }],
  };
}

function judgeText(
  template: string,
  questions: readonly Question[] | undefined,
  before: readonly Finding[],
): Judgement {
  const checks = templateChecks(template);
  const broken = templateFault(template);
  const expanded = broken === null && questions ? expandTemplate(template, questions) : null;
  const fault = broken ?? (expanded && !expanded.ok ? expanded.error : null);
  return {
    score: accepted(fault),
    findings: [
      ...before,
      {
        name: m.judge_trishool_rules(),
        value: checks.filter(({ error }) => error === null).length,
        format: 'count',
        rule: m.judge_trishool_rules_of({ count: checks.length }),
        children: checks.map((check) => ruleFinding(check, template)),
      },
      clientLength(template),
      ...(expanded === null ? [] : [expansionFinding(expanded)]),
    ],
    improvements: fixes(template, checks),
    ...(expanded?.ok ? { tables: [expansionTable(expanded.value)] } : {}),
  };
}

/** Whether the server takes it, with the sentence that it answers otherwise. */
function accepted(fault: string | null): Judgement['score'] {
  return {
    name: m.judge_trishool_accepted(),
    value: fault === null,
    label: 'exact',
    ...(fault === null ? {} : { rule: fault }),
  };
}

const RULE_NAMES: Readonly<Record<TemplateCheck['rule'], () => string>> = {
  text: m.judge_trishool_rule_text,
  length: m.judge_trishool_rule_length,
  foreign: m.judge_trishool_rule_foreign,
  none: m.judge_trishool_rule_none,
  several: m.judge_trishool_rule_several,
};

function ruleFinding({ rule, error }: TemplateCheck, template: string): Finding {
  const isLength = rule === 'length';
  return {
    name: RULE_NAMES[rule](),
    state: error === null ? 'pass' : 'fail',
    ...(isLength ? { value: templateLength(template, 'code points'), format: 'count' } : {}),
    ...(error === null ? (isLength ? { rule: `≤ ${TEMPLATE_LIMIT}` } : {}) : { rule: error }),
  };
}

/** The subnet's own client counts otherwise, and may refuse what the server would take. */
function clientLength(template: string): Finding {
  const units = templateLength(template, 'utf-16');
  const error = templateChecks(template, 'utf-16').find(({ rule }) => rule === 'length')?.error;
  return {
    name: m.judge_trishool_client_length(),
    value: units,
    format: 'count',
    state: error ? 'warn' : 'pass',
    rule: error ?? `≤ ${TEMPLATE_LIMIT}`,
    note: m.judge_trishool_client_length_note(),
  };
}

function expansionFinding(expanded: ReturnType<typeof expandTemplate>): Finding {
  const name = m.judge_trishool_expansion();
  return expanded.ok
    ? { name, value: expanded.value.size, format: 'count', state: 'pass' }
    : { name, state: 'fail', rule: expanded.error };
}

function expansionTable(prompts: ReadonlyMap<string, string>) {
  return {
    caption: m.judge_trishool_prompts(),
    columns: [
      { label: m.judge_trishool_question() },
      { label: m.judge_trishool_characters(), numeric: true },
    ],
    rows: [...prompts].map(([id, prompt]) => [id, templateLength(prompt, 'code points')]),
  };
}

/** One change for each broken rule, tried alone; cheapest first. */
function fixes(template: string, checks: readonly TemplateCheck[]): Improvement[] {
  const broken = new Set(checks.flatMap(({ rule, error }) => (error === null ? [] : [rule])));
  const changes: [string, string][] = [];
  if (broken.has('none')) changes.push([m.judge_trishool_fix_none(), `${template} {{objective}}`]);
  if (broken.has('several')) changes.push([m.judge_trishool_fix_several(), withOneSlot(template)]);
  if (broken.has('foreign')) {
    const strangers = [...new Set(foreignSlots(template))].slice(0, NAMED_STRANGERS);
    for (const slot of strangers) {
      const text = m.judge_trishool_fix_foreign({ slot, single: slot.slice(1, -1) });
      changes.push([text, template.replaceAll(slot, () => slot.slice(1, -1))]);
    }
  }
  if (broken.has('length')) {
    const letters = [...template];
    const count = letters.length - TEMPLATE_LIMIT;
    // Which characters go is the writer's choice; the trial takes an end without the placeholder.
    const [front, back] = [letters.slice(0, -count).join(''), letters.slice(count).join('')];
    const cut = templateFault(front) === null ? front : back;
    changes.push([m.judge_trishool_fix_length({ count }), cut]);
  }
  return changes.map(([text, changed]) => ({
    text: templateFault(changed) === null ? m.judge_trishool_fix_enough({ fix: text }) : text,
    gain: null,
  }));
}
