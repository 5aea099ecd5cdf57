import { m } from '../../paraglide/messages.js';
import { recorded, written } from '../judge-example.ts';
import type { JudgePage, JudgeTool } from '../judge-page.ts';
import {
  GOOD_EVALUATION,
  JOB,
  NARROW_EVALUATION,
  OPPOSITE_UPDATES,
  RECORDED_REFERENCE,
  RECORDED_ROUND,
  RECORDED_TENSORS,
  RECORDED_UPDATES,
  THREE_EVENTS,
  WRAPPED_TENSORS,
  receiptOf,
  shiftedBy,
} from './judge/examples.ts';
import { FRAGMENT_COUNT } from './scoring/fragments.ts';
import { EVENT_WINDOW } from './scoring/score-window.ts';

// The judge of Quasar: what its tools ask for, and examples with their documented numbers.

export function judgePage(): JudgePage {
  return {
    lead: m.judge_quasar_lead(),
    limits: m.judge_quasar_limits(),
    tools: [updateTool(), planTool(), mergeTool(), windowTool(), logitsTool(), leagueTool()],
  };
}

function updateTool(): JudgeTool {
  const input = (tokens: number, steps: number, evaluation: unknown = GOOD_EVALUATION) => ({
    job: JOB,
    receipt: receiptOf(tokens, steps),
    evaluation,
  });
  return {
    id: 'update',
    title: m.judge_quasar_tool_update(),
    what: m.judge_quasar_tool_update_what(),
    fields: [
      { key: 'job', label: m.judge_quasar_field_job(), kind: 'json', rows: 8 },
      { key: 'receipt', label: m.judge_quasar_field_receipt(), kind: 'json', rows: 12 },
      {
        key: 'evaluation',
        label: m.judge_quasar_field_evaluation(),
        help: m.judge_quasar_field_evaluation_help(),
        kind: 'json',
        rows: 4,
      },
    ],
    examples: [
      {
        id: 'four',
        name: m.judge_quasar_example_four(),
        input: input(8192, 4),
        documented: written(16_777_216, 'f'),
      },
      {
        id: 'edge',
        name: m.judge_quasar_example_edge(),
        input: input(22_528, 10),
        documented: written(22_528 ** 2 / 10, 'f'),
      },
      {
        id: 'over',
        name: m.judge_quasar_example_over(),
        input: input(22_529, 10),
        documented: written(0, 'f'),
      },
      {
        id: 'gap',
        name: m.judge_quasar_example_gap(),
        input: input(8192, 4, NARROW_EVALUATION),
        documented: written(0, 'f'),
      },
    ],
  };
}

function planTool(): JudgeTool {
  return {
    id: 'plan',
    title: m.judge_quasar_tool_plan(),
    what: m.judge_quasar_tool_plan_what(),
    fields: [
      {
        key: 'tensors',
        label: m.judge_quasar_field_tensors(),
        help: m.judge_quasar_field_tensors_help(),
        kind: 'json',
      },
      { key: 'count', label: m.judge_quasar_field_count(), kind: 'number', min: 1, step: 1 },
      {
        key: 'step',
        label: m.judge_quasar_field_step(),
        help: m.judge_quasar_field_step_help(),
        kind: 'number',
        min: 0,
        step: 1,
        optional: true,
      },
    ],
    examples: [
      {
        id: 'three',
        name: m.judge_quasar_example_plan(),
        input: { tensors: RECORDED_TENSORS, count: 3, step: 7 },
        documented: recorded(300, 'fragment_plan'),
      },
      {
        id: 'default',
        name: m.judge_quasar_example_24(),
        input: { tensors: RECORDED_TENSORS, count: FRAGMENT_COUNT },
        documented: recorded(300, 'fragment_plan'),
      },
      {
        id: 'names',
        name: m.judge_quasar_example_names(),
        input: { tensors: WRAPPED_TENSORS, count: 3 },
        documented: null,
      },
    ],
  };
}

function mergeTool(): JudgeTool {
  return {
    id: 'merge',
    title: m.judge_quasar_tool_merge(),
    what: m.judge_quasar_tool_merge_what(),
    fields: [
      {
        key: 'updates',
        label: m.judge_quasar_field_updates(),
        help: m.judge_quasar_field_updates_help(),
        kind: 'json',
        rows: 12,
      },
      {
        key: 'momentum',
        label: m.judge_quasar_field_momentum(),
        kind: 'json',
        rows: 3,
        optional: true,
      },
      { key: 'state', label: m.judge_quasar_field_state(), kind: 'json', rows: 3, optional: true },
      { key: 'rate', label: m.judge_quasar_field_rate(), kind: 'number', min: 0, max: 100 },
      { key: 'nesterov', label: m.judge_quasar_field_nesterov(), kind: 'flag' },
    ],
    examples: [
      {
        id: 'two',
        name: m.judge_quasar_example_two(),
        input: { updates: RECORDED_UPDATES, rate: 1, nesterov: true },
        documented: recorded(2.428_41, 'rda_merge'),
      },
      {
        id: 'opposite',
        name: m.judge_quasar_example_opposite(),
        input: {
          updates: OPPOSITE_UPDATES,
          state: { w: [0.5, 0.5, 0.5] },
          rate: 1,
          nesterov: true,
        },
        documented: written(0, 'f'),
      },
    ],
  };
}

