import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import { present } from '../../shared/assert.ts';
import type { Check, ScoreComponent, Verdict } from '../../protocol/verdict.ts';
import type { DecodedImage, JudgeContext, JudgeJob } from '../contract.ts';
import { measureUnit } from './score.ts';
import { ScoreTruth } from './task.ts';
import { combineFrames, compareFrame, TOLERANCE } from './verify.ts';
import type { Detection, DetectSettings, InferByName } from './pipeline/contract.ts';
import type { Measurement } from './score.ts';
import type { ScoreInput, ScoreResult } from './task.ts';
import type { AnswerComparison, FrameComparison } from './verify.ts';

// The verdict on one unit. Only a recompute convicts: truth is what a detector may miss, and a
// peer may be the one that cheats, so both can only raise the question.

export type Detect = (
  image: DecodedImage,
  settings: DetectSettings,
  infer: InferByName,
) => Promise<Detection[]>;

type Job = JudgeJob<ScoreInput, ScoreResult>;

/** A frame with truth whose F1 (IoU 0.3, any class) lies below this is recomputed. */
export const SUSPECT_F1 = 0.15;
/** So is one below this share of the unit's median frame. */
export const SUSPECT_SHARE = 0.5;
/** Frames recomputed on suspicion per unit; the worst first. */
const SUSPECTS_PER_UNIT = 1;
/** A second vote ends early after so many wrong frames: more would change nothing. */
const ENOUGH_FAILURES = 3;

/**
 * Judges one answer by known answers, recompute and agreement.
 *
 * Accepted when every recomputed frame agrees and, where a peer's answer is there, it agrees too or
 * a second vote (all frames recomputed) sides with this answer. A failed `agreement` check without
 * a second vote is not accepted: judge again with all frames recomputed (`needsSecondVote`).
 * Cost: one detection per recomputed frame.
 */
export async function judgeUnit(job: Job, ctx: JudgeContext, detect: Detect): Promise<Verdict> {
  const truths = job.truths.map(parseTruth);
  const measured = measureUnit({ input: job.input, result: job.result, truths });
  const suspects = job.secondVote ? [] : suspectItems(measured, job.recompute);
  const recomputed = await recompute(job, [...job.recompute, ...suspects], ctx, detect);
  const agreement = job.peer ? compareAnswers(job, job.peer) : null;

  const checks: Check[] = [{ ...SCHEMA_CHECK, items: job.input.frames.map((_, item) => item) }];
  if (measured) checks.push(knownAnswerCheck(measured, suspects, recomputed));
  if (recomputed) {
    checks.push(...comparisonChecks(recomputed, job.secondVote ? 'recompute' : 'slice'));
  }
  if (agreement) checks.push(...comparisonChecks(agreement, 'agreement'));

  const clean = recomputed?.passed ?? true;
  const accepted = clean && ((agreement?.passed ?? true) || job.secondVote);
  const worth = measured ?? substitute(recomputed, agreement);
  return {
    accepted,
    quality: accepted ? worth.quality : 0,
    score: accepted ? worth.score : 0,
    components: [...worth.components],
    checks,
    reason: explain({ accepted, job, measured, recomputed, agreement }),
    checkedItems: recomputed?.frames.length ?? 0,
  };
}

/** Whether a verdict only says that two answers differ, and all frames must be recomputed. */
export function needsSecondVote(verdict: Verdict): boolean {
  const failed = verdict.checks.filter((check) => !check.passed);
  return (
    !verdict.accepted && failed.length > 0 && failed.every((check) => check.kind === 'agreement')
  );
}

/** Which comparison tells most about a frame: a recompute before another device's answer. */
const TELLING = ['agreement', 'slice', 'recompute'] as const;

/**
 * How well the frames of an answer agree with a second opinion on them, as its checks say: mean IoU
 * of boxes by the worse direction, 0..1, for the frames that have one.
 */
