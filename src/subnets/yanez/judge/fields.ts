import { m } from '../../../paraglide/messages.js';
import type { JudgeField } from '../../judge-page.ts';

// Fields that several tools ask for.

const HIGHEST_PERCENTAGE = 100;

/** What a query asks of names. */
export function queryFields(): JudgeField[] {
  return [
    {
      key: 'count',
      label: m.judge_yanez_field_count(),
      help: m.judge_yanez_field_count_help(),
      kind: 'number',
      min: 1,
      max: 100,
      step: 1,
    },
    {
      key: 'phonetic',
      label: m.judge_yanez_field_phonetic(),
      help: m.judge_yanez_field_bands_help(),
      kind: 'json',
      rows: 2,
    },
    {
      key: 'orthographic',
      label: m.judge_yanez_field_orthographic(),
      help: m.judge_yanez_field_bands_help(),
      kind: 'json',
      rows: 2,
    },
    {
      key: 'rules',
      label: m.judge_yanez_field_rules(),
      help: m.judge_yanez_field_rules_help(),
      kind: 'json',
      rows: 5,
      optional: true,
    },
    {
      key: 'percentage',
      label: m.judge_yanez_field_percentage(),
      kind: 'number',
      min: 0,
      max: HIGHEST_PERCENTAGE,
      optional: true,
    },
  ];
}

/** What the validator draws at random. */
export function drawFields(): JudgeField[] {
  return [
    {
      key: 'weights',
      label: m.judge_yanez_field_weights(),
      help: m.judge_yanez_field_weights_help(),
      kind: 'json',
      rows: 5,
      optional: true,
    },
    {
      key: 'part_weights',
      label: m.judge_yanez_field_parts(),
      help: m.judge_yanez_field_parts_help(),
      kind: 'json',
      rows: 3,
      optional: true,
    },
  ];
}

export function minerField(): JudgeField {
  return {
    key: 'miner',
    label: m.judge_yanez_field_miner(),
    help: m.judge_yanez_field_miner_help(),
    kind: 'number',
    min: 0,
    step: 1,
  };
}
