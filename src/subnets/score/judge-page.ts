import { m } from '../../paraglide/messages.js';
import { recorded, written } from '../judge-example.ts';
import type { JudgeExample, JudgeField, JudgePage, JudgeTool } from '../judge-page.ts';
import { JUDGED_ELEMENTS } from './judge/boxes.ts';
import {
  RECORDED_BOXES,
  RECORDED_BOXES_SCORE,
  RECORDED_CONTEST,
  RECORDED_TRIANGLE,
  RECORDED_WINNER,
} from './judge/examples.ts';
import { cardTool, deliveryTool, pointsTool } from './judge/field-forms.ts';

// The judge of Score: what its tools ask for, and examples with their documented numbers.

export function judgePage(): JudgePage {
  return {
    lead: m.judge_score_lead(),
    limits: m.judge_score_limits(),
    tools: [
      boxesTool(),
      requiredTool(),
      worthTool(),
      winnerTool(),
      rerunTool(),
      actionsTool(),
      deliveryTool(),
      cardTool(),
      legacyTool(),
      pointsTool(),
    ],
  };
}

const json = (key: string, label: string, rows: number, help = ''): JudgeField => ({
  key,
  label,
  kind: 'json',
  rows,
  ...(help ? { help } : {}),
});

const number = (key: string, label: string, bounds: Partial<JudgeField> = {}): JudgeField => ({
  key,
  label,
  kind: 'number',
  min: 0,
  ...bounds,
});

const box = (cls_id: number, corners: readonly number[], conf?: number) => {
  const [x1, y1, x2, y2] = corners;
  return { x1, y1, x2, y2, cls_id, ...(conf === undefined ? {} : { conf }) };
};

function boxesTool(): JudgeTool {
  const fire = [100, 100, 200, 200];
  const smoke = [300, 300, 360, 420];
  const frame = (boxes: readonly unknown[]) => [{ frame_id: 0, boxes }];
  const input = {
    element: 'manak0/Detect-fire',
    truth: frame([box(0, fire), box(1, smoke)]),
    width: 960,
    height: 540,
  };
  return {
    id: 'boxes',
    title: m.judge_score_tool_boxes(),
    what: m.judge_score_tool_boxes_what(),
    fields: [
      {
        key: 'element',
        label: m.judge_score_field_element(),
        kind: 'choice',
        options: JUDGED_ELEMENTS.map(({ id }) => ({ value: id, label: id })),
      },
      json('truth', m.judge_score_field_truth(), 8, m.judge_score_field_truth_help()),
      json('answer', m.judge_score_field_answer(), 10, m.judge_score_field_answer_help()),
      number('width', m.judge_score_field_width(), { min: 1, step: 1 }),
      number('height', m.judge_score_field_height(), { min: 1, step: 1 }),
      { key: 'team1', label: m.judge_score_field_team1(), kind: 'line', optional: true },
      {
        key: 'team2',
        label: m.judge_score_field_team2(),
        help: m.judge_score_field_team_help(),
        kind: 'line',
        optional: true,
      },
    ],
    examples: [
      {
        id: 'crime',
        name: m.judge_score_example_crime(),
        input: RECORDED_BOXES,
        documented: recorded(RECORDED_BOXES_SCORE, 'detection'),
      },
      {
        id: 'perfect',
        name: m.judge_score_example_perfect(),
        input: { ...input, answer: frame([box(0, fire, 0.9), box(1, smoke, 0.4)]) },
        documented: written(1, 'f'),
      },
      {
        id: 'twice',
        name: m.judge_score_example_twice(),
        input: {
          ...input,
          answer: frame([
            box(0, fire, 0.9),
            box(0, [101, 101, 201, 201], 0.95),
            box(1, smoke, 0.4),
          ]),
        },
        documented: written(0.96, 'f'),
      },
      {
        id: 'triangle',
        name: m.judge_score_example_triangle(),
        input: RECORDED_TRIANGLE,
        documented: recorded(1, 'detection'),
      },
      {
        id: 'football',
        name: m.judge_score_example_football(),
        input: football(),
        documented: null,
      },
    ],
  };
}

