import { parseAs } from '../../../protocol/parse.ts';
import type { JobOutcome, JobResult } from '../../job.ts';
import type { Detection } from '../pipeline/contract.ts';
import { ScoreResult } from '../task.ts';
import { type Follow, toHundredth, unfollowed } from './boxes.ts';
import { type ResultFrame, cocoJson, motCsv } from './formats.ts';
import { mergeAnswers } from './merge.ts';
import { JobFacts } from './prepare.ts';
import { estimateQuality } from './quality.ts';

/**
 * Puts a job's answers together: known answers are left out, the boxes of each frame are merged,
 * brought into the pixels of the customer's own picture, followed through the clip where there is
 * one, and written as COCO, as MOTChallenge lines, and with an account of their quality.
 */
export function assembleJob(outcome: JobOutcome, follow: Follow): JobResult {
  const frames = followed(outcome, mergedFrames(outcome), follow);
  const report = estimateQuality(outcome);
  const doubts = outcome.items.flatMap(({ doubt, agreement }, ordinal) =>
    doubt === null ? [] : [{ ordinal, reason: doubt, agreement }],
  );
  const quality = {
    ...report,
    merging: MERGING,
    doubtful: doubts.map(({ ordinal, reason, agreement }) => ({
      frame: ordinal + 1,
      name: frames[ordinal]?.name ?? null,
      agreement,
      reason,
    })),
  };
  return {
    files: [
      {
        name: 'result.coco.json',
        type: 'application/json',
        text: `${cocoJson(outcome.title, frames)}\n`,
      },
      { name: 'result.mot.csv', type: 'text/csv', text: motCsv(frames) },
      {
        name: 'quality.json',
        type: 'application/json',
        text: `${JSON.stringify(quality, null, 2)}\n`,
      },
    ],
    quality: report.quality,
    doubts: doubts.map(({ ordinal, reason }) => ({ ordinal, reason })),
  };
}

const MERGING =
  'Boxes of different answers that overlap by IoU 0.5 or more are one object; it stays when at least ' +
  'half of the answers to its frame have it; corners are the mean weighted by confidence; its ' +
  'confidence is the sum over the answers divided by their number.';

type MergedFrame = Omit<ResultFrame, 'boxes'> & { readonly boxes: readonly Detection[] };

function mergedFrames({ items, answers }: JobOutcome): MergedFrame[] {
  const opinions: Detection[][][] = items.map(() => []);
  for (const { result, ordinals } of answers) {
    const { frames } = parseAs(ScoreResult, result, 'internal');
    for (const [item, ordinal] of ordinals.entries()) {
      if (ordinal !== null) opinions[ordinal]?.push(frames[item]?.boxes ?? []);
    }
  }
  return items.map(({ name, facts }, ordinal) => {
    const { width, height, worked } = parseAs(JobFacts, facts, 'internal');
    const [sx, sy] = [width / worked.width, height / worked.height];
    const boxes = mergeAnswers(opinions[ordinal] ?? []).map((box) => ({
      ...box,
      x1: toHundredth(box.x1 * sx),
      y1: toHundredth(box.y1 * sy),
      x2: toHundredth(box.x2 * sx),
      y2: toHundredth(box.y2 * sy),
    }));
    const number = String(ordinal + 1).padStart(6, '0');
    return { name: name ?? `${number}.jpg`, width, height, boxes };
  });
}

/** Ids where the items are a clip: one after the other, all of one size. */
function followed(
  { fps }: JobOutcome,
  frames: readonly MergedFrame[],
  follow: Follow,
): ResultFrame[] {
  const boxes = frames.map((frame) => frame.boxes);
  const [first] = frames;
  const isClip =
    first && frames.every(({ width, height }) => width === first.width && height === first.height);
  const withIds =
    fps !== null && isClip
      ? follow(boxes, { fps, width: first.width, height: first.height })
      : unfollowed(boxes);
  return frames.map((frame, index) => ({ ...frame, boxes: withIds[index] ?? [] }));
}
