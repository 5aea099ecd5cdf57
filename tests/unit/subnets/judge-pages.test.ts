import { assert, jsonValue, property, record } from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { faultOf } from '../../../src/features/judge/fault.ts';
import { isExpected } from '../../../src/features/judge/figures.ts';
import { locales, overwriteGetLocale } from '../../../src/paraglide/runtime.js';
import { AppError, toAppError } from '../../../src/shared/errors.ts';
import { loadAbout } from '../../../src/subnets/about.ts';
import { composeInput, entryText } from '../../../src/subnets/judge-input.ts';
import {
  type Finding,
  JUDGED_SLUGS,
  type JudgePage,
  type JudgeTool,
  type JudgeTools,
  loadJudgePage,
  loadJudgeTools,
} from '../../../src/subnets/judge-page.ts';
import { allSubnets } from '../../../src/subnets/judges.ts';
import { JUDGE_FAULTS, documentedExamples } from '../../support/judge-cases.ts';
import { askChemistry } from '../../support/rdkit.ts';

// Every judge page holds to the same promises; a new one is tested by being there.

const ARBITRARY_RUNS = 150;
/** What the page's workers answer, in Node. */
const context = { chemistry: askChemistry };
const CODES = ['input.malformed', 'submission.malformed'];

async function open(slug: string): Promise<{ page: JudgePage; tools: JudgeTools }> {
  const [makePage, tools] = await Promise.all([loadJudgePage(slug), loadJudgeTools(slug)]);
  if (!makePage || !tools) throw new Error(`${slug} has a page or tools, not both`);
  return { page: makePage(), tools };
}

/** The input as the form hands it over. @param typed texts in place of the input's */
function throughForm(
  tool: JudgeTool,
  input: Readonly<Record<string, unknown>>,
  typed: Readonly<Record<string, string>> = {},
): unknown {
  return composeInput(
    tool.fields.map((field) => ({
      key: field.key,
      kind: field.kind,
      optional: field.optional ?? false,
      text: typed[field.key] ?? entryText(field, input[field.key]),
    })),
  );
}

/** The field that the page marks for a fault. */
function fieldOf(message: string, tool: JudgeTool): string | null {
  return faultOf(new AppError('input.malformed', message), tool).key;
}

function namesOf(findings: readonly Finding[]): string[] {
  return findings.flatMap(({ name, children = [] }) => [name, ...namesOf(children)]);
}

afterEach(() => overwriteGetLocale(() => 'en'));

describe.each(JUDGED_SLUGS)('the judge of %s', (slug) => {
  test('belongs to a subnet with a card and an account of itself', async () => {
    expect(allSubnets.map((card) => card.slug)).toContain(slug);
    expect(await loadAbout(slug)).not.toBeNull();
  });

  test('has one run for each tool, and a documented example of each', async () => {
    const { page, tools } = await open(slug);

    expect(Object.keys(tools).sort()).toEqual(page.tools.map(({ id }) => id).sort());
    for (const { id, examples, fields } of page.tools) {
      expect(
        examples.some(({ documented }) => documented),
        id,
      ).toBe(true);
      expect(new Set(fields.map(({ key }) => key)).size, id).toBe(fields.length);
      const keys = fields.map(({ key }) => key);
      for (const { input } of examples)
        expect(keys).toEqual(expect.arrayContaining(Object.keys(input)));
    }
  });

  test('gives the documented number of every worked example', async () => {
    const { page, tools } = await open(slug);

    for (const { tool, example, documented } of documentedExamples(page)) {
      const { score } = (await tools[tool.id]?.(throughForm(tool, example.input), context)) ?? {};
      expect(
        isExpected(score?.value, documented.value),
        `${tool.id}/${example.id}: ${String(score?.value)} for ${String(documented.value)}`,
      ).toBe(true);
    }
  });

  test('judges its other examples as well', async () => {
    const { page, tools } = await open(slug);

    for (const tool of page.tools) {
      for (const { id, input, documented } of tool.examples) {
        if (documented) continue;
        const judgement = await tools[tool.id]?.(throughForm(tool, input), context);
        expect(judgement?.findings.length, id).toBeGreaterThan(0);
      }
    }
  });

  test('names the field and the rule of a bad input', async () => {
    const { page, tools } = await open(slug);
    const fault = JUDGE_FAULTS[slug];
    const tool = page.tools.find(({ id }) => id === fault?.tool);
    if (!fault || !tool) throw new Error(`judge-cases.ts has no bad input for ${slug}`);

    const refused = (async () =>
      tools[tool.id]?.(
        throughForm(tool, tool.examples[0].input, { [fault.field]: fault.text }),
        context,
      ))();

    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining(fault.says) as string,
    });
    expect(fieldOf(fault.says, tool)).toBe(fault.field);
  });

  test('speaks every language, and no finding is without a name', async () => {
    for (const locale of locales) {
      overwriteGetLocale(() => locale);
      const { page, tools } = await open(slug);
      for (const tool of page.tools) {
        const judgement = await tools[tool.id]?.(
          throughForm(tool, tool.examples[0].input),
          context,
        );
        const names = namesOf(judgement ? [judgement.score, ...judgement.findings] : []);
        expect(
          names.every((name) => name !== ''),
          `${locale} ${tool.id}`,
        ).toBe(true);
      }
    }
  });

  test('judges or refuses whatever it is given, with the fault in words', async () => {
    const { page, tools } = await open(slug);

    for (const tool of page.tools) {
      const run = tools[tool.id];
      const shape = Object.fromEntries(
        tool.fields.map(({ key }) => [key, jsonValue({ maxDepth: 3 })]),
      );
      const inputs: Record<string, unknown>[] = [{}];
      assert(
        property(record(shape, { requiredKeys: [] }), (input) => void inputs.push(input)),
        { numRuns: ARBITRARY_RUNS, seed: 44 },
      );
      for (const input of inputs) {
        try {
          const judgement = await run?.(input, context);
          expect(judgement?.score.value).not.toBeNaN();
        } catch (error) {
          const { code, message } = toAppError(error);
          const told = `${tool.id} ${JSON.stringify(input)}: ${message}`;
          expect(CODES, told).toContain(code);
          expect(fieldOf(message, tool), told).not.toBeNull();
        }
      }
    }
  });
});
