import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkTemplate,
  expandTemplate,
  readTemplate,
  TEMPLATE_LIMIT,
  templateFault,
  templateLength,
} from '../../../../../src/subnets/trishool/scoring/template.ts';

const SLOT = '{{objective}}';

function errorOf(items: unknown): string {
  const read = readTemplate(items);
  return read.ok ? 'none' : read.error;
}

describe('the items of a submission', () => {
  it('must be an object, and not an empty one', () => {
    for (const items of [null, [], [1], 'text', 5, true, undefined]) {
      expect(errorOf(items)).toBe('Submission items must be a JSON object');
    }
    expect(errorOf({})).toBe(
      'Submission items must be a JSON object of the form {"prompt": "<text>"}',
    );
  });

  it('are told apart from items by question before any other key is named', () => {
    const perQuestion =
      'This challenge expects the universal template format {"prompt": "... {{objective}} ..."}, not per-question Q1..Qn items. See docs/universal-jailbreaks.md';

    expect(errorOf({ Q1: 'a', zeta: 1 })).toBe(perQuestion);
    expect(errorOf({ q٣: 'a' })).toBe(perQuestion);
    expect(errorOf({ Q1: 'a', prompt: SLOT })).toContain('unsupported top-level key(s) Q1 —');
    for (const key of ['Q', 'Q1a', 'xQ1', 'Q1\n']) {
      expect(errorOf({ [key]: 'a' })).toContain('unsupported top-level key(s)');
    }
  });

  it('name their extra keys in the order of code points', () => {
    expect(errorOf({ '\u{1f642}': 1, '\uffff': 2, b: 3, B: 4, prompt: SLOT })).toBe(
      'unsupported top-level key(s) B, b, \uffff, \u{1f642} — the template body must contain only "prompt"',
    );
  });

  it('need a prompt that is text', () => {
    for (const prompt of [null, 5, [], {}, true]) {
      expect(errorOf({ prompt })).toBe('prompt must be a non-empty string');
    }
    expect(readTemplate({ prompt: 'x' })).toEqual({ ok: true, value: 'x' });
  });
});

describe('the text of a template', () => {
  it('may not be blank by what Python calls blank', () => {
    const blank = 'prompt must be a non-empty string';

    expect(templateFault('')).toBe(blank);
    expect(templateFault(' \n\u001c\u0085')).toBe(blank);
    expect(templateFault(null)).toBe(blank);
    expect(templateFault('\ufeff')).toContain('found none');
  });

  it('ends at 2000 characters, the placeholder among them', () => {
    expect(TEMPLATE_LIMIT).toBe(2000);
    expect(templateFault('x'.repeat(1987) + SLOT)).toBeNull();
    expect(templateFault('x'.repeat(1988) + SLOT)).toBe(
      'prompt exceeds maximum length 2000 characters (got 2001)',
    );
  });

  it('is counted in code points by the server and in UTF-16 units by the client', () => {
    const template = '🙂'.repeat(1986) + SLOT;

    expect(templateFault(template)).toBeNull();
    expect(templateFault(template, 'utf-16')).toBe(
      'prompt exceeds maximum length 2000 characters (got 3985)',
    );
    expect(templateLength(template, 'code points')).toBe(1999);
    expect(templateLength(template, 'utf-16')).toBe(3985);
  });

  it('refuses every other double brace before it counts placeholders', () => {
    expect(templateFault('{{}}')).toBe(
      'unsupported placeholder {{}} — only {{objective}} is allowed (single braces are literal text)',
    );
    expect(templateFault(`{{a\nb}} ${SLOT}`)).toContain('unsupported placeholder {{a\nb}} —');
    expect(templateFault('{{objective }} {{ OBJECTIVE}} {{x}}')).toContain('{{x}}');
    expect(templateFault('{{ \t\n objective \u3000}} {a} {b')).toBeNull();
    expect(templateFault('{{objectives}}')).toContain('unsupported placeholder {{objectives}}');
    expect(templateFault('{{xobjective}}')).toContain('unsupported placeholder {{xobjective}}');
  });

  it('takes the i of other alphabets for an i, as Python does', () => {
    expect(templateFault('{{object\u0131ve}}')).toBeNull();
    expect(templateFault('{{OBJECT\u0130VE}}')).toBeNull();
  });

  it('needs the placeholder exactly once', () => {
    expect(templateFault('x')).toBe(
      'template must contain the {{objective}} placeholder exactly once (found none) — the placeholder is required so that each question is a distinct trial, even if your technique does not depend on the objective text',
    );
    expect(templateFault(`${SLOT} ${SLOT} {{Objective}}`)).toBe(
      'template must contain the {{objective}} placeholder exactly once (found 3)',
    );
    expect(templateFault(`${SLOT}${SLOT}`)).toContain('(found 2)');
  });

  it('is what a checked submission holds', () => {
    expect(checkTemplate({ prompt: SLOT })).toEqual({ ok: true, value: SLOT });
    expect(checkTemplate({ prompt: 'x' }).ok).toBe(false);
    expect(checkTemplate([]).ok).toBe(false);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (items) => {
        const checked = checkTemplate(items);

        expect(checked.ok ? templateFault(checked.value) : checked.error).not.toBe('');
      }),
    );
  });
});

describe('expansion', () => {
  it('puts the objective in literally, once', () => {
    const expanded = expandTemplate('a {{ Objective }} b', [
      { question_id: 'Q1', objective: "$& $1 \\1 $` $' $$" },
    ]);

    expect(expanded).toEqual({ ok: true, value: new Map([['Q1', "a $& $1 \\1 $` $' $$ b"]]) });
  });

  it('lets a later question of the same id win and keeps the order of the questions', () => {
    const expanded = expandTemplate(SLOT, [
      { question_id: 'Q2', objective: 'one' },
      { question_id: 'Q1', objective: 'two' },
      { question_id: 'Q2', objective: 'three' },
    ]);

    expect(expanded.ok && [...expanded.value]).toEqual([
      ['Q2', 'three'],
      ['Q1', 'two'],
    ]);
  });

  it('stops at the first question without an id or an objective', () => {
    const error = (questions: { question_id?: unknown; objective?: unknown }[]) => {
      const expanded = expandTemplate(SLOT, questions);
      return expanded.ok ? 'none' : expanded.error;
    };

    expect(error([])).toBe('Active challenge has no questions configured');
    for (const question_id of [undefined, null, 3, '']) {
      expect(error([{ question_id, objective: 'a' }])).toBe(
        'Active challenge has a question with no question_id',
      );
    }
    for (const objective of [undefined, null, 3, '', ' \u001f']) {
      expect(error([{ question_id: 'Q7', objective }])).toBe(
        'Active challenge question Q7 has no objective text',
      );
    }
    expect(error([{ question_id: 'Q1' }, { objective: 'a' }])).toContain('question Q1');
    expect(error([{ question_id: 'Q1', objective: '\ufeff' }])).toBe('none');
  });
});
