import * as v from 'valibot';
import { requiredIou } from '../../src/subnets/score/scoring/adaptive-threshold.ts';
import { scoreActions } from '../../src/subnets/score/scoring/actions.ts';
import { precisionMetrics } from '../../src/subnets/score/scoring/average-precision.ts';
import { checkCompliance, isSoftDrift } from '../../src/subnets/score/scoring/compliance.ts';
import {
  elementScore,
  p95,
  passesRealTime,
  realTimeFactor,
  weightScore,
} from '../../src/subnets/score/scoring/element-score.ts';
import { countPillar, iouPillar, labelStrictF1 } from '../../src/subnets/score/scoring/f1.ts';
import {
  CARD_FIELDS,
  CRICKET_FIELDS,
  scoreFields,
} from '../../src/subnets/score/scoring/fields.ts';
import { palettePillar, rolePillar } from '../../src/subnets/score/scoring/palette.ts';
import { adaptiveDeltaRel, compareScores } from '../../src/subnets/score/scoring/similarity.ts';
import { breakTie, historicalSample } from '../../src/subnets/score/scoring/winner.ts';
import { legacyCases } from './44-score-legacy.ts';
import type { DetectionFrame } from '../../src/subnets/score/scoring/detection.ts';
import type { FieldRule } from '../../src/subnets/score/scoring/fields.ts';
import type { Contender } from '../../src/subnets/score/scoring/winner.ts';
import type { ConformanceAdapter, ConformanceCase } from './contract.ts';

const Name = v.string();
const Numbers = v.record(v.string(), v.number());
const Pair = v.tuple([v.number(), v.number()]);
const BoxShape = v.tuple([v.number(), v.number(), v.number(), v.number()]);
const ObjectShape = v.object({
  bbox: BoxShape,
  label: v.string(),
  /** A number, absent, or what JSON writes for a number it cannot hold (`"nan"`, `"inf"`). */
  score: v.optional(v.unknown()),
  polygon: v.nullish(v.array(Pair)),
  cluster: v.nullish(v.string()),
});

const Detection = v.object({
  name: Name,
  image: Pair,
  gt: v.record(v.string(), v.array(ObjectShape)),
  pred: v.record(
    v.string(),
    v.object({
      bboxes: v.optional(v.array(ObjectShape)),
      polygons: v.optional(v.array(ObjectShape)),
    }),
  ),
  out: Numbers,
  'element_score_map50_0.6_fp_0.4': v.number(),
});

const Threshold = v.object({
  gt_wh: Pair,
  image: Pair,
  ratio: v.number(),
  required_iou: v.number(),
});

const Palette = v.object({
  name: Name,
  gt: v.array(ObjectShape),
  pred: v.array(ObjectShape),
  team1: v.string(),
  team2: v.string(),
  palette: v.number(),
  role: v.number(),
});

const Rtf = v.object({
  p95_latency_ms: v.number(),
  service_rate_fps: v.number(),
  rtf: v.number(),
  passes: v.boolean(),
});

const Delta = v.object({
  baseline_theta: v.union([v.number(), v.null(), v.picklist(['nan', 'inf', '-inf'])]),
  default: v.number(),
  delta_rel: v.number(),
});

const Similarity = v.object({
  name: Name,
  a: Numbers,
  b: Numbers,
  delta_abs: v.number(),
  delta_rel: v.number(),
  min_common: v.number(),
  similar: v.boolean(),
});

const TieBreak = v.object({
  name: Name,
  uid_to_hotkey: v.record(v.string(), v.string()),
  recent: v.record(v.string(), Numbers),
  history: v.record(v.string(), Numbers),
  window: v.string(),
  delta_abs: v.number(),
  delta_rel: v.number(),
  min_common: v.number(),
  first_commit_block: v.record(v.string(), v.nullable(v.number())),
  provisional: v.number(),
  historical_sample_1_vs_2: v.array(v.string()),
  winner: v.number(),
});

