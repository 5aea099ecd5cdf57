import { m } from '../../paraglide/messages.js';
import type { AnswerAgreement, Comparison, ItemAgreement } from '../comparisons.ts';
import type { ScorePreview } from './preview.ts';
import { type ScoreInput, parseInput, parseResult } from './task.ts';
import { type FrameComparison, TOLERANCE, combineFrames, compareFrame } from './verify.ts';

// Two answers to one unit, frame by frame, by the rule that the judge uses (`verify.ts`).

/**
 * Compares a submitted answer with one computed here.
 *
 * @throws AppError `input.malformed`, `submission.malformed`
 */
export function compareAnswers(
  input: unknown,
  submitted: unknown,
  rerun: unknown,
): AnswerAgreement {
  const task = parseInput(input);
  const [theirs, ours] = [parseResult(submitted, task), parseResult(rerun, task)];
  const frames = task.frames.map((_, item) =>
    compareFrame(
      item,
      ours.frames[item]?.boxes ?? [],
      theirs.frames[item]?.boxes ?? [],
      task.settings,
    ),
  );
  const { meanIou, passed } = combineFrames(frames);
  return { items: frames.map(describe), agreement: meanIou, same: passed };
}

function describe(frame: FrameComparison): ItemAgreement {
  const same = frame.sameBoxes && frame.sameConf;
  return { item: frame.item, agreement: frame.iou, same, note: noteOf(frame) };
}

function noteOf({ sameBoxes, sameConf, unpaired, medianConf, iou }: FrameComparison): string {
  if (!sameBoxes) {
    return unpaired > 0
      ? m.view_compare_unpaired({ count: unpaired })
      : m.view_compare_moved({ required: TOLERANCE.frameIou });
  }
  if (!sameConf) return m.view_compare_confidence({ median: medianConf.toFixed(3) });
  if (iou === 1 && medianConf === 0) return m.view_compare_identical();
  return m.view_compare_rounding({ median: medianConf.toFixed(3) });
}

/** Hash of a frame's picture; null beyond the unit. */
export function itemBlob(input: unknown, item: number): string | null {
  return parseInput(input).frames[item]?.blob ?? null;
}

/** One frame with one answer's boxes, as `View.svelte` draws it; null beyond the unit. */
export function itemPreview(
  { input, result, item }: { input: unknown; result: unknown; item: number },
  content: Uint8Array<ArrayBuffer> | null,
): ScorePreview | null {
  const task: ScoreInput = parseInput(input);
  const frame = task.frames[item];
  if (!frame) return null;
  const boxes = parseResult(result, task).frames[item]?.boxes ?? [];
  const { width, height } = frame;
  return { width, height, frame: item, frames: task.frames.length, boxes, image: content };
}

export const comparison: Comparison = { compareAnswers, itemBlob, itemPreview };
