import { m } from '../../../paraglide/messages.js';
import { recorded, written } from '../../judge-example.ts';
import type { JudgeField, JudgeTool } from '../../judge-page.ts';
import { IDLE_GATES } from '../score.ts';
import { BURN_EMISSION } from '../scoring/emission.ts';
import { PACKAGED_MARKET } from '../scoring/market.ts';
import { MAX_GPUS } from '../task.ts';
import { EXAMPLE_PRICES, SICK_NODE, SMALL_NODE, SOUND_NODE } from './examples.ts';

// What the tools of nodes and pools ask for.

const H200 = 'NVIDIA H200';
const H100 = 'NVIDIA H100 80GB HBM3';
const RTX_4090 = 'NVIDIA GeForce RTX 4090';

function priceFields(): JudgeField[] {
  return [
    { key: 'tao_usd', label: m.judge_lium_field_tao(), kind: 'number', min: 0 },
    {
      key: 'alpha_per_block',
      label: m.judge_lium_field_alpha(),
      help: m.judge_lium_field_alpha_help(),
      kind: 'number',
      min: 0,
    },
  ];
}

const others = [
  { model: H200, gpus: 8, rented: true },
  { model: RTX_4090, gpus: 1 },
];

export function doctorForm(): JudgeTool {
  const input = {
    others,
    ...EXAMPLE_PRICES,
    date: '2026-09-20',
    p90: 3,
    enforced: IDLE_GATES,
  };
  return {
    id: 'doctor',
    title: m.judge_lium_tool_doctor(),
    what: m.judge_lium_tool_doctor_what(),
    fields: [
      {
        key: 'report',
        label: m.judge_lium_field_report(),
        help: m.judge_lium_field_report_help(),
        kind: 'json',
        rows: 18,
      },
      {
        key: 'others',
        label: m.judge_lium_field_others(),
        help: m.judge_lium_field_others_help(),
        kind: 'json',
      },
      ...priceFields(),
      {
        key: 'p90',
        label: m.judge_lium_field_p90(),
        help: m.judge_lium_field_p90_help(),
        kind: 'number',
        min: 0,
        optional: true,
      },
      {
        key: 'enforced',
        label: m.judge_lium_field_enforced(),
        help: m.judge_lium_field_enforced_help(),
        kind: 'json',
      },
      {
        key: 'date',
        label: m.judge_lium_field_date(),
        help: m.judge_lium_field_date_help(),
        kind: 'line',
      },
    ],
    examples: [
      {
        id: 'sick',
        name: m.judge_lium_example_sick(),
        input: { report: SICK_NODE, ...input },
        documented: written(0, 'e'),
      },
      {
        id: 'sound',
        name: m.judge_lium_example_sound(),
        input: { report: SOUND_NODE, ...input },
        documented: written(0.012_357_7, 'f'),
      },
      {
        id: 'memory',
        name: m.judge_lium_example_memory(),
        input: { report: SMALL_NODE, ...input },
        documented: written(0, 'f'),
      },
    ],
  };
}

export function poolForm(): JudgeTool {
  const input = { model: H200, gpus: 8, others: [], ...EXAMPLE_PRICES };
  return {
    id: 'pool',
    title: m.judge_lium_tool_pool(),
    what: m.judge_lium_tool_pool_what(),
    fields: [
      {
        key: 'model',
        label: m.judge_lium_model(),
        kind: 'choice',
        options: Object.keys(PACKAGED_MARKET.prices).map((value) => ({ value, label: value })),
      },
      {
        key: 'gpus',
        label: m.judge_lium_field_gpus(),
        kind: 'number',
        min: 1,
        max: MAX_GPUS,
        step: 1,
      },
      {
        key: 'split_min',
        label: m.judge_lium_field_split(),
        help: m.judge_lium_field_split_help(),
        kind: 'number',
        min: 1,
        max: MAX_GPUS,
        step: 1,
        optional: true,
      },
      { key: 'alike', label: m.judge_lium_alike(), kind: 'number', min: 1, max: 200, step: 1 },
      {
        key: 'others',
        label: m.judge_lium_field_others(),
        help: m.judge_lium_field_others_help(),
        kind: 'json',
        rows: 4,
      },
      ...priceFields(),
    ],
    examples: [
      {
        id: 'ten',
        name: m.judge_lium_example_ten(),
        input: { ...input, alike: 10 },
        documented: written(0.009_886_2, 'f'),
      },
      {
        id: 'four',
        name: m.judge_lium_example_four(),
        input: { ...input, model: H100, gpus: 4, alike: 1 },
        documented: written(0, 'f'),
      },
    ],
  };
}

export function cycleForm(): JudgeTool {
  const prices = { ...EXAMPLE_PRICES, burn_emission: BURN_EMISSION };
  const L40S = { model: 'NVIDIA L40S', gpus: 8, split_min: 1 };
  return {
    id: 'cycle',
    title: m.judge_lium_tool_cycle(),
    what: m.judge_lium_tool_cycle_what(),
    fields: [
      {
        key: 'nodes',
        label: m.judge_lium_nodes(),
        help: m.judge_lium_field_others_help(),
        kind: 'json',
        rows: 10,
      },
      { key: 'index', label: m.judge_lium_field_index(), kind: 'number', min: 0, step: 1 },
      ...priceFields(),
      {
        key: 'burn_emission',
        label: m.judge_lium_field_burn(),
        kind: 'number',
        min: 0,
        max: 1,
      },
    ],
    examples: [
      {
        id: 'three',
        name: m.judge_lium_example_three(),
        input: { nodes: [{ model: H200, gpus: 8 }, ...others], index: 0, ...prices },
        documented: recorded(0.012_357_723_577_235_77, 'incentive_cycle'),
      },
      {
        id: 'rented',
        name: m.judge_lium_example_rented(),
        input: {
          nodes: [
            { model: H200, gpus: 8, rented: true },
            { model: H100, gpus: 8, rented: true },
            { model: RTX_4090, gpus: 8, rented: true, sysbox: false },
          ],
          index: 0,
          ...prices,
        },
        documented: written(0.076_364, 'f'),
      },
      {
        id: 'moved',
        name: m.judge_lium_example_moved(),
        input: {
          nodes: [
            { ...L40S, count: 3 },
            { model: 'NVIDIA L40S', gpus: 1 },
          ],
          index: 0,
          ...prices,
        },
        documented: recorded(0.001_517_615_176_151_761_5, 'incentive_cycle'),
      },
    ],
  };
}