const Actions = v.object({
  name: Name,
  fps: v.number(),
  pred: v.array(v.tuple([v.number(), v.string()])),
  gt: v.array(v.tuple([v.number(), v.string()])),
  score: v.number(),
});

const Fields = v.object({
  name: Name,
  pred: v.record(v.string(), v.unknown()),
  gt: v.record(v.string(), v.unknown()),
  score: v.number(),
  breakdown: Numbers,
});

const ComplianceFrames = v.array(
  v.object({
    frame_id: v.number(),
    boxes: v.array(
      v.object({
        x1: v.number(),
        y1: v.number(),
        x2: v.number(),
        y2: v.number(),
        cls_id: v.number(),
      }),
    ),
  }),
);

const Compliance = v.object({
  name: Name,
  expected: ComplianceFrames,
  actual: ComplianceFrames,
  threshold: v.number(),
  ok: v.boolean(),
  info: Numbers,
  'soft_drift_2_2_0.95': v.boolean(),
});

const P95 = v.object({ values: v.array(v.number()), p95: v.number() });

const WeightScore = v.object({
  theta: v.number(),
  delta_floor: v.number(),
  beta: v.number(),
  score: v.number(),
  weight_score: v.number(),
});

type ObjectData = v.InferOutput<typeof ObjectShape>;

function toObject({ bbox, label, score, polygon, cluster }: ObjectData) {
  return {
    box: bbox,
    label,
    score: typeof score === 'number' ? score : null,
    ...(polygon ? { polygon } : {}),
    team: cluster ?? null,
  };
}

function detectionCase(data: v.InferOutput<typeof Detection>): ConformanceCase {
  const [width, height] = data.image;
  const frames = Object.entries(data.gt).map(([frame, truth]): DetectionFrame => ({
    truth: truth.map(toObject),
    predicted: [...(data.pred[frame]?.bboxes ?? []), ...(data.pred[frame]?.polygons ?? [])].map(
      toObject,
    ),
    size: { width, height },
  }));
  const { map50, precision, recall, falsePositive } = precisionMetrics(frames);
  return {
    name: data.name,
    actual: {
      map_50: map50,
      precision,
      recall,
      false_positive: falsePositive,
      iou_pillar_auc_f1: iouPillar(frames),
      count_pillar_f1: countPillar(frames),
      labels_strict_auc_f1: labelStrictF1(frames),
      element: elementScore([
        { weight: 0.6, value: map50 },
        { weight: 0.4, value: falsePositive },
      ]),
    },
    expected: { ...data.out, element: data['element_score_map50_0.6_fp_0.4'] },
  };
}

function tieBreakCase(data: v.InferOutput<typeof TieBreak>): ConformanceCase {
  const contenders = Object.entries(data.uid_to_hotkey).map(([uid, hotkey]): Contender => ({
    id: uid,
    hotkey,
    committed: data.first_commit_block[hotkey] ?? null,
    recent: new Map(Object.entries(data.recent[uid] ?? {})),
    history: new Map(Object.entries(data.history[uid] ?? {})),
  }));
  const find = (uid: string): Contender => {
    const found = contenders.find(({ id }) => id === uid);
    if (!found) throw new Error(`uid ${uid} is not in the case`);
    return found;
  };
  const rule = {
    deltaAbs: data.delta_abs,
    deltaRel: data.delta_rel,
    minCommon: data.min_common,
  };
  const leader = find(String(data.provisional));
  return {
    name: data.name,
    actual: {
      sample: historicalSample(find('1'), find('2'), data.window),
      winner: breakTie(leader, contenders, data.window, rule).id,
    },
    expected: { sample: data.historical_sample_1_vs_2, winner: String(data.winner) },
  };
}

