import { m } from '../../paraglide/messages.js';
import { recorded, written } from '../judge-example.ts';
import type { JudgeExample, JudgePage } from '../judge-page.ts';
import {
  RECORDED_SKILL,
  RECORDED_SKILL_SCORE,
  RECORDED_TAGS,
  RECORDED_TAGS_SCORE,
} from './judge/examples.ts';

// The judge of ReadyAI: what its tools ask for, and examples with their documented numbers.

const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `0: line ${index}`).join('\n');

export function judgePage(): JudgePage {
  const example = (
    id: string,
    name: string,
    input: JudgeExample['input'],
    value: number,
  ): JudgeExample => ({ id, name, input, documented: written(value, 'f') });
  return {
    lead: m.judge_readyai_lead(),
    limits: m.judge_readyai_limits(),
    tools: [
      {
        id: 'tags',
        title: m.judge_readyai_tool_tags(),
        what: m.judge_readyai_tool_tags_what(),
        fields: [
          {
            key: 'type',
            label: m.judge_readyai_type(),
            kind: 'choice',
            options: [
              { value: 'conversation_tagging', label: m.judge_readyai_type_conversation() },
              { value: 'webpage_metadata_generation', label: m.judge_readyai_type_webpage() },
              { value: 'survey_tagging', label: m.judge_readyai_type_survey() },
              { value: 'named_entities_extraction', label: m.judge_readyai_type_entities() },
            ],
          },
          {
            key: 'tags',
            label: m.judge_readyai_field_tags(),
            help: m.judge_readyai_field_tags_help(),
            kind: 'json',
          },
          {
            key: 'ground_truth',
            label: m.judge_readyai_field_truth(),
            help: m.judge_readyai_field_truth_help(),
            kind: 'json',
          },
          {
            key: 'vectors',
            label: m.judge_readyai_field_vectors(),
            help: m.judge_readyai_field_vectors_help(),
            kind: 'json',
            optional: true,
          },
        ],
        examples: [
          {
            id: 'text',
            name: m.judge_readyai_example_text(),
            input: {
              type: 'conversation_tagging',
              tags: [
                'tomato plants',
                'garden soil',
                'watering schedule',
                'compost heap',
                'raised garden beds',
                'football',
              ],
              ground_truth: [
                'vegetable garden',
                'tomato plants',
                'watering',
                'soil and compost',
                'garden beds',
              ],
            },
            documented: null,
          },
          {
            id: 'recorded',
            name: m.judge_readyai_example_recorded(),
            input: RECORDED_TAGS,
            documented: recorded(RECORDED_TAGS_SCORE, 'tag_score'),
          },
        ],
      },
      {
        id: 'cosines',
        title: m.judge_readyai_tool_cosines(),
        what: m.judge_readyai_tool_cosines_what(),
        fields: [
          {
            key: 'tags',
            label: m.judge_readyai_field_cosines(),
            help: m.judge_readyai_field_cosines_help(),
            kind: 'json',
            rows: 9,
          },
        ],
        examples: [
          example(
            'four',
            m.judge_readyai_example_four(),
            {
              tags: [
                { tag: 'first', cosine: 0.6, shared: false },
                { tag: 'second', cosine: 0.5, shared: true },
                { tag: 'third', cosine: 0.4, shared: false },
                { tag: 'fourth', cosine: 0.3, shared: true },
              ],
            },
            0.380_79,
          ),
          {
            id: 'lonely',
            name: m.judge_readyai_example_lonely(),
            input: { tags: [{ tag: 'only', cosine: 0.5, shared: false }] },
            documented: null,
          },
        ],
      },
      {
        id: 'windows',
        title: m.judge_readyai_tool_windows(),
        what: m.judge_readyai_tool_windows_what(),
        fields: [
          { key: 'text', label: m.judge_readyai_field_text(), kind: 'text', rows: 14 },
          {
            key: 'min_windows',
            label: m.judge_readyai_field_min_windows(),
            help: m.judge_readyai_field_min_windows_help(),
            kind: 'number',
            min: 0,
            step: 1,
          },
        ],
        examples: [
          example('25', m.judge_readyai_example_25(), { text: lines(25), min_windows: 0 }, 3),
          example('8', m.judge_readyai_example_8(), { text: lines(8), min_windows: 0 }, 1),
        ],
      },
      weightsTool(example),
      {
        id: 'skill',
        title: m.judge_readyai_tool_skill(),
        what: m.judge_readyai_tool_skill_what(),
        fields: [
          { key: 'section_vectors', label: m.judge_readyai_field_sections(), kind: 'json' },
          { key: 'test_vectors', label: m.judge_readyai_field_tests(), kind: 'json', rows: 12 },
          {
            key: 'skill_vector',
            label: m.judge_readyai_field_skill(),
            kind: 'json',
            rows: 3,
            optional: true,
          },
        ],
        examples: [
          {
            id: 'recorded',
            name: m.judge_readyai_example_recorded(),
            input: RECORDED_SKILL,
            documented: recorded(RECORDED_SKILL_SCORE, 'skill_coverage_score'),
          },
        ],
      },
    ],
  };
}

function weightsTool(
  example: (id: string, name: string, input: JudgeExample['input'], value: number) => JudgeExample,
): JudgePage['tools'][number] {
  const miners = { average: [0.5, 0.3, 0.2], rewards: [], uid: 0 };
  return {
    id: 'weights',
    title: m.judge_readyai_tool_weights(),
    what: m.judge_readyai_tool_weights_what(),
    fields: [
      { key: 'average', label: m.judge_readyai_field_average(), kind: 'json', rows: 3 },
      {
        key: 'rewards',
        label: m.judge_readyai_field_rewards(),
        help: m.judge_readyai_field_rewards_help(),
        kind: 'json',
        rows: 3,
      },
      { key: 'uid', label: m.judge_readyai_field_uid(), kind: 'number', min: 0, step: 1 },
      {
        key: 'burn_uid',
        label: m.judge_readyai_field_burn_uid(),
        kind: 'number',
        min: 0,
        step: 1,
        optional: true,
      },
      {
        key: 'burn_rate',
        label: m.judge_readyai_field_burn_rate(),
        kind: 'number',
        min: 0,
        max: 1,
        optional: true,
      },
    ],
    examples: [
      example('three', m.judge_readyai_example_three(), miners, 0.4074),
      example(
        'burn',
        m.judge_readyai_example_burn(),
        { average: [0.5, 0.3, 0.2, 0], rewards: [], uid: 0, burn_uid: 3, burn_rate: 0.9 },
        0.0407,
      ),
    ],
  };
}
