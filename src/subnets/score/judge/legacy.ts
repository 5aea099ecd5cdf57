import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Improvement, Judgement } from '../../judge-page.ts';
import { earnedSpeed, finalScore, legacyWeight, USEFUL_BBOX } from '../scoring/legacy.ts';

const Unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(1e6));
/** Step that is tried of each part. */
const STEP = 0.05;

const Input = v.object({
  bbox: Unit,
  keypoints: Unit,
  seconds: Seconds,
  fastest: Seconds,
  slowest: Seconds,
});
type Input = v.InferOutput<typeof Input>;

function finalOf({ bbox, keypoints, seconds, fastest, slowest }: Input): number {
  return finalScore(bbox, keypoints, earnedSpeed(bbox, seconds, fastest, slowest));
}

/**
 * Fastest and slowest are taken over the useful answers: one of them lies between.
 *
 * @throws AppError `input.malformed`
 */
function checkTimes({ bbox, seconds, fastest, slowest }: Input): void {
  const fault = (key: string, rule: string): AppError =>
    new AppError('input.malformed', `${key}: ${rule}`);
  if (fastest > slowest) throw fault('fastest', `${fastest} is more than the slowest, ${slowest}`);
  if (bbox <= USEFUL_BBOX) return;
  if (seconds < fastest) throw fault('seconds', `${seconds} is less than the fastest, ${fastest}`);
  if (seconds > slowest) throw fault('seconds', `${seconds} is more than the slowest, ${slowest}`);
}

/** The formula of 2025. @throws AppError `input.malformed` */
export function judgeLegacy(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  checkTimes(input);
  const final = finalOf(input);
  const speed = earnedSpeed(input.bbox, input.seconds, input.fastest, input.slowest);
  const change = (text: string, changed: Partial<Input>): Improvement => ({
    text,
    gain: finalOf({ ...input, ...changed }) - final,
  });
  return {
    score: {
      name: m.judge_score_final(),
      value: final,
      label: 'exact',
      rule: '0.65 × (0.5 bbox + 0.5 keypoints) + 0.35 × speed',
    },
    findings: [
      {
        name: m.judge_score_bbox(),
        value: input.bbox,
        state: input.bbox > USEFUL_BBOX ? 'pass' : 'fail',
        rule: `> ${USEFUL_BBOX}`,
      },
      { name: m.judge_score_keypoints(), value: input.keypoints },
      {
        name: m.judge_score_speed(),
        value: speed,
        label: 'exact',
        state: speed > 0 ? 'pass' : 'fail',
        rule: 'exp(−5 (t − t_min) / (15 − t_min))',
        note: m.judge_score_speed_note(),
      },
      {
        name: m.judge_score_power(),
        value: legacyWeight(final),
        label: 'exact',
        rule: m.judge_score_power_rule(),
      },
    ],
    improvements: [
      change(m.judge_score_faster_second(), {
        seconds: Math.max(input.fastest, input.seconds - 1),
      }),
      change(m.judge_score_better_boxes({ step: STEP }), { bbox: Math.min(1, input.bbox + STEP) }),
      change(m.judge_score_better_keypoints({ step: STEP }), {
        keypoints: Math.min(1, input.keypoints + STEP),
      }),
    ].filter(({ gain }) => gain !== null && gain > 0),
  };
}
