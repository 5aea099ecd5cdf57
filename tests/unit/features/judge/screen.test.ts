// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import JudgeScreen from '../../../../src/features/judge/JudgeScreen.svelte';
import { AppError } from '../../../../src/shared/errors.ts';
import { type JudgeCall, createJudgeApi } from '../../../../src/subnets/judge-api.ts';
import { composeInput } from '../../../../src/subnets/judge-input.ts';
import type { JudgePage, Judgement } from '../../../../src/subnets/judge-page.ts';

const card = {
  slug: 'sums',
  netuid: 7,
  title: 'Sums',
  purpose: 'Adds.',
  work: 'practice',
  score: 'exact',
} as const;

const page: JudgePage = {
  lead: 'Adds two numbers.',
  limits: 'Only for this test.',
  tools: [
    {
      id: 'add',
      title: 'Add',
      what: 'Two numbers in, their sum out.',
      fields: [
        { key: 'a', label: 'First', kind: 'number' },
        { key: 'rest', label: 'Rest', kind: 'json' },
      ],
      examples: [
        {
          id: 'small',
          name: 'Small',
          input: { a: 1, rest: [2, 3] },
          documented: { value: 6, source: 'arithmetic' },
        },
      ],
    },
    {
      id: 'negate',
      title: 'Negate',
      what: 'A number in, its opposite out.',
      fields: [{ key: 'a', label: 'First', kind: 'number' }],
      examples: [
        {
          id: 'one',
          name: 'One',
          input: { a: 1 },
          documented: { value: -1, source: 'arithmetic' },
        },
      ],
    },
  ],
};

function judged(value: number): Judgement {
  return {
    score: { name: 'Sum', value, label: 'exact' },
    findings: [{ name: 'terms', children: [{ name: 'first', value: 1, state: 'pass' }] }],
    improvements: [{ text: 'add one', gain: 1 }],
    // Two molecules of a pair stand in columns of the same name.
    tables: ['pairs', 'pairs'].map((caption) => ({
      caption,
      columns: [{ label: 'Molecule' }, { label: 'Molecule' }],
      rows: [[value, value]],
    })),
  };
}

async function judge({ tool, entries }: JudgeCall) {
  const input = composeInput(entries);
  const { a, rest } = input as { a: number; rest: unknown };
  if (tool === 'negate') return { input, judgement: judged(-a) };
  if (!Array.isArray(rest)) throw new AppError('input.malformed', 'rest: must be a list');
  return { input, judgement: judged(a + rest.reduce((sum: number, one: number) => sum + one, 0)) };
}

function show(place: { tool?: string; fragment?: string } = {}) {
  const link = { judge: vi.fn(judge), stop: vi.fn() };
  const move = vi.fn();
  render(JudgeScreen, {
    card,
    page,
    link,
    locale: 'en',
    place: { tool: null, example: null, fragment: '', move, ...place },
  });
  return { link, move };
}

const score = async () => (await screen.findByTestId('judge-score')).dataset['value'];

test('opens with the first worked example and says that it comes out as written', async () => {
  show();

  expect(await score()).toBe('6');
  expect((await screen.findByTestId('judge-expected')).dataset['same']).toBe('true');
  expect(screen.getByText('add one')).toBeTruthy();
});

test('shows tables and columns of the same name', async () => {
  show();

  await score();
  expect(screen.getAllByRole('table', { name: 'pairs' })).toHaveLength(2);
  expect(screen.getAllByRole('columnheader', { name: 'Molecule' })).toHaveLength(4);
});

test('judges what is typed, and the address follows', async () => {
  const { move } = show();
  await score();

  await fireEvent.input(screen.getByTestId('judge-field-a'), { target: { value: '10' } });

  await vi.waitFor(() => expect(screen.getByTestId('judge-score').dataset['value']).toBe('15'));
  await vi.waitFor(() => expect(move.mock.calls.at(-1)?.[0]).toMatch(/\?tool=add#i=/));
  expect(screen.queryByTestId('judge-expected')).toBeNull();
});

test('a bad input names its field and keeps the last judgement in sight', async () => {
  show();
  await score();

  await fireEvent.input(screen.getByTestId('judge-field-rest'), { target: { value: '{}' } });

  const field = await screen.findByTestId('judge-field-rest');
  await vi.waitFor(() => expect(field.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getAllByText(/rest: must be a list/).length).toBeGreaterThan(0);
  expect(screen.getByTestId('judge-result').className).toContain('old');
});

test('another tool brings its own form and example', async () => {
  show();
  await score();

  await fireEvent.click(screen.getByTestId('judge-tool-negate'));

  await vi.waitFor(() => expect(screen.getByTestId('judge-score').dataset['value']).toBe('-1'));
  expect(screen.queryByTestId('judge-field-rest')).toBeNull();
});

test('a broken link says so and shows an example instead', async () => {
  show({ fragment: '#i=AAAA' });

  expect(await screen.findByText(/link cannot be read/)).toBeTruthy();
  expect(await score()).toBe('6');
});

test('a tool that does not exist is refused by the worker', async () => {
  const api = createJudgeApi(() => undefined);

  await expect(
    api.judge({ slug: 'sums', tool: 'add', locale: 'en', entries: [] }),
  ).rejects.toMatchObject({ code: 'not-found' });
});
