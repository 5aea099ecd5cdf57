import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Judgement } from '../../judge-page.ts';
import {
  checkCompliance,
  COMPLIANCE_IOU,
  type ComplianceFrame,
  isSoftDrift,
  matchFrame,
  SOFT_DRIFT,
} from '../scoring/compliance.ts';
import { type Drawing } from './drawing.ts';
import { NumberedFrames } from './frames.ts';

const Input = v.object({ recorded: NumberedFrames, rerun: NumberedFrames });

/** Does a re-run give the boxes that were recorded? @throws AppError `input.malformed` */
export function judgeRerun(value: unknown): Judgement {
  const { recorded, rerun } = parseAs(Input, value, 'input.malformed');
  const { ok, info } = checkCompliance(recorded, rerun);
  const bound = (name: string, count: number, most: number) => ({
    name,
    value: count,
    format: 'count' as const,
    state: count <= most ? ('pass' as const) : ('fail' as const),
    rule: `≤ ${most}`,
  });
  return {
    score: {
      name: m.judge_score_rerun_iou(),
      value: info.meanIou,
      label: 'exact',
      note: ok ? m.judge_score_rerun_passes() : m.judge_score_rerun_fails(),
    },
    findings: [
      {
        name: m.judge_score_rerun_rule(),
        value: ok,
        state: ok ? 'pass' : 'fail',
        rule: `≥ ${COMPLIANCE_IOU}`,
        note: m.judge_score_rerun_frames({ count: info.framesCompared }),
      },
      {
        name: m.judge_score_drift(),
        value: isSoftDrift(info),
        state: isSoftDrift(info) ? 'pass' : 'fail',
        note: m.judge_score_drift_note(),
        children: [
          bound(m.judge_score_drift_missing(), info.missing, SOFT_DRIFT.missing),
          bound(m.judge_score_drift_extra(), info.extra, SOFT_DRIFT.extra),
          {
            name: m.judge_score_drift_iou(),
            value: info.matchedMeanIou,
            state: info.matchedMeanIou >= SOFT_DRIFT.matchedIou ? 'pass' : 'fail',
            rule: `≥ ${SOFT_DRIFT.matchedIou}`,
          },
        ],
      },
    ],
    improvements: [],
    drawing: draw(recorded, rerun),
  };
}

/** Frames that are drawn. */
const DRAWN_FRAMES = 12;

function draw(recorded: readonly ComplianceFrame[], rerun: readonly ComplianceFrame[]): Drawing {
  const frames = recorded.flatMap((frame) => {
    const other = rerun.find((one) => one.frame_id === frame.frame_id);
    if (!other) return [];
    const { partners, ious } = matchFrame(frame.boxes, other.boxes);
    // Overlaps stand in the order of the boxes that have a partner.
    const paired = partners.flatMap((partner, index) => (partner < 0 ? [] : [{ partner, index }]));
    return [
      {
        id: frame.frame_id,
        truth: frame.boxes.map((box, index) => ({
          ...named(box),
          found: (partners[index] ?? -1) >= 0,
        })),
        answer: other.boxes.map((box, index) => {
          const place = paired.findIndex(({ partner }) => partner === index);
          return {
            ...named(box),
            hit: place >= 0,
            partner: paired[place]?.index ?? -1,
            iou: ious[place] ?? 0,
          };
        }),
      },
    ];
  });
  const edge = (of: 'x2' | 'y2') =>
    Math.max(1, ...[...recorded, ...rerun].flatMap(({ boxes }) => boxes.map((box) => box[of])));
  return { width: edge('x2'), height: edge('y2'), frames: frames.slice(0, DRAWN_FRAMES) };
}

function named(box: ComplianceFrame['boxes'][number]) {
  const { x1, y1, x2, y2 } = box;
  const corners: [number, number, number, number] = [x1, y1, x2, y2];
  return { box: corners, label: String(box.cls_id) };
}
