import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { activationBytes, parameterCount, stageBeta1, stageSizes } from '../scoring/stages.ts';

// How a model is cut, and what crosses a cut.

const size = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const MODEL = { vocabulary: 128_256, groups: 8 } as const;

const Input = v.object({
  layers: size(512),
  stages: size(128),
  embedding: size(65_536),
  hidden: size(262_144),
  heads: size(512),
  bottleneck: size(65_536),
  batch: size(1024),
  tokens: size(1_048_576),
});

/** Bytes of one activation, stages and size of a model. @throws AppError `input.malformed` */
export function judgeStages(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { batch, tokens, bottleneck, embedding, layers, stages } = input;
  const narrow = activationBytes({ batch, tokens, channels: bottleneck });
  const full = activationBytes({ batch, tokens, channels: embedding });
  return {
    score: {
      name: m.judge_iota_bytes(),
      value: narrow,
      format: 'count',
      unit: 'B',
      label: 'from the specification',
      rule: `${batch} × ${tokens} × ${bottleneck} × 2 B`,
    },
    findings: [
      { name: m.judge_iota_full_bytes(), value: full, format: 'count', unit: 'B' },
      { name: m.judge_iota_compression(), value: full / narrow, unit: '×' },
      {
        name: m.judge_iota_parameters(),
        value: parameterCount({ ...MODEL, ...input }),
        format: 'count',
        label: 'exact',
        note: m.judge_iota_parameters_note(),
      },
    ],
    improvements: [],
    tables: [
      {
        caption: m.judge_iota_stages(),
        columns: [
          { label: m.judge_iota_stage(), numeric: true },
          { label: m.judge_iota_layers(), numeric: true },
          { label: 'β₁', numeric: true },
        ],
        rows: stageSizes(layers, stages).map((count, stage) => [
          stage,
          count,
          stageBeta1(stage, stages),
        ]),
      },
    ],
  };
}
