import * as v from 'valibot';
import {
  areaFactor,
  cropPoints,
  finalScore,
  frameScore,
  isLargeEnough,
  keypointScore,
  legacyWeight,
  speedScore,
  touchesScoreboard,
} from '../../src/subnets/score/scoring/legacy.ts';
import type { ConformanceCase } from './contract.ts';

const BoxShape = v.tuple([v.number(), v.number(), v.number(), v.number()]);

const Legacy = v.object({
  speed: v.array(v.object({ t: v.number(), min: v.number(), max: v.number(), speed: v.number() })),
  area_factor: v.array(
    v.object({
      name: v.string(),
      image: v.tuple([v.number(), v.number()]),
      bboxes: v.array(BoxShape),
      factor: v.number(),
    }),
  ),
  bbox_filters: v.array(
    v.object({
      bbox: BoxShape,
      class_id: v.number(),
      large_enough: v.boolean(),
      touches_scoreboard: v.boolean(),
    }),
  ),
  keypoint_final: v.array(
    v.object({
      args: v.object({
        keypoint_score: v.number(),
        player_score: v.number(),
        keypoint_stability: v.number(),
        player_plausibility: v.number(),
        mean_on_line: v.number(),
        mean_inside: v.number(),
        mean_scale: v.number(),
        scale_valid: v.number(),
        kpts_stability_weighted_avg: v.number(),
      }),
      score: v.number(),
    }),
  ),
  final_and_weight: v.array(
    v.object({
      bbox_score: v.number(),
      keypoints_final_score: v.number(),
      speed_score_in: v.number(),
      final: v.number(),
      weight_before_normalise_power_12: v.number(),
    }),
  ),
  frame_points: v.object({
    sequence: v.array(
      v.object({
        predicted: v.string(),
        expected: v.string(),
        occurrence: v.number(),
        score: v.number(),
        points: v.number(),
      }),
    ),
    total: v.number(),
    unique_classes: v.number(),
    frame_score_before_area_factor: v.number(),
  }),
});

/** Every recorded row of the 2025 task. */
export function legacyCases(value: unknown): readonly ConformanceCase[] {
  const data = v.parse(Legacy, value);
  const { sequence } = data.frame_points;
  const named = (group: string, index: number, actual: unknown, expected: unknown) => ({
    name: `${group}[${index}]`,
    actual,
    expected,
  });
  return [
    ...data.speed.map((row, i) =>
      named('speed', i, speedScore(row.t, row.min, row.max), row.speed),
    ),
    ...data.area_factor.map((row, i) => {
      const [width, height] = row.image;
      return named('area_factor', i, areaFactor(row.bboxes, { width, height }), row.factor);
    }),
    ...data.bbox_filters.map((row, i) =>
      named(
        'bbox_filters',
        i,
        [isLargeEnough(row.bbox, row.class_id), touchesScoreboard(row.bbox)],
        [row.large_enough, row.touches_scoreboard],
      ),
    ),
    ...data.keypoint_final.map(({ args, score }, i) =>
      named(
        'keypoint_final',
        i,
        keypointScore({
          keypointScore: args.keypoint_score,
          playerScore: args.player_score,
          keypointStability: args.keypoint_stability,
          playerPlausibility: args.player_plausibility,
          meanOnLine: args.mean_on_line,
          meanInside: args.mean_inside,
          meanScale: args.mean_scale,
          scaleValid: args.scale_valid,
          weightedStability: args.kpts_stability_weighted_avg,
        }),
        score,
      ),
    ),
    ...data.final_and_weight.map((row, i) => {
      const final = finalScore(row.bbox_score, row.keypoints_final_score, row.speed_score_in);
      return named(
        'final_and_weight',
        i,
        [final, legacyWeight(final)],
        [row.final, row.weight_before_normalise_power_12],
      );
    }),
    named(
      'frame_points',
      0,
      { crops: cropPoints(sequence), frame: frameScore(sequence) },
      {
        crops: sequence.map(({ occurrence, score, points }) => ({ occurrence, score, points })),
        frame: data.frame_points.frame_score_before_area_factor,
      },
    ),
  ];
}
