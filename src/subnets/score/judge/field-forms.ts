import { m } from '../../../paraglide/messages.js';
import { recorded } from '../../judge-example.ts';
import type { JudgeField, JudgeTool } from '../../judge-page.ts';
import { RECORDED_CARD, RECORDED_DELIVERY, RECORDED_HALF_OFF } from './examples.ts';

// What the tools of measured fields ask for: deliveries, cards, and the keypoints of 2025.

function fieldsOf(rows: number, help: string): JudgeField[] {
  return [
    { key: 'answer', label: m.judge_score_field_answer(), help, kind: 'json', rows },
    { key: 'truth', label: m.judge_score_field_truth(), kind: 'json', rows },
  ];
}

export function deliveryTool(): JudgeTool {
  return {
    id: 'delivery',
    title: m.judge_score_tool_delivery(),
    what: m.judge_score_tool_delivery_what(),
    fields: fieldsOf(8, m.judge_score_field_delivery_help()),
    examples: [
      {
        id: 'half',
        name: m.judge_score_example_half(),
        input: { answer: RECORDED_HALF_OFF, truth: RECORDED_DELIVERY },
        documented: recorded(0.5, 'cricket'),
      },
      {
        id: 'bounce',
        name: m.judge_score_example_bounce(),
        input: { answer: { bounce_x: 6.1 }, truth: RECORDED_DELIVERY },
        documented: recorded(0.138, 'cricket'),
      },
    ],
  };
}

export function cardTool(): JudgeTool {
  const { card_grade: _grade, ...subgrades } = RECORDED_CARD;
  return {
    id: 'card',
    title: m.judge_score_tool_card(),
    what: m.judge_score_tool_card_what(),
    fields: fieldsOf(6, m.judge_score_field_card_help()),
    examples: [
      {
        id: 'mix',
        name: m.judge_score_example_mix(),
        input: {
          answer: {
            Header: { card_grade: 10 },
            Grading_Features: { ...subgrades, subgrade_edges: 7, subgrade_centering: 9 },
          },
          truth: RECORDED_CARD,
        },
        documented: recorded(0.625, 'tcg'),
      },
      {
        id: 'two',
        name: m.judge_score_example_two_off(),
        input: {
          answer: Object.fromEntries(
            Object.entries(RECORDED_CARD).map(([name, grade]) => [name, grade - 2]),
          ),
          truth: RECORDED_CARD,
        },
        documented: recorded(0, 'tcg'),
      },
    ],
  };
}

export function pointsTool(): JudgeTool {
  const percent = { kind: 'number', min: 0, max: 100 } as const;
  const unit = { kind: 'number', min: 0, max: 1 } as const;
  const whole = { weighted_stability: 1, scale: 1, valid: 1 };
  return {
    id: 'points',
    title: m.judge_score_tool_points(),
    what: m.judge_score_tool_points_what(),
    fields: [
      { key: 'keypoint_score', label: m.judge_score_field_keypoint_score(), ...percent },
      { key: 'player_score', label: m.judge_score_field_player_score(), ...percent },
      { key: 'on_line', label: m.judge_score_field_on_line(), ...unit },
      { key: 'inside', label: m.judge_score_field_inside(), ...unit },
      { key: 'stability', label: m.judge_score_field_stability(), ...unit },
      { key: 'plausibility', label: m.judge_score_field_plausibility(), ...unit },
      { key: 'weighted_stability', label: m.judge_score_field_weighted_stability(), ...unit },
      { key: 'scale', label: m.judge_score_field_scale(), ...unit },
      { key: 'valid', label: m.judge_score_field_valid(), ...unit },
    ],
    examples: [
      {
        id: 'good',
        name: m.judge_score_example_points(),
        input: {
          keypoint_score: 80,
          player_score: 70,
          on_line: 0.7,
          inside: 0.9,
          stability: 0.9,
          plausibility: 0.8,
          ...whole,
        },
        documented: recorded(78, 'legacy_2025'),
      },
      {
        id: 'perfect',
        name: m.judge_score_example_points_all(),
        input: {
          keypoint_score: 100,
          player_score: 100,
          on_line: 1,
          inside: 1,
          stability: 1,
          plausibility: 1,
          ...whole,
        },
        documented: recorded(100, 'legacy_2025'),
      },
    ],
  };
}
