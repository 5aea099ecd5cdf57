import { m } from '../../../paraglide/messages.js';
import { recorded, written } from '../../judge-example.ts';
import type { JudgeExample, JudgeTool } from '../../judge-page.ts';
import {
  RECORDED_NOISE,
  RECORDED_PERMUTED,
  RECORDED_SCALED,
  RECORDED_VALIDATOR,
} from './examples.ts';

// What the tools of the training itself ask for.

export function reproductionForm(): JudgeTool {
  const pair = (
    id: string,
    name: string,
    miner: readonly number[],
    value: number,
  ): JudgeExample => ({
    id,
    name,
    input: { kind: 'activation', validator: RECORDED_VALIDATOR, miner },
    documented: recorded(value, 'reproduction_check_v02'),
  });
  return {
    id: 'reproduction',
    title: m.judge_iota_tool_reproduction(),
    what: m.judge_iota_tool_reproduction_what(),
    fields: [
      {
        key: 'kind',
        label: m.judge_iota_kind(),
        kind: 'choice',
        options: [
          { value: 'activation', label: m.judge_iota_kind_activation() },
          { value: 'weights', label: m.judge_iota_kind_weights() },
        ],
      },
      {
        key: 'validator',
        label: m.judge_iota_field_validator(),
        help: m.judge_iota_field_tensor_help(),
        kind: 'json',
      },
      {
        key: 'miner',
        label: m.judge_iota_field_miner(),
        help: m.judge_iota_field_miner_help(),
        kind: 'json',
        optional: true,
      },
      {
        key: 'optimizer_cosine',
        label: m.judge_iota_field_optimizer(),
        help: m.judge_iota_field_optimizer_help(),
        kind: 'number',
        min: -1,
        max: 1,
        optional: true,
      },
    ],
    examples: [
      pair('noise', m.judge_iota_example_noise(), RECORDED_NOISE, 1),
      pair('scaled', m.judge_iota_example_scaled(), RECORDED_SCALED, -3),
      pair('permuted', m.judge_iota_example_permuted(), RECORDED_PERMUTED, -3),
      {
        id: 'weights',
        name: m.judge_iota_example_weights(),
        input: {
          kind: 'weights',
          validator: RECORDED_VALIDATOR,
          miner: RECORDED_SCALED,
          optimizer_cosine: 0.95,
        },
        documented: written(1, 'f'),
      },
    ],
  };
}

export function pairingForm(): JudgeTool {
  const count = { kind: 'number', min: 1, step: 1 } as const;
  const pairing = 'butterfly_pairing_v3';
  const values = 1_500_055_552;
  return {
    id: 'pairing',
    title: m.judge_iota_tool_pairing(),
    what: m.judge_iota_tool_pairing_what(),
    fields: [
      {
        key: 'rule',
        label: m.judge_iota_rule(),
        kind: 'choice',
        options: [
          { value: 'today', label: m.judge_iota_rule_today() },
          { value: 'all', label: m.judge_iota_rule_all() },
        ],
      },
      { key: 'miners', label: m.judge_iota_field_miners(), ...count },
      { key: 'stages', label: m.judge_iota_field_stages(), ...count },
      { key: 'values', label: m.judge_iota_field_values(), ...count },
      {
        key: 'stage_miners',
        label: m.judge_iota_field_stage_miners(),
        help: m.judge_iota_field_stage_miners_help(),
        optional: true,
        ...count,
      },
      {
        key: 'partitions',
        label: m.judge_iota_field_partitions(),
        help: m.judge_iota_field_partitions_help(),
        optional: true,
        ...count,
      },
    ],
    examples: [
      {
        id: 'four',
        name: m.judge_iota_example_four(),
        input: { rule: 'today', miners: 8, stages: 2, values },
        documented: recorded(8, pairing),
      },
      {
        id: 'twenty',
        name: m.judge_iota_example_twenty(),
        input: { rule: 'today', miners: 20, stages: 3, values },
        documented: recorded(12, pairing),
      },
      {
        id: 'all',
        name: m.judge_iota_example_all(),
        input: { rule: 'all', miners: 5, stages: 1, values },
        documented: written(10, 'd'),
      },
    ],
  };
}

export function mergeForm(): JudgeTool {
  return {
    id: 'merge',
    title: m.judge_iota_tool_merge(),
    what: m.judge_iota_tool_merge_what(),
    fields: [
      { key: 'epoch', label: m.judge_iota_field_epoch(), kind: 'number', min: 0, step: 1 },
      { key: 'weights', label: m.judge_iota_field_weights(), kind: 'json', rows: 2 },
      {
        key: 'gradients',
        label: m.judge_iota_field_gradients(),
        help: m.judge_iota_field_gradients_help(),
        kind: 'json',
        rows: 4,
      },
      { key: 'factors', label: m.judge_iota_field_factors(), kind: 'json', rows: 2 },
      {
        key: 'buffer',
        label: m.judge_iota_field_buffer(),
        help: m.judge_iota_field_buffer_help(),
        kind: 'json',
        rows: 2,
        optional: true,
      },
      {
        key: 'answer',
        label: m.judge_iota_field_answer(),
        help: m.judge_iota_field_answer_help(),
        kind: 'json',
        rows: 2,
        optional: true,
      },
      { key: 'entry', label: m.judge_iota_field_entry(), kind: 'number', min: 0, step: 1 },
    ],
    examples: [
      {
        id: 'first',
        name: m.judge_iota_example_first_merge(),
        input: {
          epoch: 0,
          weights: [1, -2, 0.5, 0.25],
          gradients: [
            [0.1, 0.2, -0.1, 0],
            [0.3, 0.1, -0.3, 0.02],
          ],
          factors: [10, 30],
          answer: [0.737_304_687_5, -2.125, 0.761_718_75, 0.234_375],
          entry: 0,
        },
        documented: recorded(0.738_281_25, 'merge_step'),
      },
      {
        id: 'late',
        name: m.judge_iota_example_late_merge(),
        input: {
          epoch: 20,
          weights: [1, -2, 0.5, 0.25],
          gradients: [
            [0.1, 0.2, -0.1, 0],
            [0.3, 0.1, -0.3, 0.02],
          ],
          factors: [1, 1],
          buffer: [0.05, 0.05, 0.05, -0.05],
          entry: 1,
        },
        documented: recorded(-2.234_375, 'merge_step'),
      },
    ],
  };
}
