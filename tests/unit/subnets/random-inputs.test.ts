import { appendFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { seededRng } from '../../../src/shared/rng.ts';
import { toAppError } from '../../../src/shared/errors.ts';
import {
  JUDGED_SLUGS,
  type Judgement,
  type JudgeTool,
  type JudgeToolRun,
  loadJudgePage,
  loadJudgeTools,
} from '../../../src/subnets/judge-page.ts';
import { JUDGE_RULES, type ToolRule } from '../../support/judge-rules.ts';
import { raised, randomInput, reordered } from '../../support/random-inputs.ts';
import { askChemistry } from '../../support/rdkit.ts';

// Random inputs through every scorer, by way of the judge's tools. `npm run test:random` runs
// 10,000 for each subnet and prints what became of them.

/** Inputs for each subnet. */
const INPUTS = Number(process.env['ADIT_RANDOM_INPUTS'] ?? 200);
const SEED = process.env['ADIT_RANDOM_SEED'] ?? 'judges';
const REPORT = process.env['ADIT_RANDOM_REPORT'];
const LIMIT_MS = 20_000 + INPUTS * 100;
const EPSILON = 1e-9;

const context = { chemistry: askChemistry };
type Input = Readonly<Record<string, unknown>>;

/** The judgement of an input; null where it is refused in words. */
async function judge(run: JudgeToolRun, input: Input): Promise<Judgement | null> {
  try {
    return await run(input, context);
  } catch (error) {
    const { code, message } = toAppError(error);
    if (code === 'input.malformed' || code === 'submission.malformed') return null;
    throw new Error(`${message} for ${JSON.stringify(input)}`, { cause: error });
  }
}

function hasNaN(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNaN);
}

function expectBounds({ score }: Judgement, rule: ToolRule, told: string): void {
  if (typeof score.value !== 'number') return;
  const [least, most] = rule.within ?? [-Infinity, Infinity];
  if (!rule.infinite) expect(Number.isFinite(score.value), told).toBe(true);
  expect(score.value, told).toBeGreaterThanOrEqual(least - EPSILON);
  expect(score.value, told).toBeLessThanOrEqual(most + EPSILON * Math.max(1, Math.abs(most)));
}

function expectSame(a: Judgement, b: Judgement, told: string): void {
  const [x, y] = [a.score.value, b.score.value];
  if (typeof x !== 'number' || typeof y !== 'number' || x === y) return expect(y, told).toBe(x);
  expect(Math.abs(x - y), told).toBeLessThanOrEqual(EPSILON * Math.max(1, Math.abs(x)));
}

/** `higher` is not below `lower`. */
function expectOrder(lower: Judgement, higher: Judgement, told: string): void {
  const [x, y] = [lower.score.value, higher.score.value];
  if (typeof x !== 'number' || typeof y !== 'number') return;
  expect(y, told).toBeGreaterThanOrEqual(x - EPSILON * Math.max(1, Math.abs(x)));
}

interface Count {
  judged: number;
  refused: number;
  /** Compared with the same in another order, and with more of something. */
  reordered: number;
  raised: number;
}

async function tryOne(
  { tool, run, rule }: { tool: JudgeTool; run: JudgeToolRun; rule: ToolRule },
  rng: ReturnType<typeof seededRng>,
  count: Count,
): Promise<void> {
  const input = randomInput(rng, tool);
  const told = `${tool.id} ${JSON.stringify(input)}`;
  const judgement = await judge(run, input);
  if (!judgement) return void count.refused++;
  count.judged++;
  expect(hasNaN(judgement), told).toBe(false);
  expectBounds(judgement, rule, told);
  for (const key of rule.unordered ?? []) {
    const other = await judge(run, reordered(rng, input, key));
    if (!other) continue;
    count.reordered++;
    expectSame(judgement, other, `${key} in another order: ${told}`);
  }
  for (const field of tool.fields) {
    const [rises, falls] = [rule.rises?.includes(field.key), rule.falls?.includes(field.key)];
    if (!rises && !falls) continue;
    const more = await judge(run, raised(rng, input, field));
    if (!more) continue;
    count.raised++;
    const [lower, higher] = rises ? [judgement, more] : [more, judgement];
    expectOrder(lower, higher, `more of ${field.key}: ${told}`);
  }
}

describe.each(JUDGED_SLUGS)('random inputs of %s', (slug) => {
  test(
    `are judged within the rules' bounds, or refused (${INPUTS})`,
    { timeout: LIMIT_MS },
    async () => {
      const [makePage, runs] = await Promise.all([loadJudgePage(slug), loadJudgeTools(slug)]);
      const tools = makePage?.().tools ?? [];
      const rng = seededRng(`${SEED} ${slug}`);
      const count: Count = { judged: 0, refused: 0, reordered: 0, raised: 0 };

      for (let i = 0; i < INPUTS; i++) {
        const tool = tools[i % tools.length];
        const run = tool && runs?.[tool.id];
        if (!run) throw new Error(`${slug} has a tool without a run`);
        const rule = JUDGE_RULES[slug]?.[tool.id] ?? {};
        await tryOne({ tool, run, rule }, rng, count);
      }

      expect(count.judged).toBeGreaterThan(INPUTS / 3);
      if (REPORT) appendFileSync(REPORT, `${JSON.stringify({ slug, ...count })}\n`);
    },
  );
});
