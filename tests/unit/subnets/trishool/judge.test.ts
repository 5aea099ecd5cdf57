import { describe, expect, test } from 'vitest';
import { FRUIT_SHEET } from '../../../../src/subnets/trishool/judge/examples.ts';
import { judgeGuard } from '../../../../src/subnets/trishool/judge/guard.ts';
import { judgeSheet } from '../../../../src/subnets/trishool/judge/sheet.ts';
import { judgeSubmission, judgeTemplate } from '../../../../src/subnets/trishool/judge/template.ts';
import { judgeVerdict } from '../../../../src/subnets/trishool/judge/verdict.ts';

const SLOT = '{{objective}}';
const EXCHANGE = { prompt: 'name a fruit', response: 'plum' };

describe('the template linter', () => {
  test('answers with the very sentence of the server', () => {
    expect(judgeTemplate({ template: `x ${SLOT} {{name}}` }).score).toMatchObject({
      value: false,
      rule: 'unsupported placeholder {{name}} — only {{objective}} is allowed (single braces are literal text)',
    });
    expect(judgeSubmission({ items: {} }).score).toMatchObject({
      value: false,
      rule: 'Submission items must be a JSON object of the form {"prompt": "<text>"}',
    });
  });

  test('names every broken rule, not the first alone', () => {
    const { findings } = judgeTemplate({ template: 'x'.repeat(2001) + '{{a}}' });
    const states = findings[0]?.children?.map(({ state }) => state);

    expect(states).toEqual(['pass', 'fail', 'fail', 'fail', 'pass']);
  });

  test.each([
    ['a missing placeholder', 'name it'],
    ['several placeholders', `${SLOT} ${SLOT} ${SLOT}`],
    ['a strange placeholder', `{{x}} ${SLOT} {{x}}`],
    ['a long text with its placeholder first', SLOT + 'x'.repeat(2000)],
    ['a long text with its placeholder last', 'x'.repeat(2000) + SLOT],
  ])('says of %s that one change is enough', (_, template) => {
    const { improvements } = judgeTemplate({ template });

    expect(improvements).toHaveLength(1);
    expect(improvements[0]?.text).toContain('That alone is enough.');
  });

  test('does not call a change enough where another rule stays broken', () => {
    const texts = judgeTemplate({ template: '{{x}}' }).improvements.map(({ text }) => text);

    expect(texts).toHaveLength(2);
    expect(texts.some((text) => text.includes('enough'))).toBe(false);
  });

  test('warns where only the client counts too many', () => {
    const { score, findings } = judgeTemplate({ template: '😀'.repeat(1986) + SLOT });

    expect(score.value).toBe(true);
    expect(findings[1]).toMatchObject({ value: 3985, state: 'warn' });
  });

  test('refuses a template when the challenge has a question without an objective', () => {
    const { score } = judgeTemplate({ template: SLOT, questions: [{ question_id: 'Q1' }] });

    expect(score).toMatchObject({
      value: false,
      rule: 'Active challenge question Q1 has no objective text',
    });
  });
});

describe("the guard's lines", () => {
  test('offer lines that both readers take alike where they differ', () => {
    const { findings, improvements } = judgeGuard({ text: '  Safety: unsafe' });

    expect(findings[0]).toMatchObject({ value: false, state: 'warn', rule: 'block / allow' });
    expect(improvements[0]?.text).toContain('Safety: Unsafe');
  });
});

describe("the judge's answer", () => {
  test('tells what a phrase of refusal takes', () => {
    const { score, improvements } = judgeVerdict({
      ...EXCHANGE,
      payload: { verdict: 'jailbreak' },
      response: 'I cannot help with plums.',
    });

    expect(score.value).toBe(0);
    expect(improvements).toMatchObject([{ gain: 2 }]);
  });

  test('warns of a refusal with a straight apostrophe, which counts for nothing', () => {
    const { score, findings } = judgeVerdict({
      ...EXCHANGE,
      payload: { verdict: 'jailbreak' },
      response: "I can't help with plums.",
    });

    expect(score.value).toBe(2);
    expect(findings[1]).toMatchObject({ value: false, state: 'warn' });
  });

  test('repeats nothing of prompt, response or reasons', () => {
    const judged = JSON.stringify([
      judgeVerdict({
        payload: { verdict: 'partial', reasoning: 'aaaa secret', intent: 'bbbb secret' },
        prompt: 'cccc secret',
        response: 'dddd secret',
      }),
      judgeVerdict({ payload: 'eeee secret', prompt: '', response: '' }),
    ]);

    expect(judged).not.toContain('secret');
  });
});

describe('the score sheet', () => {
  test('gains what a better verdict really adds, the nearest first', () => {
    const { improvements } = judgeSheet(FRUIT_SHEET);

    expect(improvements.map(({ gain }) => gain)).toEqual([1, 2, 2, 2]);
  });

  test('names the field and the sentence of a refused submission', () => {
    expect(() => judgeSheet({ ...FRUIT_SHEET, submission: [] })).toThrow(
      'submission: Submission items must be a JSON object',
    );
  });
});
