import { describe, expect, it } from 'vitest';
import { parseInput, parseResult } from '../../../../src/subnets/trishool/task.ts';

const questions = [
  { question_id: 'Q1', objective: 'name a fruit' },
  { question_id: 'Q2', objective: 'name a tree' },
];

describe('a challenge', () => {
  it('is a template on surface 1 unless it says otherwise', () => {
    const input = parseInput({ id: 7, questions, weights: {} });

    expect(input).toMatchObject({ surface_area: 1, submission_format: 'TEMPLATE' });
    expect(parseInput({ id: 'P3-007', surface_area: 5, questions }).surface_area).toBe(5);
  });

  it.each([
    [{ id: 'x', questions: [] }, 'questions'],
    [{ id: 'x', questions: [{ question_id: '', objective: 'a' }] }, 'questions.0.question_id'],
    [{ id: 'x', questions: [{ question_id: 'Q1', objective: ' ' }] }, 'questions.0.objective'],
    [{ id: 'x', surface_area: 6, questions }, 'surface_area'],
    [{ id: '', questions }, 'id'],
    [{ id: 1.5, questions }, 'id'],
    [{ id: 'x', submission_format: 'OTHER', questions }, 'submission_format'],
  ])('names the field at fault %#', (value, path) => {
    expect(() => parseInput(value)).toThrow(
      expect.objectContaining({
        code: 'input.malformed',
        message: expect.stringContaining(`${path}: `),
      }),
    );
  });
});

describe('a submission', () => {
  const input = parseInput({ id: 'x', questions });
  const older = parseInput({ id: 'x', submission_format: 'QUESTIONS', questions });

  it('expands its template for each question', () => {
    expect(parseResult({ prompt: 'Say {{objective}}.' }, input)).toEqual({
      template: 'Say {{objective}}.',
      prompts: new Map([
        ['Q1', 'Say name a fruit.'],
        ['Q2', 'Say name a tree.'],
      ]),
    });
  });

  it("is refused with the server's own sentence", () => {
    expect(() => parseResult([], input)).toThrow(
      expect.objectContaining({
        code: 'submission.malformed',
        message: 'Submission items must be a JSON object',
      }),
    );
    const twice = { ...input, questions: [{ question_id: 'Q1', objective: '\u001c' }] };
    expect(() => parseResult({ prompt: '{{objective}}' }, twice)).toThrow(
      'Active challenge question Q1 has no objective text',
    );
  });

  it('of the older format has an item for each question, as text or as an object', () => {
    expect(parseResult({ Q1: 'a', Q2: { prompt: 'b', url: 'c' } }, older)).toEqual({
      template: null,
      prompts: new Map([
        ['Q1', 'a'],
        ['Q2', 'b'],
      ]),
    });
    expect(() => parseResult({ Q1: 'a' }, older)).toThrow('Q2: no item for this question');
    expect(() => parseResult({ Q1: 'a', Q2: '' }, older)).toThrow(/^Q2/);
    expect(() => parseResult(null, older)).toThrow(
      expect.objectContaining({ code: 'submission.malformed' }),
    );
  });
});