export function frameAgreements(verdict: Verdict): { item: number; agreement: number }[] {
  const found = new Map<number, number>();
  for (const kind of TELLING) {
    // The first check of a comparison is about boxes, the second about confidences.
    const boxes = verdict.checks.find((check) => check.kind === kind);
    for (const [index, item] of (boxes?.items ?? []).entries()) {
      const agreement = boxes?.perItem?.[index];
      if (agreement !== undefined) found.set(item, Math.min(1, Math.max(0, agreement)));
    }
  }
  return [...found].map(([item, agreement]) => ({ item, agreement }));
}

const SCHEMA_CHECK = {
  kind: 'schema',
  passed: true,
  measured: 1,
  required: 1,
  what: 'every frame answered once, boxes inside their frame',
} as const;

/** The coordinator's own boxes of one frame of a task. */
export async function detectItem(
  input: ScoreInput,
  item: number,
  ctx: JudgeContext,
  detect: Detect,
): Promise<Detection[]> {
  const models = new Map(input.models.map(({ name, sha256 }) => [name, sha256]));
  const infer: InferByName = (name, feeds) =>
    ctx.infer(present(models.get(name), `model ${name} of the task`), feeds);
  const frame = present(input.frames[item], `frame ${item} to recompute`);
  const image = await ctx.decodeImage(await ctx.blob(frame.blob));
  return detect(image, input.settings, infer);
}

async function recompute(
  job: Job,
  items: readonly number[],
  ctx: JudgeContext,
  detect: Detect,
): Promise<AnswerComparison | null> {
  const { input, result, ahead } = job;
  const frames = [];
  let failures = 0;
  for (const item of new Set(items)) {
    const made = ahead?.get(item) as Detection[] | undefined; // by `detectItem`, nothing else
    const reference = made ?? (await detectItem(input, item, ctx, detect));
    const answer = result.frames[item]?.boxes ?? [];
    const comparison = compareFrame(item, reference, answer, input.settings);
    frames.push(comparison);
    if (!agrees(comparison) && ++failures >= ENOUGH_FAILURES) break;
  }
  return frames.length > 0 ? combineFrames(frames) : null;
}

function compareAnswers(job: Job, peer: ScoreResult): AnswerComparison {
  return combineFrames(
    job.result.frames.map(({ frame_id: item, boxes }) =>
      compareFrame(item, peer.frames[item]?.boxes ?? [], boxes, job.input.settings),
    ),
  );
}

/** Frames with truth that look wrong and are not recomputed anyway, the worst first. */
function suspectItems(measured: Measurement | null, planned: readonly number[]): number[] {
  if (!measured) return [];
  const floor = suspicionFloor(measured);
  return measured.items
    .map((item, i) => ({ item, f1: measured.frameF1[i] ?? 0 }))
    .filter(({ item, f1 }) => f1 < floor && !planned.includes(item))
    .sort((a, b) => a.f1 - b.f1)
    .slice(0, SUSPECTS_PER_UNIT)
    .map(({ item }) => item);
}

/** F1 under which a frame with truth is recomputed. */
function suspicionFloor({ frameF1 }: Measurement): number {
  const sorted = [...frameF1].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return Math.max(SUSPECT_F1, SUSPECT_SHARE * median);
}

function knownAnswerCheck(
  measured: Measurement,
  suspects: readonly number[],
  recomputed: AnswerComparison | null,
): Check {
  const wrong = recomputed?.frames.some((frame) => !agrees(frame) && suspects.includes(frame.item));
  return {
    kind: 'known-answer',
    passed: !wrong,
    items: [...measured.items],
    measured: Math.min(...measured.frameF1),
    required: suspicionFloor(measured),
    what: 'lowest F1 at IoU 0.3 of a frame against its known objects; a frame below the least is recomputed, and only that counts against it',
    perItem: [...measured.frameF1],
  };
}

