import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { expectedIncentive, rankRuns, type Run } from '../scoring/run-ranking.ts';
import { Count } from './tensor.ts';

// Which run a miner joins.

const MOST_RUNS = 256;
const Unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Flag = v.optional(v.boolean(), false);
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
const TIERS = { banned: -1, gold: 3 } as const;

const Input = v.object({
  runs: v.pipe(
    v.array(
      v.object({
        run_id: Name,
        incentive_perc: Unit,
        burn_factor: Unit,
        num_miners: Count,
        tier: v.pipe(v.number(), v.integer(), v.minValue(TIERS.banned), v.maxValue(TIERS.gold)),
        whitelisted: Flag,
        whitelist_force_allow: Flag,
        authorized: v.optional(v.boolean(), true),
        is_miner_pool: Flag,
      }),
    ),
    v.minLength(1),
    v.maxLength(MOST_RUNS),
  ),
  pool: v.boolean(),
  current: v.optional(Name),
});

/** The order in which runs are tried. @throws AppError `input.malformed` */
export function judgeRuns(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const runs = input.runs.map((run): Run => ({
    runId: run.run_id,
    incentive: run.incentive_perc,
    burn: run.burn_factor,
    miners: run.num_miners,
    tier: run.tier,
    whitelisted: run.whitelisted,
    forceAllow: run.whitelist_force_allow,
    authorized: run.authorized,
    isMinerPool: run.is_miner_pool,
  }));
  const ranked = rankRuns(runs, input.pool);
  const [best] = ranked;
  return {
    score: {
      name: m.judge_iota_first_run(),
      value: best?.runId ?? null,
      label: 'exact',
      ...(best ? {} : { note: m.judge_iota_no_run() }),
    },
    findings: best
      ? [
          {
            name: m.judge_iota_expected(),
            value: expectedIncentive(best),
            label: 'exact',
            rule: `${best.incentive} × (1 − ${best.burn}) / (${best.miners} + 1)`,
          },
        ]
      : [],
    improvements: betterRun(ranked, input.current),
    tables: [runTable(runs, ranked, input.pool)],
  };
}

/** The run that pays a newcomer most, against the one that is named. */
function betterRun(ranked: readonly Run[], current: string | undefined): Judgement['improvements'] {
  const here = ranked.find(({ runId }) => runId === current);
  const [top] = [...ranked].sort((a, b) => expectedIncentive(b) - expectedIncentive(a));
  if (!here || !top) return [];
  const gain = expectedIncentive(top) - expectedIncentive(here);
  return gain > 0 ? [{ text: m.judge_iota_join({ run: top.runId }), gain }] : [];
}

function runTable(
  runs: readonly Run[],
  ranked: readonly Run[],
  pool: boolean,
): NonNullable<Judgement['tables']>[number] {
  const left = runs.filter((run) => !ranked.includes(run));
  return {
    caption: m.judge_iota_runs(),
    columns: [
      { label: m.judge_iota_rank(), numeric: true },
      { label: m.judge_iota_run() },
      { label: m.judge_iota_tier(), numeric: true },
      { label: m.judge_iota_forced() },
      { label: m.judge_iota_listed() },
      { label: m.judge_iota_expected_short(), numeric: true },
      { label: m.judge_iota_why() },
    ],
    rows: [
      ...ranked.map((run, i) => [i + 1, ...cells(run), '']),
      ...left.map((run) => [
        null,
        ...cells(run),
        run.isMinerPool === pool ? m.judge_iota_unauthorized() : m.judge_iota_other_kind(),
      ]),
    ],
  };
}

function cells(run: Run): (string | number | boolean)[] {
  return [run.runId, run.tier, run.forceAllow, run.whitelisted, expectedIncentive(run)];
}
