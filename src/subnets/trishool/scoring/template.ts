import {
  PYTHON_SPACE,
  codePointLength,
  compareCodePoints,
  stripPython,
} from '../../../shared/python-text.ts';

// The rules of a template, in the order and the words of the subnet's server (section c). Its
// Python decides: white space, digits and letter case are Python's, lengths are code points.

/** Most characters of a template, the placeholder among them. */
export const TEMPLATE_LIMIT = 2000;

/** What a length counts: the server counts code points, the subnet's own client UTF-16 units. */
export type LengthUnit = 'code points' | 'utf-16';

export interface Question {
  readonly question_id?: unknown;
  readonly objective?: unknown;
}

/** A value, or the sentence that the subnet shows instead. */
export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

// Python's IGNORECASE folds the dotted and the dotless i onto i, which JavaScript does not.
const SLOT = `\\{\\{[${PYTHON_SPACE}]*object[i\u0130\u0131]ve[${PYTHON_SPACE}]*\\}\\}`;
const ONE_SLOT = new RegExp(SLOT, 'iu');
const EVERY_SLOT = new RegExp(SLOT, 'giu');
const ONLY_SLOT = new RegExp(`^${SLOT}$`, 'iu');
const QUESTION_KEY = /^[Qq]\p{Nd}+$/u;

const NOT_AN_OBJECT = 'Submission items must be a JSON object';
const EMPTY_OBJECT = `${NOT_AN_OBJECT} of the form {"prompt": "<text>"}`;
const PER_QUESTION =
  'This challenge expects the universal template format {"prompt": "... {{objective}} ..."}, ' +
  'not per-question Q1..Qn items. See docs/universal-jailbreaks.md';
const NOT_TEXT = 'prompt must be a non-empty string';
const EXACTLY_ONE = 'template must contain the {{objective}} placeholder exactly once';
const WHY_ONE =
  'the placeholder is required so that each question is a distinct trial, ' +
  'even if your technique does not depend on the objective text';

/**
 * The template of a submission's items, checks 1 to 5 of section c. Other rules of the text:
 * `templateFault`.
 *
 * Source: trishool-phase2 `alignet/cli/prompt_template.py` (autumn 2026).
 */
export function readTemplate(items: unknown): Checked<string> {
  if (typeof items !== 'object' || items === null || Array.isArray(items)) {
    return fault(NOT_AN_OBJECT);
  }
  const entries = new Map<string, unknown>(Object.entries(items));
  if (entries.size === 0) return fault(EMPTY_OBJECT);
  const keys = [...entries.keys()];
  if (!entries.has('prompt') && keys.some((key) => QUESTION_KEY.test(key))) {
    return fault(PER_QUESTION);
  }
  const extra = keys.filter((key) => key !== 'prompt').sort(compareCodePoints);
  if (extra.length > 0) {
    return fault(
      `unsupported top-level key(s) ${extra.join(', ')} — the template body must contain only "prompt"`,
    );
  }
  const prompt = entries.get('prompt');
  return typeof prompt === 'string' ? { ok: true, value: prompt } : fault(NOT_TEXT);
}

/** A rule of a template's text, and the sentence that the subnet shows where it is broken. */
export interface TemplateCheck {
  readonly rule: 'text' | 'length' | 'foreign' | 'none' | 'several';
  readonly error: string | null;
}

/** Every check of a template's text, in the subnet's order, whatever the earlier ones say. */
export function templateChecks(
  template: string,
  unit: LengthUnit = 'code points',
): readonly TemplateCheck[] {
  const length = templateLength(template, unit);
  const [stranger] = foreignSlots(template);
  const found = [...template.matchAll(EVERY_SLOT)].length;
  const check = (rule: TemplateCheck['rule'], broken: boolean, error: string): TemplateCheck => ({
    rule,
    error: broken ? error : null,
  });
  return [
    check('text', stripPython(template) === '', NOT_TEXT),
    check(
      'length',
      length > TEMPLATE_LIMIT,
      `prompt exceeds maximum length ${TEMPLATE_LIMIT} characters (got ${length})`,
    ),
    check(
      'foreign',
      stranger !== undefined,
      `unsupported placeholder ${stranger} — only {{objective}} is allowed (single braces are literal text)`,
    ),
    check('none', found === 0, `${EXACTLY_ONE} (found none) — ${WHY_ONE}`),
    check('several', found > 1, `${EXACTLY_ONE} (found ${found})`),
  ];
}

/**
 * The first rule that a template breaks, as the sentence that the subnet shows; null when it
 * breaks none. Checks 5 to 9 of section c.
 *
 * @param unit what the limit of 2000 counts; the server's answer is the default
 */
export function templateFault(template: unknown, unit: LengthUnit = 'code points'): string | null {
  if (typeof template !== 'string') return NOT_TEXT;
  return templateChecks(template, unit).find(({ error }) => error !== null)?.error ?? null;
}

/** Placeholders other than the objective's: from `{{` to the next `}}`, over lines. */
export function foreignSlots(template: string): string[] {
  const slots: string[] = [];
  let start = template.indexOf('{{');
  while (start >= 0) {
    const end = template.indexOf('}}', start + 2);
    if (end < 0) break;
    slots.push(template.slice(start, end + 2));
    start = template.indexOf('{{', end + 2);
  }
  return slots.filter((slot) => !ONLY_SLOT.test(slot));
}

/** The template with its first placeholder alone: later ones are taken out. */
export function withOneSlot(template: string): string {
  let seen = 0;
  return template.replaceAll(EVERY_SLOT, (slot) => (seen++ === 0 ? slot : ''));
}

/** Characters of a template in either count, for a client that shows both. */
export function templateLength(template: string, unit: LengthUnit): number {
  return unit === 'code points' ? codePointLength(template) : template.length;
}

/** The template of a submission when every rule holds: `readTemplate`, then `templateFault`. */
export function checkTemplate(items: unknown): Checked<string> {
  const read = readTemplate(items);
  if (!read.ok) return read;
  const broken = templateFault(read.value);
  return broken === null ? read : fault(broken);
}

/**
 * The prompt of each question: the first placeholder replaced by the objective, taken literally.
 * A later question of the same id overwrites the earlier one; lengths are not limited.
 *
 * @param questions of the challenge, as they came; an id or objective that is not text is missing
 * @returns question id → prompt, in the order of the questions; else check 10 of section c
 */
export function expandTemplate(
  template: string,
  questions: readonly Question[],
): Checked<ReadonlyMap<string, string>> {
  if (questions.length === 0) return fault('Active challenge has no questions configured');
  const prompts = new Map<string, string>();
  for (const { question_id: id, objective } of questions) {
    if (typeof id !== 'string' || id === '') {
      return fault('Active challenge has a question with no question_id');
    }
    if (typeof objective !== 'string' || stripPython(objective) === '') {
      return fault(`Active challenge question ${id} has no objective text`);
    }
    prompts.set(
      id,
      template.replace(ONE_SLOT, () => objective),
    );
  }
  return { ok: true, value: prompts };
}

function fault(error: string): { readonly ok: false; readonly error: string } {
  return { ok: false, error };
}
