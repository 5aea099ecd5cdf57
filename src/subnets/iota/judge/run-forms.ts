import { m } from '../../../paraglide/messages.js';
import { recorded, written } from '../../judge-example.ts';
import type { JudgeTool } from '../../judge-page.ts';
import { RECORDED_RUNS } from './examples.ts';

// What the tools around a run ask for: its pay, its rank, its schedule, its stages.

export function payForm(): JudgeTool {
  const unit = { kind: 'number', min: 0, max: 1 } as const;
  return {
    id: 'pay',
    title: m.judge_iota_tool_pay(),
    what: m.judge_iota_tool_pay_what(),
    fields: [
      { key: 'score', label: m.judge_iota_field_score(), kind: 'number', min: 0 },
      { key: 'run_total', label: m.judge_iota_field_run_total(), kind: 'number', min: 0 },
      { key: 'burn', label: m.judge_iota_field_burn(), ...unit },
      { key: 'share', label: m.judge_iota_pay_share(), ...unit },
      { key: 'allocation', label: m.judge_iota_pay_allocation(), ...unit },
    ],
    examples: [
      {
        id: 'tenth',
        name: m.judge_iota_example_tenth(),
        input: { score: 10, run_total: 100, burn: 0.8, share: 1, allocation: 1 },
        documented: written(0.02, 'f'),
      },
    ],
  };
}

export function runsForm(): JudgeTool {
  const run = { incentive_perc: 0.5, burn_factor: 0.2, tier: 1 };
  return {
    id: 'runs',
    title: m.judge_iota_tool_runs(),
    what: m.judge_iota_tool_runs_what(),
    fields: [
      { key: 'runs', label: m.judge_iota_runs(), kind: 'json', rows: 14 },
      { key: 'pool', label: m.judge_iota_field_pool(), kind: 'flag' },
      {
        key: 'current',
        label: m.judge_iota_field_current(),
        help: m.judge_iota_field_current_help(),
        kind: 'line',
        optional: true,
      },
    ],
    examples: [
      {
        id: 'recorded',
        name: m.judge_iota_example_runs(),
        input: { runs: RECORDED_RUNS, pool: false, current: 'E' },
        documented: recorded('E', 'run_ranking'),
      },
      {
        id: 'emptier',
        name: m.judge_iota_example_emptier(),
        input: {
          runs: [
            { run_id: 'nine miners', num_miners: 9, ...run },
            { run_id: 'three miners', num_miners: 3, ...run },
          ],
          pool: false,
          current: 'nine miners',
        },
        documented: written('three miners', 'f'),
      },
    ],
  };
}

export function rateForm(): JudgeTool {
  return {
    id: 'rate',
    title: m.judge_iota_tool_rate(),
    what: m.judge_iota_tool_rate_what(),
    fields: [{ key: 'step', label: m.judge_iota_field_step(), kind: 'number', min: 0, step: 1 }],
    examples: [
      {
        id: 'saw',
        name: m.judge_iota_example_saw(),
        input: { step: 91_000_500 },
        documented: recorded(0.000_109_999_998_753_710_68, 'lr_schedule'),
      },
      {
        id: 'tail',
        name: m.judge_iota_example_tail(),
        input: { step: 99_000_000 },
        documented: recorded(1e-5, 'lr_schedule'),
      },
    ],
  };
}

export function stagesForm(): JudgeTool {
  const count = { kind: 'number', min: 1, step: 1 } as const;
  return {
    id: 'stages',
    title: m.judge_iota_tool_stages(),
    what: m.judge_iota_tool_stages_what(),
    fields: [
      { key: 'layers', label: m.judge_iota_field_layers(), ...count },
      { key: 'stages', label: m.judge_iota_field_stages(), ...count },
      { key: 'embedding', label: m.judge_iota_field_embedding(), ...count },
      { key: 'hidden', label: m.judge_iota_field_hidden(), ...count },
      { key: 'heads', label: m.judge_iota_field_heads(), ...count },
      { key: 'bottleneck', label: m.judge_iota_field_bottleneck(), ...count },
      { key: 'batch', label: m.judge_iota_field_batch(), ...count },
      { key: 'tokens', label: m.judge_iota_field_tokens(), ...count },
    ],
    examples: [
      {
        id: '15b',
        name: m.judge_iota_example_15b(),
        input: {
          layers: 50,
          stages: 5,
          embedding: 5120,
          hidden: 13_824,
          heads: 40,
          bottleneck: 80,
          batch: 4,
          tokens: 800,
        },
        documented: written(512_000, 'f'),
      },
      {
        id: '1b',
        name: m.judge_iota_example_1b(),
        input: {
          layers: 16,
          stages: 3,
          embedding: 2048,
          hidden: 8192,
          heads: 32,
          bottleneck: 32,
          batch: 4,
          tokens: 800,
        },
        documented: written(204_800, 'f'),
      },
    ],
  };
}
