import { boxIou } from './scoring/geometry.ts';
import { checkCompliance, COMPLIANCE_IOU, isSoftDrift, matchFrame } from './scoring/compliance.ts';
import type { ComplianceFrame } from './scoring/compliance.ts';
import type { Detection, DetectSettings } from './pipeline/contract.ts';

// Are two answers to the same frames the same work? The subnet's compliance rule (section e5) in
// both directions, made stricter per frame, after three excuses that honest arithmetic needs.
// Why each number holds, and how it was measured: README.md, "Tolerances".

export const TOLERANCE = {
  /** Least IoU of a frame and of the slice: the subnet's own number. */
  frameIou: COMPLIANCE_IOU,
  /** Edges this close are one float rounded two ways. */
  edgePx: 1,
  /** A box this close above its class threshold may be on one side only. */
  marginalConf: 0.02,
  /** Most boxes of a frame that count as marginal. */
  marginalBoxes: 2,
  /** One unpaired firm box is drift for each so many boxes of the frame. */
  boxesPerDrift: 8,
  /** Median difference of confidence over the pairs of a frame. */
  medianConf: 0.01,
  /** Difference of confidence that nine in ten pairs keep. */
  ninthConf: 0.05,
} as const;

/** How one frame's two answers differ, after the excuses. */
export interface FrameComparison {
  readonly item: number;
  readonly sameBoxes: boolean;
  readonly sameConf: boolean;
  /** The worse of both directions of the subnet's frame score, 0..1. */
  readonly iou: number;
  /** Boxes of either side without a partner. */
  readonly unpaired: number;
  /** Median |Δ confidence| over pairs; 0 without pairs. */
  readonly medianConf: number;
  readonly ninthConf: number;
  /** Boxes as the slice's rule sees them: excused, and snapped where only rounding differs. */
  readonly ours: readonly Detection[];
  readonly theirs: readonly Detection[];
}

export interface AnswerComparison {
  readonly passed: boolean;
  readonly sameBoxes: boolean;
  readonly sameConf: boolean;
  /** Mean over frames of the worse direction, 0..1. */
  readonly meanIou: number;
  /** Largest median confidence difference of a frame. */
  readonly worstConf: number;
  readonly frames: readonly FrameComparison[];
}

/**
 * Compares one frame of an answer with a reference (recomputed boxes, or a peer's).
 *
 * @param item index of the frame in its unit
 */
export function compareFrame(
  item: number,
  reference: readonly Detection[],
  answer: readonly Detection[],
  settings: DetectSettings,
): FrameComparison {
  const { partners } = matchFrame(reference, answer);
  const taken = new Set(partners);
  const pairs = partners.flatMap((partner, i) => {
    const [ours, theirs] = [reference[i], answer[partner]];
    return ours && theirs ? [{ ours, theirs: snap(ours, theirs) }] : [];
  });
  const lost = reference.filter((_, i) => partners[i] === -1);
  const added = answer.filter((_, i) => !taken.has(i));
  const firm = excuseMarginal(lost, added, settings);
  const ours = [...pairs.map((pair) => pair.ours), ...firm.lost];
  const theirs = [...pairs.map((pair) => pair.theirs), ...firm.added];
  const unpaired = firm.lost.length + firm.added.length;
  const iou = Math.min(matchFrame(ours, theirs).score, matchFrame(theirs, ours).score);
  const pairIou = meanOf(pairs.map(({ ours: a, theirs: b }) => detectionIou(a, b)));
  const conf = pairs.map((pair) => Math.abs(pair.ours.conf - pair.theirs.conf));
  const [medianConf, ninthConf] = [quantile(conf, 0.5), quantile(conf, 0.9)];
  const drift = Math.floor(Math.max(ours.length, theirs.length) / TOLERANCE.boxesPerDrift);
  const sameBoxes =
    iou >= TOLERANCE.frameIou || (unpaired <= drift && pairIou >= TOLERANCE.frameIou);
  const sameConf = medianConf <= TOLERANCE.medianConf && ninthConf <= TOLERANCE.ninthConf;
  return {
    item,
    sameBoxes,
    sameConf,
    iou,
    unpaired,
    medianConf,
    ninthConf,
    ours,
    theirs,
  };
}

/** The slice: every frame agrees, and the subnet's rule holds in both directions. Section e5. */
export function combineFrames(frames: readonly FrameComparison[]): AnswerComparison {
  const ours = frames.map(({ item, ours: boxes }): ComplianceFrame => ({ frame_id: item, boxes }));
  const theirs = frames.map(({ item, theirs: boxes }): ComplianceFrame => ({
    frame_id: item,
    boxes,
  }));
  const holds = [checkCompliance(ours, theirs), checkCompliance(theirs, ours)].every(
    ({ ok, info }) => ok || isSoftDrift(info),
  );
  const sameBoxes = frames.length > 0 && holds && frames.every((frame) => frame.sameBoxes);
  const sameConf = frames.every((frame) => frame.sameConf);
  return {
    passed: sameBoxes && sameConf,
    sameBoxes,
    sameConf,
    meanIou: meanOf(frames.map((frame) => frame.iou)),
    worstConf: Math.max(0, ...frames.map((frame) => frame.medianConf)),
    frames,
  };
}

/** A box whose edges differ by rounding alone takes the reference's edges. */
function snap(reference: Detection, answer: Detection): Detection {
  const { x1, y1, x2, y2 } = reference;
  const apart = Math.max(
    Math.abs(x1 - answer.x1),
    Math.abs(y1 - answer.y1),
    Math.abs(x2 - answer.x2),
    Math.abs(y2 - answer.y2),
  );
  return apart <= TOLERANCE.edgePx ? { ...answer, x1, y1, x2, y2 } : answer;
}

/** Drops unpaired boxes that only just passed their threshold, a few per frame. */
function excuseMarginal(
  lost: readonly Detection[],
  added: readonly Detection[],
  settings: DetectSettings,
): { lost: Detection[]; added: Detection[] } {
  let left: number = TOLERANCE.marginalBoxes;
  const firm = (box: Detection): boolean => {
    const threshold = box.cls_id === 0 ? settings.ballConfidence : settings.personConfidence;
    if (left === 0 || box.conf >= threshold + TOLERANCE.marginalConf) return true;
    left--;
    return false;
  };
  return { lost: lost.filter(firm), added: added.filter(firm) };
}

function detectionIou(a: Detection, b: Detection): number {
  return boxIou([a.x1, a.y1, a.x2, a.y2], [b.x1, b.y1, b.x2, b.y2]);
}

function meanOf(values: readonly number[]): number {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}
