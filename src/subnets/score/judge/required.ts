import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import { requiredIou } from '../scoring/adaptive-threshold.ts';
import { type Box, boxArea, boxIou } from '../scoring/geometry.ts';
import type { Drawing } from './drawing.ts';

const MAX_PIXEL = 100_000;
const Pixel = v.pipe(v.number(), v.minValue(-MAX_PIXEL), v.maxValue(MAX_PIXEL));
const Corners = v.tuple([Pixel, Pixel, Pixel, Pixel]);
const Side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PIXEL));
/** Pixels to the side that the table tries. */
const SHIFTS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50] as const;

const Input = v.object({ truth: Corners, answer: Corners, width: Side, height: Side });

/** How much overlap an object of this size asks for. @throws AppError `input.malformed` */
export function judgeRequired(value: unknown): Judgement {
  const { truth, answer, width, height } = parseAs(Input, value, 'input.malformed');
  const required = requiredIou(truth, { width, height });
  const iou = boxIou(truth, answer);
  const hit = iou >= required;
  const drawing: Drawing = {
    width,
    height,
    frames: [
      {
        id: 0,
        truth: [{ box: truth, label: '', found: hit }],
        answer: [{ box: answer, label: '', hit, partner: iou > 0 ? 0 : -1, iou }],
      },
    ],
  };
  return {
    score: { name: m.judge_score_required(), value: required, label: 'exact' },
    findings: [
      {
        name: m.judge_score_share(),
        value: boxArea(truth) / (width * height),
        format: 'percent',
        rule: m.judge_score_share_rule(),
      },
      {
        name: m.judge_score_iou(),
        value: iou,
        state: hit ? 'pass' : 'fail',
        rule: `≥ ${required.toFixed(4)}`,
      },
    ],
    improvements: [],
    tables: [
      {
        caption: m.judge_score_shifts(),
        columns: [
          { label: m.judge_score_shift(), numeric: true },
          { label: m.judge_score_column_iou(), numeric: true },
          { label: m.judge_score_enough() },
        ],
        rows: SHIFTS.map((shift) => {
          const moved: Box = [truth[0] + shift, truth[1], truth[2] + shift, truth[3]];
          const overlap = boxIou(truth, moved);
          return [shift, overlap, overlap >= required];
        }),
      },
    ],
    drawing,
  };
}
