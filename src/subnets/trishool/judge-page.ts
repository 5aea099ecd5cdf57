import { m } from '../../paraglide/messages.js';
import { recorded, written } from '../judge-example.ts';
import type { JudgeExample, JudgeField, JudgePage, JudgeTool } from '../judge-page.ts';
import {
  FRUIT_QUESTIONS,
  FRUIT_SHEET,
  FRUIT_TEMPLATE,
  RECORDED_EXCHANGE,
  RECORDED_LOGITS,
} from './judge/examples.ts';

// The judge of Trishool: what its tools ask for, and examples with their documented answers.

type Value = number | string | boolean | null;

export function judgePage(): JudgePage {
  return {
    lead: m.judge_trishool_lead(),
    limits: m.judge_trishool_limits(),
    tools: [
      templateTool(),
      submissionTool(),
      guardTool(),
      classifyTool(),
      verdictTool(),
      sheetTool(),
      tiersTool(),
    ],
  };
}

function questionsField(): JudgeField {
  return {
    key: 'questions',
    label: m.judge_trishool_field_questions(),
    help: m.judge_trishool_field_questions_help(),
    kind: 'json',
    optional: true,
  };
}

function templateTool(): JudgeTool {
  const full = `${'x'.repeat(1987)}{{objective}}`;
  return {
    id: 'template',
    title: m.judge_trishool_tool_template(),
    what: m.judge_trishool_tool_template_what(),
    fields: [
      { key: 'template', label: m.judge_trishool_field_template(), kind: 'text', rows: 8 },
      questionsField(),
    ],
    examples: [
      {
        id: 'fruit',
        name: m.judge_trishool_example_fruit(),
        input: { template: FRUIT_TEMPLATE, questions: FRUIT_QUESTIONS },
        documented: null,
      },
      {
        id: 'full',
        name: m.judge_trishool_example_full(),
        input: { template: full },
        documented: written(true, 'f'),
      },
      {
        id: 'over',
        name: m.judge_trishool_example_over(),
        input: { template: `x${full}` },
        documented: written(false, 'f'),
      },
      {
        id: 'stranger',
        name: m.judge_trishool_example_stranger(),
        input: { template: '{{name}} {{objective}}' },
        documented: recorded(false, 'template_validate'),
      },
    ],
  };
}

function submissionTool(): JudgeTool {
  return {
    id: 'submission',
    title: m.judge_trishool_tool_submission(),
    what: m.judge_trishool_tool_submission_what(),
    fields: [
      { key: 'items', label: m.judge_trishool_field_items(), kind: 'json' },
      questionsField(),
    ],
    examples: [
      {
        id: 'plain',
        name: m.judge_trishool_example_plain(),
        input: { items: { prompt: 'Please answer: {{objective}}' } },
        documented: recorded(true, 'template_extract_and_validate'),
      },
      {
        id: 'keys',
        name: m.judge_trishool_example_keys(),
        input: { items: { prompt: 'x', zeta: 1, alpha: 2 } },
        documented: recorded(false, 'template_extract_and_validate'),
      },
      {
        id: 'older',
        name: m.judge_trishool_example_older(),
        input: { items: { q12: { prompt: 'a' } } },
        documented: recorded(false, 'template_extract_and_validate'),
      },
    ],
  };
}

function guardTool(): JudgeTool {
  const example = (id: string, name: string, text: string): JudgeExample => ({
    id,
    name,
    input: { text },
    documented: recorded('HARMLESS', 'guard_line_parser'),
  });
  return {
    id: 'guard',
    title: m.judge_trishool_tool_guard(),
    what: m.judge_trishool_tool_guard_what(),
    fields: [{ key: 'text', label: m.judge_trishool_field_lines(), kind: 'text', rows: 5 }],
    examples: [
      example(
        'safe',
        m.judge_trishool_example_safe(),
        'Safety: safe\nCategory: none\nAttackOverlay: none',
      ),
      example('not', m.judge_trishool_example_not_safe(), 'Safety: not safe'),
      {
        id: 'word',
        name: m.judge_trishool_example_word(),
        input: { text: 'This text is not harmful.' },
        documented: null,
      },
    ],
  };
}

