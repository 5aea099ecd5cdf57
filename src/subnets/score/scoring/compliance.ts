import { boxIou } from './geometry.ts';

// Compliance (section e5): does a re-run give the boxes that were recorded?

export interface ComplianceBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly cls_id: number;
}

export interface ComplianceFrame {
  readonly frame_id: number;
  readonly boxes: readonly ComplianceBox[];
}

export interface ComplianceInfo {
  readonly meanIou: number;
  readonly threshold: number;
  readonly extra: number;
  readonly missing: number;
  readonly expected: number;
  readonly actual: number;
  readonly matched: number;
  readonly matchedMeanIou: number;
  readonly missingRatio: number;
  readonly extraRatio: number;
  readonly framesCompared: number;
}

export interface Compliance {
  readonly ok: boolean;
  readonly info: ComplianceInfo;
}

export interface FrameMatch {
  /** Frame score, 0..1. */
  readonly score: number;
  readonly ious: readonly number[];
  readonly missing: number;
  readonly extra: number;
  /** Per expected box the index of its partner in `actual`, or -1. */
  readonly partners: readonly number[];
}

/** Smallest mean frame IoU of the subnet's audit. */
export const COMPLIANCE_IOU = 0.95;
/** Soft drift: most missing, most extra boxes over all frames; least mean IoU of matched pairs. */
export const SOFT_DRIFT = { missing: 2, extra: 2, matchedIou: 0.95 } as const;

/**
 * Compares one frame: each expected box in list order takes the unused actual box of its class
 * with the highest IoU above 0.
 *
 * @returns score = sum of matched IoUs / expected boxes; extra boxes cost nothing unless nothing
 *          was expected (then 0); both empty = 1. Section e5.
 */
export function matchFrame(
  expected: readonly ComplianceBox[],
  actual: readonly ComplianceBox[],
): FrameMatch {
  const used = new Set<number>();
  const partners: number[] = [];
  const ious: number[] = [];
  for (const box of expected) {
    let best = -1;
    let bestIou = 0;
    for (const [index, other] of actual.entries()) {
      if (used.has(index) || other.cls_id !== box.cls_id) continue;
      const iou = boxIou(
        [box.x1, box.y1, box.x2, box.y2],
        [other.x1, other.y1, other.x2, other.y2],
      );
      if (iou > bestIou) [best, bestIou] = [index, iou];
    }
    partners.push(best);
    if (best < 0) continue;
    used.add(best);
    ious.push(bestIou);
  }
  const score = expected.length > 0 ? sum(ious) / expected.length : actual.length > 0 ? 0 : 1;
  return {
    score,
    ious,
    missing: expected.length - ious.length,
    extra: actual.length - ious.length,
    partners,
  };
}

/**
 * The subnet's audit of recorded boxes against a re-run: mean frame score ≥ `threshold`.
 * Only frames present on both sides count; none in common fails. Section e5.
 */
export function checkCompliance(
  expected: readonly ComplianceFrame[],
  actual: readonly ComplianceFrame[],
  threshold: number = COMPLIANCE_IOU,
): Compliance {
  const rerun = new Map(actual.map((frame) => [frame.frame_id, frame]));
  const scores: number[] = [];
  const ious: number[] = [];
  const counts = { missing: 0, extra: 0, expected: 0, actual: 0 };
  for (const frame of expected) {
    const other = rerun.get(frame.frame_id);
    if (!other) continue;
    const match = matchFrame(frame.boxes, other.boxes);
    scores.push(match.score);
    ious.push(...match.ious);
    counts.missing += match.missing;
    counts.extra += match.extra;
    counts.expected += frame.boxes.length;
    counts.actual += other.boxes.length;
  }
  const meanIou = scores.length > 0 ? sum(scores) / scores.length : 0;
  return {
    ok: scores.length > 0 && meanIou >= threshold,
    info: {
      ...counts,
      meanIou,
      threshold,
      matched: ious.length,
      matchedMeanIou: ious.length > 0 ? sum(ious) / ious.length : 0,
      missingRatio: counts.missing / Math.max(1, counts.expected),
      extraRatio: counts.extra / Math.max(1, counts.actual),
      framesCompared: scores.length,
    },
  };
}

/** Whether a failed comparison is drift that the subnet still tolerates (twice per model). Section e5. */
export function isSoftDrift(info: ComplianceInfo): boolean {
  return (
    info.matched > 0 &&
    info.missing <= SOFT_DRIFT.missing &&
    info.extra <= SOFT_DRIFT.extra &&
    info.matchedMeanIou >= SOFT_DRIFT.matchedIou
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