function comparisonChecks(
  comparison: AnswerComparison,
  kind: 'slice' | 'recompute' | 'agreement',
): Check[] {
  const side = kind === 'agreement' ? 'another device’s answer' : 'the recomputed answer';
  const items = comparison.frames.map((frame) => frame.item);
  return [
    {
      kind,
      passed: comparison.sameBoxes,
      items,
      measured: comparison.meanIou,
      required: TOLERANCE.frameIou,
      what: `mean IoU of boxes to ${side}, each frame by the worse direction (at least)`,
      perItem: comparison.frames.map((frame) => frame.iou),
    },
    {
      kind,
      passed: comparison.sameConf,
      items,
      measured: comparison.worstConf,
      required: TOLERANCE.medianConf,
      what: `largest median difference of confidence in a frame to ${side} (at most)`,
      perItem: comparison.frames.map((frame) => frame.medianConf),
    },
  ];
}

/** Stand-in for quality where no frame has a truth: how well the boxes agree. */
function substitute(
  recomputed: AnswerComparison | null,
  agreement: AnswerComparison | null,
): { quality: number; score: number; components: ScoreComponent[] } {
  const [name, value] = recomputed
    ? (['recompute.iou', recomputed.meanIou] as const)
    : agreement
      ? (['agreement.iou', agreement.meanIou] as const)
      : (['unchecked', 1] as const);
  return { quality: value, score: 0, components: [{ name, value, weight: 1, label: 'proxy' }] };
}

interface Findings {
  readonly accepted: boolean;
  readonly job: Job;
  readonly measured: Measurement | null;
  readonly recomputed: AnswerComparison | null;
  readonly agreement: AnswerComparison | null;
}

/** One sentence with the numbers that decided; frames are counted from 1, as people do. */
function explain({ accepted, job, measured, recomputed, agreement }: Findings): string {
  const total = job.input.frames.length;
  const worst = recomputed?.frames.find((frame) => !agrees(frame));
  if (worst) {
    return worst.sameBoxes
      ? `Rejected: in frame ${worst.item + 1} the boxes match a recompute but their confidences do not (median difference ${show(worst.medianConf)}, at most ${TOLERANCE.medianConf}; 90th percentile ${show(worst.ninthConf)}, at most ${TOLERANCE.ninthConf}).`
      : `Rejected: frame ${worst.item + 1} does not match a recompute (IoU ${show(worst.iou)}, needs ${TOLERANCE.frameIou}; ${worst.unpaired} boxes without a partner).`;
  }
  if (recomputed && !recomputed.passed) {
    return `Rejected: ${recomputed.frames.length} recomputed frames match with mean IoU ${show(recomputed.meanIou)}, needs ${TOLERANCE.frameIou}.`;
  }
  if (!accepted) {
    return `Not accepted yet: two devices differ (mean IoU ${show(agreement?.meanIou ?? 0)}, needs ${TOLERANCE.frameIou}), so every frame has to be recomputed.`;
  }
  const findings = [
    recomputed &&
      `${recomputed.frames.length} of ${total} frames recomputed with mean IoU ${show(recomputed.meanIou)}`,
    agreement &&
      `${agreement.passed ? 'agrees' : 'disagrees'} with another device (mean IoU ${show(agreement.meanIou)})`,
    measured &&
      `measured quality ${show(measured.quality)} on ${measured.items.length} known frames`,
  ].filter((finding) => typeof finding === 'string');
  return findings.length > 0
    ? `Accepted: ${findings.join('; ')}.`
    : `Accepted on trust: none of the ${total} frames was drawn for a check.`;
}

function agrees(frame: FrameComparison): boolean {
  return frame.sameBoxes && frame.sameConf;
}

function parseTruth(value: unknown, item: number): ScoreTruth | null {
  if (value === null || value === undefined) return null;
  const parsed = v.safeParse(ScoreTruth, value);
  if (parsed.success) return parsed.output;
  const path = v.getDotPath(parsed.issues[0]) ?? '';
  throw new AppError('internal', `truth of frame ${item}: ${path} ${parsed.issues[0].message}`);
}

function show(value: number): string {
  return value.toFixed(3);
}