function complianceCase(data: v.InferOutput<typeof Compliance>): ConformanceCase {
  const { ok, info } = checkCompliance(data.expected, data.actual, data.threshold);
  return {
    name: data.name,
    actual: {
      ok,
      drift: isSoftDrift(info),
      info: {
        mean_iou: info.meanIou,
        threshold: info.threshold,
        extra_boxes: info.extra,
        missing_boxes: info.missing,
        extra_detections: info.extra,
        missing_detections: info.missing,
        expected_detections: info.expected,
        actual_detections: info.actual,
        matched_detections: info.matched,
        matched_mean_iou: info.matchedMeanIou,
        missing_ratio: info.missingRatio,
        extra_ratio: info.extraRatio,
        frames_compared: info.framesCompared,
      },
    },
    expected: { ok: data.ok, drift: data['soft_drift_2_2_0.95'], info: data.info },
  };
}

function fieldCase(
  data: v.InferOutput<typeof Fields>,
  rules: Readonly<Record<string, FieldRule>>,
): ConformanceCase {
  return {
    name: data.name,
    actual: scoreFields(data.pred, data.gt, rules),
    expected: { score: data.score, breakdown: data.breakdown },
  };
}

function toEvents(pairs: readonly (readonly [number, string])[]) {
  return pairs.map(([frame, action]) => ({ frame, action }));
}

/** A group that is a list of cases of one shape. */
function list<Schema extends v.GenericSchema>(
  schema: Schema,
  map: (data: v.InferOutput<Schema>, index: number) => ConformanceCase,
) {
  return (data: unknown) => v.parse(v.array(schema), data).map(map);
}

export const adapter: ConformanceAdapter = {
  name: '44-score',
  tables: ['action_table', 'cricket_weights', 'cricket_tolerances'],
  whyNot: 'this group is not built yet',
  groups: {
    detection: list(Detection, detectionCase),
    adaptive_iou_threshold: list(Threshold, (data, index) => {
      const [[w, h], [width, height]] = [data.gt_wh, data.image];
      return {
        name: String(index),
        actual: requiredIou([0, 0, w, h], { width, height }),
        expected: data.required_iou,
      };
    }),
    team_palette: list(Palette, (data) => {
      const frames = [{ truth: data.gt.map(toObject), predicted: data.pred.map(toObject) }];
      return {
        name: data.name,
        actual: { palette: palettePillar(frames, data), role: rolePillar(frames, data) },
        expected: { palette: data.palette, role: data.role },
      };
    }),
    rtf: list(Rtf, (data, index) => {
      const rtf = realTimeFactor(data.p95_latency_ms, data.service_rate_fps);
      return {
        name: String(index),
        actual: { rtf, passes: passesRealTime(rtf) },
        expected: { rtf: data.rtf, passes: data.passes },
      };
    }),
    adaptive_delta_rel: list(Delta, (data, index) => {
      const theta = typeof data.baseline_theta === 'string' ? NaN : data.baseline_theta;
      return {
        name: String(index),
        actual: adaptiveDeltaRel(theta, data.default),
        expected: data.delta_rel,
      };
    }),
    similarity: list(Similarity, (data) => ({
      name: data.name,
      actual: compareScores(new Map(Object.entries(data.a)), new Map(Object.entries(data.b)), {
        deltaAbs: data.delta_abs,
        deltaRel: data.delta_rel,
        minCommon: data.min_common,
      }).similar,
      expected: data.similar,
    })),
    tiebreak: list(TieBreak, tieBreakCase),
    football_actions: list(Actions, (data) => ({
      name: data.name,
      actual: scoreActions(toEvents(data.pred), toEvents(data.gt), data.fps).score,
      expected: data.score,
    })),
    cricket: list(Fields, (data) => fieldCase(data, CRICKET_FIELDS)),
    tcg: list(Fields, (data) => fieldCase(data, CARD_FIELDS)),
    compliance_iou: list(Compliance, complianceCase),
    p95: list(P95, (data, index) => ({
      name: String(index),
      actual: p95(data.values),
      expected: data.p95,
    })),
    weight_score: list(WeightScore, (data, index) => ({
      name: String(index),
      actual: weightScore(data.score, {
        theta: data.theta,
        deltaFloor: data.delta_floor,
        beta: data.beta,
      }),
      expected: data.weight_score,
    })),
    legacy_2025: legacyCases,
  },
};
