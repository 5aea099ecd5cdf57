import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Improvement, Judgement, JudgementTable } from '../../judge-page.ts';
import { scoreCycle, type CycleResult, type NodePay } from '../scoring/cycle.ts';
import { BURN_EMISSION } from '../scoring/emission.ts';
import { capOf, PACKAGED_MARKET } from '../scoring/market.ts';
import { TODAY_MS } from './cycle.ts';
import { Crowd, CyclePrices, Gpus, nodesOf } from './crowd.ts';
import type { Drawing } from './drawing.ts';
import { cycleFinding, payFindings, payOf } from './pools.ts';

// What a node still earns when more like it arrive.

const MOST_ALIKE = 200;
/** Points of the curve; each is a cycle of its own. */
const MOST_POINTS = 60;
/** How far the curve looks beyond the present number. */
const AHEAD = 2;
const SHORTEST_CURVE = 12;
const WORTH_SAYING = 1e-9;

const Input = v.object({
  model: v.pipe(v.string(), v.maxLength(256)),
  gpus: Gpus,
  split_min: v.optional(Gpus),
  alike: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_ALIKE)),
  others: Crowd,
  ...CyclePrices,
});
type Input = v.InferOutput<typeof Input>;

/** Pay of one of N idle nodes alike, and how it thins out. @throws AppError `input.malformed` */
export function judgeDilution(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { cycle, pay } = cycleOf(input);
  const curve = curveOf(input);
  const total = sumOf(cycle, input.alike);
  const more = cycleOf({ ...input, alike: input.alike + 1 });
  const drawing: Drawing = {
    kind: 'dilution',
    points: curve.map(({ alike, each }) => [alike, each]),
    mark: [input.alike, payOf(pay)],
  };
  return {
    score: {
      name: m.judge_lium_pay_each({ count: input.alike }),
      value: payOf(pay),
      label: 'exact',
      ...(pay.reasons.length > 0 ? { note: pay.reasons.join(', ') } : {}),
    },
    findings: [
      ...payFindings(pay, cycle, BURN_EMISSION).slice(1),
      capFinding(input, pay),
      { name: m.judge_lium_total(), value: total, label: 'exact' },
      {
        name: m.judge_lium_one_more(),
        value: noticeable(sumOf(more.cycle, input.alike + 1) - total),
        label: 'exact',
      },
      cycleFinding(cycle, BURN_EMISSION),
    ],
    improvements: otherShapes(input, payOf(pay)),
    tables: [dilutionTable(curve)],
    drawing,
  };
}

function cycleOf(input: Input): { readonly cycle: CycleResult; readonly pay: NodePay } {
  const own = { model: input.model, gpus: input.gpus, split_min: input.split_min ?? null };
  const sketch = { rented: false, rented_gpus: null, sysbox: true, driver: '', excluded: false };
  const alike = nodesOf([{ ...own, ...sketch, count: input.alike }], TODAY_MS, 'alike');
  const cycle = scoreCycle([...alike, ...nodesOf(input.others, TODAY_MS, 'others')], {
    prices: { taoUsd: input.tao_usd, alphaPerBlock: input.alpha_per_block },
    nowMs: TODAY_MS,
  });
  return { cycle, pay: cycle.nodes[0] ?? NOTHING };
}

/** Of no node; `alike` is at least 1. */
const NOTHING: NodePay = { mining: 0, idle: 0, reasons: [], placed: null, rental: null };

/** Of the first `alike` nodes together. */
function sumOf(cycle: CycleResult, alike: number): number {
  return cycle.nodes.slice(0, alike).reduce((sum, pay) => sum + payOf(pay), 0);
}

/** Above the cap one more node changes sums in their last digit only. */
function noticeable(difference: number): number {
  return Math.abs(difference) > WORTH_SAYING ? difference : 0;
}

interface Step {
  readonly alike: number;
  readonly each: number;
  readonly all: number;
  readonly multiplier: number | null;
}

function curveOf(input: Input): Step[] {
  const last = Math.min(MOST_ALIKE, Math.max(SHORTEST_CURVE, AHEAD * input.alike));
  const step = Math.ceil(last / MOST_POINTS);
  return Array.from({ length: Math.floor((last - 1) / step) + 1 }, (_, i): Step => {
    const alike = 1 + i * step;
    const { cycle, pay } = cycleOf({ ...input, alike });
    const multiplier = pay.placed?.capMultiplier ?? null;
    return { alike, each: payOf(pay), all: sumOf(cycle, alike), multiplier };
  });
}

function capFinding(input: Input, { placed }: NodePay): Judgement['findings'][number] {
  if (!placed) return { name: m.judge_lium_cap(), value: null };
  const cap = capOf(PACKAGED_MARKET, placed.lot.family, placed.bucket);
  const wanted = Math.floor(cap / input.gpus);
  return {
    name: m.judge_lium_cap(),
    value: wanted,
    format: 'count',
    rule: `${cap} div ${input.gpus}`,
    state: input.alike <= wanted ? 'pass' : wanted > 0 ? 'warn' : 'fail',
  };
}

function dilutionTable(curve: readonly Step[]): JudgementTable {
  return {
    caption: m.judge_lium_dilution(),
    columns: [
      { label: m.judge_lium_alike(), numeric: true },
      { label: m.judge_lium_multiplier_short(), numeric: true },
      { label: m.judge_lium_each(), numeric: true },
      { label: m.judge_lium_all(), numeric: true },
    ],
    rows: curve.map(({ alike, each, all, multiplier }) => [alike, multiplier, each, all]),
  };
}

/** The same cards offered otherwise, each tried by another cycle. */
function otherShapes(input: Input, now: number): Improvement[] {
  return [
    { text: m.judge_lium_fix_split(), change: { split_min: 1 } },
    { text: m.judge_lium_fix_eight(), change: { gpus: 8 } },
    { text: m.judge_lium_fix_one(), change: { gpus: 1 } },
  ]
    .map(({ text, change }) => ({
      text,
      gain: payOf(cycleOf({ ...input, ...change }).pay) - now,
    }))
    .filter(({ gain }) => gain > WORTH_SAYING);
}
