import type { JudgeExample, JudgePage, JudgeTool } from '../../src/subnets/judge-page.ts';

// What every judge page is held to, in Node and on the screen alike.

/** A worked example whose number is written somewhere. */
export interface DocumentedExample {
  readonly tool: JudgeTool;
  readonly example: JudgeExample;
  readonly documented: NonNullable<JudgeExample['documented']>;
}

export function documentedExamples({ tools }: JudgePage): DocumentedExample[] {
  return tools.flatMap((tool) =>
    tool.examples.flatMap((example) =>
      example.documented ? [{ tool, example, documented: example.documented }] : [],
    ),
  );
}

/** A bad input: the first example of a tool with one field changed. */
export interface JudgeFault {
  readonly tool: string;
  /** The field that is changed, which the fault must name. */
  readonly field: string;
  readonly text: string;
  /** Path and rule, as the page says them. */
  readonly says: string;
}

/** One bad input for each page, by slug. */
export const JUDGE_FAULTS: Readonly<Record<string, JudgeFault>> = {
  bitcast: {
    tool: 'tweet',
    field: 'posted',
    text: 'yesterday',
    says: 'posted: must be a time such as 2026-08-01T12:00:00Z',
  },
  iota: {
    tool: 'pay',
    field: 'burn',
    text: '1.5',
    says: 'burn: Invalid value: Expected <=1 but received 1.5',
  },
  lium: {
    tool: 'doctor',
    field: 'report',
    text: '{"model": "NVIDIA H200"}',
    says: 'report.uuid: Invalid key: Expected "uuid" but received undefined',
  },
  nova: {
    tool: 'nanobody',
    field: 'nativeness',
    text: '1.5',
    says: 'nativeness: Invalid value: Expected <=1 but received 1.5',
  },
  quasar: {
    tool: 'plan',
    field: 'count',
    text: '0',
    says: 'count: Invalid value: Expected >=1 but received 0',
  },
  readyai: {
    tool: 'windows',
    field: 'min_windows',
    text: '1.5',
    says: 'min_windows: Invalid integer: Received 1.5',
  },
  score: {
    tool: 'boxes',
    field: 'truth',
    text: '[{"frame_id": 0, "boxes": [{"x1": 1, "y1": 0, "x2": 9, "y2": 9, "cls_id": 9}]}]',
    says: 'truth.0.boxes.0.cls_id: 9 is no class of manak0/Detect-crime, which has 0 to 5; or give a label',
  },
  trishool: {
    tool: 'sheet',
    field: 'challenge',
    text: '{}',
    says: 'challenge.questions: Invalid key: Expected "questions" but received undefined',
  },
  vanta: {
    tool: 'payout',
    field: 'checkpoints',
    text: '[1, 2',
    says: 'checkpoints: not JSON: ',
  },
  yanez: {
    tool: 'name',
    field: 'percentage',
    text: '101',
    says: 'percentage: Invalid value: Expected <=100 but received 101',
  },
};
