import { readdirSync } from 'node:fs';
import { type Page, expect, test } from '@playwright/test';
import { isExpected } from '../../src/features/judge/figures.ts';
import type { JudgeExample, JudgePage } from '../../src/subnets/judge-page.ts';
import { JUDGE_FAULTS, documentedExamples } from '../support/judge-cases.ts';
import { type Product, startProduct } from '../support/product.ts';
import { type Complaints, listen } from '../support/visitor.ts';

// Every judge page in a real browser: each worked example of every tool shows the number that its
// source says, at desktop width and at 320 px, and a bad input names its field and the rule.

const FOLDER = new URL('../../src/subnets/', import.meta.url);
const SLUGS = readdirSync(FOLDER).filter(
  (slug) => /^\w+$/.test(slug) && readdirSync(new URL(slug, FOLDER)).includes('judge-page.ts'),
);
/** RDKit starts on NOVA's page. */
const PATIENCE_MS = 20_000;

let product: Product;
let page: Page;
let complaints: Complaints;

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  const context = await browser.newContext({ reducedMotion: 'reduce', locale: 'en' });
  page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  complaints = listen(page);
});

test.afterAll(async () => {
  await page.context().close();
  await product.close();
});

async function definitionOf(slug: string): Promise<JudgePage> {
  const module: unknown = await import(new URL(`${slug}/judge-page.ts`, FOLDER).href);
  return (module as { judgePage: () => JudgePage }).judgePage(); // each such file exports it
}

interface Shown {
  /** Id of the example that the judgement is of. */
  readonly example: string | undefined;
  readonly figure: string;
  /** What the page says of the example's source. */
  readonly source: string;
  readonly same: string | undefined;
  /** Pixels that stick out to the right. */
  readonly overflow: number;
}

/** Picks a tool or an example; `click` waits for a still page, which takes longer than a judgement. */
async function press(testId: string): Promise<void> {
  await page.getByTestId(testId).dispatchEvent('click');
}

/** What stands on the screen once the example is judged. */
async function shown(example: string): Promise<Shown> {
  await page.locator(`[data-testid="judge-result"][data-example="${example}"]`).waitFor();
  return page.evaluate(() => {
    const at = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
    return {
      example: at('judge-result')?.dataset['example'],
      figure: at('judge-score')?.innerText.trim() ?? '',
      source: at('judge-expected')?.innerText ?? '',
      same: at('judge-expected')?.dataset['same'],
      overflow: document.documentElement.scrollWidth - window.innerWidth,
    };
  });
}

function expectDocumented({ figure, source, same }: Shown, example: JudgeExample): void {
  const { id, documented } = example;
  if (!documented) return;
  expect(same, id).toBe('true');
  expect(source, id).toContain(documented.source);
  const value = readFigure(figure, documented.value);
  if (typeof documented.value !== 'number' || typeof value !== 'number') {
    expect(value, id).toBe(documented.value);
    return;
  }
  const off = Math.max(0, Math.abs(value - documented.value) - rounding(figure));
  const nearest = documented.value + Math.sign(value - documented.value) * off;
  expect(isExpected(nearest, documented.value), `${id} shows ${figure}`).toBe(true);
}

/** A figure as a value: "33.33%" is 0.3333, "yes" is true. */
function readFigure(text: string, expected: unknown): unknown {
  const words: Readonly<Record<string, unknown>> = { yes: true, no: false, '–': null };
  if (Object.hasOwn(words, text)) return words[text];
  if (typeof expected !== 'number') return text;
  const number = /^[-−]?[\d,.]+(?:e[-+]\d+)?/.exec(text)?.[0] ?? '';
  const value = Number(number.replaceAll(',', '').replace('−', '-'));
  return text.endsWith('%') ? value / 100 : value;
}

/** What rounding may have moved on the screen: six decimals are shown, two of a percentage. */
function rounding(text: string): number {
  const power = /e([-+]\d+)/.exec(text)?.[1];
  if (power !== undefined) return 0.5 * 10 ** (Number(power) - 4);
  return text.endsWith('%') ? 0.5e-4 : 0.5e-6;
}

test('there is a bad input for every page', () => {
  expect(Object.keys(JUDGE_FAULTS).sort()).toEqual(SLUGS.sort());
});

for (const slug of SLUGS) {
  test(`${slug}: every worked example shows its documented number, wide and narrow`, async () => {
    const definition = await definitionOf(slug);
    expect(documentedExamples(definition)).not.toEqual([]);
    await page.goto(`${product.url}/subnets/${slug}/judge`);

    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      for (const tool of definition.tools) {
        await press(`judge-tool-${tool.id}`);
        // A tool looks alike with each of its examples: one is enough on a narrow screen.
        for (const example of width === 320 ? tool.examples.slice(0, 1) : tool.examples) {
          await press(`judge-example-${example.id}`);
          const found = await shown(example.id);
          expectDocumented(found, example);
          expect(found.overflow, `${tool.id}: overflow at ${width} px`).toBeLessThanOrEqual(0);
        }
      }
    }

    expect(complaints).toEqual({ violations: [], errors: [] });
  });

  test(`${slug}: a bad input names its field and the rule`, async () => {
    const fault = JUDGE_FAULTS[slug];
    if (!fault) throw new Error(`${slug} has no bad input to try`);

    await page.goto(`${product.url}/subnets/${slug}/judge?tool=${fault.tool}`);
    const field = page.getByTestId(`judge-field-${fault.field}`);
    await page.getByTestId('judge-result').waitFor();
    await field.fill(fault.text);

    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(new RegExp(escape(fault.says)));
    expect(complaints).toEqual({ violations: [], errors: [] });
  });
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