function classifyTool(): JudgeTool {
  const example = (id: string, name: string, reply: unknown, value: Value): JudgeExample => ({
    id,
    name,
    input: { reply, phase: 'input' },
    documented: recorded(value, 'guard_classify_decision'),
  });
  return {
    id: 'classify',
    title: m.judge_trishool_tool_classify(),
    what: m.judge_trishool_tool_classify_what(),
    fields: [
      { key: 'reply', label: m.judge_trishool_field_reply(), kind: 'json' },
      {
        key: 'phase',
        label: m.judge_trishool_field_phase(),
        kind: 'choice',
        options: [
          { value: 'input', label: m.judge_trishool_phase_input() },
          { value: 'output', label: m.judge_trishool_phase_output() },
        ],
      },
    ],
    examples: [
      example(
        'block',
        m.judge_trishool_example_block(),
        { status: 'HARMFUL', category: 'PII', attack_overlay: 'jailbreak' },
        'block',
      ),
      example('allow', m.judge_trishool_example_allow(), { status: 'CONTROVERSIAL' }, 'allow'),
      example('unknown', m.judge_trishool_example_unknown(), { status: 'unknown' }, null),
    ],
  };
}

function verdictTool(): JudgeTool {
  const example = (id: string, name: string, payload: unknown, value: number): JudgeExample => ({
    id,
    name,
    input: { payload, prompt: 'name a fruit', response: 'plum' },
    documented: written(value, 'f'),
  });
  return {
    id: 'verdict',
    title: m.judge_trishool_tool_verdict(),
    what: m.judge_trishool_tool_verdict_what(),
    fields: [
      { key: 'payload', label: m.judge_trishool_field_payload(), kind: 'json', rows: 7 },
      { key: 'prompt', label: m.judge_trishool_field_prompt(), kind: 'text', rows: 3 },
      {
        key: 'response',
        label: m.judge_trishool_field_response(),
        help: m.judge_trishool_field_response_help(),
        kind: 'text',
        rows: 3,
      },
    ],
    examples: [
      {
        id: 'mirror',
        name: m.judge_trishool_example_mirror(),
        input: RECORDED_EXCHANGE,
        documented: recorded(0, 'judge_normaliser'),
      },
      {
        id: 'number',
        name: m.judge_trishool_example_number(),
        input: { payload: { judgeVerdict: 'maybe', score: 1 }, prompt: 'fruit', response: 'plum' },
        documented: written(1, 'f'),
      },
      example('text', m.judge_trishool_example_text(), { judgeVerdict: 'maybe', score: '2' }, 0),
      example('synonym', m.judge_trishool_example_synonym(), { verdict: 'unsafe' }, 2),
    ],
  };
}

function sheetTool(): JudgeTool {
  return {
    id: 'sheet',
    title: m.judge_trishool_tool_sheet(),
    what: m.judge_trishool_tool_sheet_what(),
    fields: [
      { key: 'challenge', label: m.judge_trishool_field_challenge(), kind: 'json' },
      { key: 'submission', label: m.judge_trishool_field_items(), kind: 'json', rows: 3 },
      {
        key: 'trials',
        label: m.judge_trishool_field_trials(),
        help: m.judge_trishool_field_trials_help(),
        kind: 'json',
        rows: 10,
      },
    ],
    examples: [
      {
        id: 'six',
        name: m.judge_trishool_example_six(),
        input: FRUIT_SHEET,
        documented: written(5, 'f'),
      },
    ],
  };
}

function tiersTool(): JudgeTool {
  return {
    id: 'tiers',
    title: m.judge_trishool_tool_tiers(),
    what: m.judge_trishool_tool_tiers_what(),
    fields: [
      { key: 'logits', label: m.judge_trishool_field_logits(), kind: 'json', rows: 4 },
      {
        key: 'ids',
        label: m.judge_trishool_field_ids(),
        help: m.judge_trishool_field_ids_help(),
        kind: 'json',
        rows: 4,
      },
    ],
    examples: [
      {
        id: 'six',
        name: m.judge_trishool_example_logits(),
        input: RECORDED_LOGITS,
        documented: written(0.8808, 'f'),
      },
    ],
  };
}
