import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Improvement, Judgement } from '../../judge-page.ts';
import { type KeypointParts, keypointScore } from '../scoring/legacy.ts';

// The keypoints of 2025: nine measures of a pitch's 32 points in one number.

const Unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Percent = v.pipe(v.number(), v.minValue(0), v.maxValue(100));

const Input = v.object({
  keypoint_score: Percent,
  player_score: Percent,
  on_line: Unit,
  inside: Unit,
  stability: Unit,
  plausibility: Unit,
  weighted_stability: Unit,
  scale: Unit,
  valid: Unit,
});
type Input = v.InferOutput<typeof Input>;

/** Step that is tried of each measure, as a share of its whole. */
const STEP = 0.05;
const MOST_ADVICE = 3;

/** @throws AppError `input.malformed` */
export function judgePoints(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const score = keypointScore(partsOf(input));
  const base = keypointScore({ ...partsOf(input), ...UNIT_FACTORS });
  const factor = (input.scale + input.valid) / 2;
  return {
    score: {
      name: m.judge_score_points_hundred(),
      value: score,
      label: 'exact',
      rule: `${base.toFixed(4)} × ${input.weighted_stability} × ${factor}`,
    },
    findings: [
      {
        name: m.judge_score_keypoints(),
        value: score / 100,
        label: 'exact',
        rule: m.judge_score_quality_rule(),
      },
      {
        name: m.judge_score_points_base(),
        value: base,
        label: 'exact',
        rule: '0.25 kp + 100 × (0.4 on-line + 0.2 inside + 0.05 stability) + 0.1 × (100 plausibility + player) / 2',
      },
      {
        name: m.judge_score_field_weighted_stability(),
        value: input.weighted_stability,
        state: input.weighted_stability > 0 ? 'pass' : 'fail',
        note: m.judge_score_points_factor(),
      },
      {
        name: m.judge_score_points_scale(),
        value: factor,
        state: factor > 0 ? 'pass' : 'fail',
        rule: '(scale + valid) / 2',
        note: m.judge_score_points_factor(),
      },
    ],
    improvements: raised(input, score),
  };
}

const UNIT_FACTORS = { weightedStability: 1, meanScale: 1, scaleValid: 1 } as const;

function partsOf(input: Input): KeypointParts {
  return {
    keypointScore: input.keypoint_score,
    playerScore: input.player_score,
    keypointStability: input.stability,
    playerPlausibility: input.plausibility,
    meanOnLine: input.on_line,
    meanInside: input.inside,
    meanScale: input.scale,
    scaleValid: input.valid,
    weightedStability: input.weighted_stability,
  };
}

/** The measures whose next step brings the most. */
function raised(input: Input, score: number): Improvement[] {
  return Object.entries(input)
    .flatMap(([key, value]) => {
      const whole = key === 'keypoint_score' || key === 'player_score' ? 100 : 1;
      const to = Math.min(whole, value + STEP * whole);
      const gain = keypointScore(partsOf({ ...input, [key]: to })) - score;
      return gain > 0 ? [{ text: m.judge_score_points_raise({ key, to }), gain }] : [];
    })
    .sort((a, b) => b.gain - a.gain)
    .slice(0, MOST_ADVICE);
}
