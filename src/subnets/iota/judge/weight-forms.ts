import { m } from '../../../paraglide/messages.js';
import { recorded, written } from '../../judge-example.ts';
import type { JudgeField, JudgeTool } from '../../judge-page.ts';
import { OWNER_UID } from '../scoring/rewards.ts';

// What the tools of the weights ask for.

function uidField(): JudgeField {
  return { key: 'uid', label: m.judge_iota_field_uid(), kind: 'number', min: 0, step: 1 };
}

export function weightsForm(): JudgeTool {
  return {
    id: 'weights',
    title: m.judge_iota_tool_weights(),
    what: m.judge_iota_tool_weights_what(),
    fields: [
      {
        key: 'scores',
        label: m.judge_iota_field_scores(),
        help: m.judge_iota_field_scores_help(),
        kind: 'json',
      },
      uidField(),
    ],
    examples: [
      {
        id: 'two',
        name: m.judge_iota_example_two_runs(),
        input: {
          scores: [
            [1, 0.2],
            [2, 0.3],
            [1, 0.1],
          ],
          uid: 1,
        },
        documented: recorded(0.5, 'validator_weights'),
      },
      {
        id: 'owner',
        name: m.judge_iota_example_owner(),
        input: {
          scores: [
            [OWNER_UID, 0.8],
            [3, 0.15],
            [7, 0.05],
          ],
          uid: 3,
        },
        documented: recorded(0.15, 'validator_weights'),
      },
    ],
  };
}

export function windowForm(): JudgeTool {
  const events = [
    { uid: 1, time_s: 39_000, score: 1 },
    { uid: 1, time_s: 38_000, score: 1 },
    { uid: 1, time_s: 3000, score: 1 },
    { uid: 2, time_s: 37_000, score: -3 },
  ];
  const input = { uids: [1, 2, 3], events, now_s: 40_000 };
  return {
    id: 'window',
    title: m.judge_iota_tool_window(),
    what: m.judge_iota_tool_window_what(),
    fields: [
      { key: 'uids', label: m.judge_iota_field_uids(), kind: 'json', rows: 2 },
      { key: 'events', label: m.judge_iota_field_events(), kind: 'json' },
      { key: 'now_s', label: m.judge_iota_field_now(), kind: 'number' },
      uidField(),
    ],
    examples: [
      {
        id: 'miner',
        name: m.judge_iota_example_miner(),
        input: { ...input, uid: 1 },
        documented: null,
      },
      {
        id: 'owner',
        name: m.judge_iota_example_owner(),
        input: { ...input, uid: OWNER_UID },
        documented: written(0.8, 'e'),
      },
    ],
  };
}