/** Three frames of a few players: every pillar has something to measure. */
function football(): JudgeExample['input'] {
  const players = [
    { at: [200, 260], label: 'player', truth: 'white', side: '1' },
    { at: [420, 300], label: 'player', truth: 'white', side: '1' },
    { at: [640, 240], label: 'player', truth: 'black', side: '2' },
    { at: [860, 330], label: 'player', truth: 'black', side: '1' },
    { at: [1080, 280], label: 'referee', truth: null, side: null },
  ];
  const corners = ([x = 0, y = 0]: readonly number[], shift: number) => ({
    x1: x + shift,
    y1: y,
    x2: x + shift + 40,
    y2: y + 96,
  });
  const frames = [0, 1, 2];
  return {
    element: 'PlayerDetect',
    truth: frames.map((id) => ({
      frame_id: id,
      boxes: players.map(({ at, label, truth }) => ({
        ...corners(at, 4 * id),
        label,
        ...(truth ? { team_id: truth } : {}),
      })),
    })),
    answer: frames.map((id) => ({
      frame_id: id,
      boxes: players.slice(id === 1 ? 1 : 0).map(({ at, label, side }, place) => ({
        ...corners(at, 4 * id + 3 * place),
        label,
        conf: 0.9 - 0.1 * place,
        ...(side ? { team_id: side } : {}),
      })),
    })),
    width: 1280,
    height: 720,
  };
}

function requiredTool(): JudgeTool {
  const frame = { width: 960, height: 540 };
  return {
    id: 'required',
    title: m.judge_score_tool_required(),
    what: m.judge_score_tool_required_what(),
    fields: [
      json('truth', m.judge_score_field_true_box(), 2, m.judge_score_field_box_help()),
      json('answer', m.judge_score_field_answer_box(), 2),
      number('width', m.judge_score_field_width(), { min: 1, step: 1 }),
      number('height', m.judge_score_field_height(), { min: 1, step: 1 }),
    ],
    examples: [
      {
        id: 'small',
        name: m.judge_score_example_small(),
        input: { truth: [300, 200, 322, 223], answer: [308, 200, 330, 223], ...frame },
        documented: written(0.3447, 'f'),
      },
      {
        id: 'tiny',
        name: m.judge_score_example_tiny(),
        input: { truth: [300, 200, 314, 214], answer: [304, 204, 318, 218], ...frame },
        documented: written(0.3, 'f'),
      },
    ],
  };
}

function worthTool(): JudgeTool {
  const unit = { max: 1 };
  const rule = { theta: 0.393, delta_floor: 0.01, beta: 1 };
  return {
    id: 'worth',
    title: m.judge_score_tool_worth(),
    what: m.judge_score_tool_worth_what(),
    fields: [
      number('s', 'S', unit),
      number('theta', m.judge_score_field_theta(), unit),
      number('delta_floor', m.judge_score_field_floor(), unit),
      number('beta', m.judge_score_field_beta()),
      json(
        'latencies_ms',
        m.judge_score_field_latencies(),
        3,
        m.judge_score_field_latencies_help(),
      ),
      number('service_rate', m.judge_score_field_rate()),
    ],
    examples: [
      {
        id: 'good',
        name: m.judge_score_example_good(),
        input: { s: 0.9, ...rule, latencies_ms: [80, 90, 100], service_rate: 1 },
        documented: recorded(0.507, 'weight_score'),
      },
      {
        id: 'perfect',
        name: m.judge_score_example_perfect(),
        input: { s: 1, ...rule, latencies_ms: [100], service_rate: 5 },
        documented: written(0.607, 'f'),
      },
      {
        id: 'slow',
        name: m.judge_score_example_slow(),
        input: { s: 1, ...rule, latencies_ms: [10_000.1], service_rate: 5 },
        documented: written(0, 'f'),
      },
    ],
  };
}