function windowTool(): JudgeTool {
  const input = (hotkey: string, failures: readonly unknown[]) => ({
    events: THREE_EVENTS,
    failures,
    half_life: 0,
    window: EVENT_WINDOW,
    hotkey,
  });
  const failed = [{ hotkey: '5B', units: 60 }];
  return {
    id: 'window',
    title: m.judge_quasar_tool_window(),
    what: m.judge_quasar_tool_window_what(),
    fields: [
      {
        key: 'events',
        label: m.judge_quasar_field_events(),
        help: m.judge_quasar_field_events_help(),
        kind: 'json',
      },
      { key: 'failures', label: m.judge_quasar_field_failures(), kind: 'json', rows: 3 },
      {
        key: 'half_life',
        label: m.judge_quasar_field_half_life(),
        help: m.judge_quasar_field_half_life_help(),
        kind: 'number',
        min: 0,
      },
      {
        key: 'window',
        label: m.judge_quasar_field_window(),
        help: m.judge_quasar_field_window_help(),
        kind: 'number',
        min: 0,
        step: 1,
      },
      { key: 'hotkey', label: m.judge_quasar_field_hotkey(), kind: 'line' },
    ],
    examples: [
      {
        id: 'three',
        name: m.judge_quasar_example_three(),
        input: input('5A', []),
        documented: written(0.5714, 'f'),
      },
      {
        id: 'failed',
        name: m.judge_quasar_example_failed(),
        input: input('5B', failed),
        documented: written(0.2241, 'f'),
      },
      {
        id: 'decay',
        name: m.judge_quasar_example_decay(),
        input: { ...input('5B', []), half_life: 1 },
        documented: recorded(0.466_666_666_666_666_7, 'score_window'),
      },
    ],
  };
}

function logitsTool(): JudgeTool {
  const input = (offset: number) => ({ miner: shiftedBy(offset), reference: RECORDED_REFERENCE });
  return {
    id: 'logits',
    title: m.judge_quasar_tool_logits(),
    what: m.judge_quasar_tool_logits_what(),
    fields: [
      { key: 'miner', label: m.judge_quasar_field_miner(), kind: 'json', rows: 4 },
      { key: 'reference', label: m.judge_quasar_field_reference(), kind: 'json', rows: 4 },
    ],
    examples: [
      {
        id: 'near',
        name: m.judge_quasar_example_near(),
        input: input(0.05),
        documented: written(true, 'f'),
      },
      {
        id: 'far',
        name: m.judge_quasar_example_far(),
        input: input(0.2),
        documented: written(false, 'f'),
      },
    ],
  };
}

function leagueTool(): JudgeTool {
  const input = (id: number) => ({ submissions: RECORDED_ROUND, id });
  return {
    id: 'league',
    title: m.judge_quasar_tool_league(),
    what: m.judge_quasar_tool_league_what(),
    fields: [
      {
        key: 'submissions',
        label: m.judge_quasar_field_submissions(),
        help: m.judge_quasar_field_submissions_help(),
        kind: 'json',
        rows: 10,
      },
      {
        key: 'previous',
        label: m.judge_quasar_field_previous(),
        help: m.judge_quasar_field_previous_help(),
        kind: 'json',
        rows: 2,
        optional: true,
      },
      { key: 'id', label: m.judge_quasar_field_id(), kind: 'number', step: 1 },
      {
        key: 'actual',
        label: m.judge_quasar_field_actual(),
        help: m.judge_quasar_field_actual_help(),
        kind: 'number',
        min: 0,
        optional: true,
      },
    ],
    examples: [
      {
        id: 'winner',
        name: m.judge_quasar_example_winner(),
        input: input(5),
        documented: written(0.6, 'f'),
      },
      {
        id: 'earlier',
        name: m.judge_quasar_example_earlier(),
        input: input(2),
        documented: written(0.1, 'f'),
      },
      {
        id: 'refused',
        name: m.judge_quasar_example_refused(),
        input: input(4),
        documented: null,
      },
    ],
  };
}