function winnerTool(): JudgeTool {
  return {
    id: 'winner',
    title: m.judge_score_tool_winner(),
    what: m.judge_score_tool_winner_what(),
    fields: [
      json(
        'challenges',
        m.judge_score_field_challenges(),
        3,
        m.judge_score_field_challenges_help(),
      ),
      json('miners', m.judge_score_field_miners(), 10, m.judge_score_field_miners_help()),
      { key: 'window', label: m.judge_score_field_window(), kind: 'line' },
      number('theta', m.judge_score_field_theta(), { max: 1, optional: true }),
      number('delta_rel', m.judge_score_delta_rel(), {
        max: 1,
        optional: true,
        help: m.judge_score_field_delta_help(),
      }),
      number('uid', m.judge_score_field_uid(), { step: 1, optional: true }),
    ],
    examples: [
      {
        id: 'copy',
        name: m.judge_score_example_copy(),
        input: RECORDED_CONTEST,
        documented: recorded(RECORDED_WINNER, 'tiebreak'),
      },
      {
        id: 'ten',
        name: m.judge_score_example_ten(),
        input: nearlyEqual(),
        documented: written(7, 'f'),
      },
    ],
  };
}

/** 0.62 against 0.61 at θ 0.24: near enough for the earlier commitment. */
function nearlyEqual(): JudgeExample['input'] {
  const challenges = Array.from({ length: 30 }, (_, i) => `c${i}`);
  const miner = (uid: number, block: number, score: number) => ({
    uid,
    hotkey: `hotkey ${uid}`,
    block,
    scores: challenges.map(() => score),
  });
  return {
    challenges,
    miners: [miner(5, 900, 0.62), miner(7, 400, 0.61)],
    window: '1234',
    theta: 0.24,
    uid: 5,
  };
}

function rerunTool(): JudgeTool {
  const frame = (shift: number) => [
    { frame_id: 0, boxes: [box(0, [shift, shift, 100 + shift, 100 + shift])] },
  ];
  return {
    id: 'rerun',
    title: m.judge_score_tool_rerun(),
    what: m.judge_score_tool_rerun_what(),
    fields: [
      json('recorded', m.judge_score_field_recorded(), 8, m.judge_score_field_numbered_help()),
      json('rerun', m.judge_score_field_rerun(), 8),
    ],
    examples: [
      {
        id: 'one',
        name: m.judge_score_example_one_pixel(),
        input: { recorded: frame(0), rerun: frame(1) },
        documented: written(0.961, 'f'),
      },
      {
        id: 'five',
        name: m.judge_score_example_five_pixels(),
        input: { recorded: frame(0), rerun: frame(5) },
        documented: written(0.822, 'f'),
      },
    ],
  };
}

function actionsTool(): JudgeTool {
  const late = (action: string, seconds: number) => ({
    predicted: [{ frame: 100 + Math.round(seconds * 25), action }],
    truth: [{ frame: 100, action }],
    fps: 25,
  });
  return {
    id: 'actions',
    title: m.judge_score_tool_actions(),
    what: m.judge_score_tool_actions_what(),
    fields: [
      json('predicted', m.judge_score_field_events(), 8, m.judge_score_field_events_help()),
      json('truth', m.judge_score_field_true_events(), 8),
      number('fps', m.judge_score_field_fps(), { min: 1 }),
    ],
    examples: [
      {
        id: 'goal',
        name: m.judge_score_example_goal(),
        input: late('goal', 1.6),
        documented: written(0.7333, 'f'),
      },
      {
        id: 'pass',
        name: m.judge_score_example_pass(),
        input: late('pass', 0.48),
        documented: written(0.52, 'f'),
      },
    ],
  };
}

function legacyTool(): JudgeTool {
  const unit = { max: 1 };
  return {
    id: 'legacy',
    title: m.judge_score_tool_legacy(),
    what: m.judge_score_tool_legacy_what(),
    fields: [
      number('bbox', m.judge_score_bbox(), unit),
      number('keypoints', m.judge_score_keypoints(), unit),
      number('seconds', m.judge_score_field_seconds()),
      number('fastest', m.judge_score_field_fastest()),
      number('slowest', m.judge_score_field_slowest()),
    ],
    examples: [
      {
        id: 'fast',
        name: m.judge_score_example_fast(),
        input: { bbox: 0.8, keypoints: 0.6, seconds: 2, fastest: 2, slowest: 10 },
        documented: written(0.805, 'f'),
      },
      {
        id: 'late',
        name: m.judge_score_example_late(),
        input: { bbox: 0.8, keypoints: 0.6, seconds: 5, fastest: 2, slowest: 10 },
        documented: null,
      },
    ],
  };
}
