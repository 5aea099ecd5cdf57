import type { Detection } from '../pipeline/contract.ts';
import { LabelFault } from '../folder/labels.ts';
import { type MotRow, parseMotRows } from '../folder/mot.ts';
import type { TrackInput, TrackedFrame } from './contract.ts';
import type { TracksOfFrame } from './metrics/evaluate.ts';

// MOTChallenge text files of tracks and of detections. Frames count from 1 there and from 0 here;
// pixels stay as the file has them.

const PLAYER = 2;

/** More than this is a wrong file, not a clip: 11 hours at 25 frames a second. */
const MAX_FRAMES = 1_000_000;

/**
 * Boxes with ids, frame by frame; frames without a line are empty.
 *
 * @param isTruth whether lines with confidence 0 are marked as not to be counted
 * @throws LabelFault when a line is faulty, has no id or repeats one in its frame
 */
export function parseTracks(text: string, isTruth = false): TracksOfFrame[] {
  const rows = parseMotRows(text).filter(({ confidence }) => !isTruth || confidence !== 0);
  const seen = new Set<string>();
  for (const { frame, id } of rows) {
    if (!Number.isInteger(id) || id < 0) {
      throw new LabelFault(`frame ${frame}: ${id} is no id of a track`);
    }
    const key = `${frame} ${id}`;
    if (seen.has(key)) throw new LabelFault(`frame ${frame}: id ${id} is there twice`);
    seen.add(key);
  }
  return byFrame(rows).map((boxes) => ({
    boxes: boxes.map((row) => ({ ...cornersOf(row), id: row.id })),
  }));
}

/**
 * Detections, frame by frame; whoever is detected counts as a player. Confidences are taken as they
 * are when all lie in 0..1; on another scale (or -1, which stands for none) nobody knows what is
 * doubtful, and all count as 1.
 *
 * @throws LabelFault with the line of the first fault
 */
export function parseDetections(text: string): TrackInput[] {
  const rows = parseMotRows(text);
  const isShare = rows.every(({ confidence }) => confidence >= 0 && confidence <= 1);
  return byFrame(rows).map((ofFrame) => ({
    boxes: ofFrame.map((row): Detection => ({
      ...cornersOf(row),
      cls_id: PLAYER,
      conf: isShare ? row.confidence : 1,
    })),
  }));
}

/** Lines `frame, id, left, top, width, height, confidence, -1, -1, -1`. */
export function formatTracks(frames: readonly TrackedFrame[]): string {
  return frames
    .flatMap(({ boxes }, index) =>
      boxes.map(({ id, x1, y1, x2, y2, conf }) => {
        const box = [x1, y1, x2 - x1, y2 - y1].map((value) => Number(value.toFixed(2)));
        return `${[index + 1, id, ...box, Number(conf.toFixed(6)), -1, -1, -1].join(',')}\n`;
      }),
    )
    .join('');
}

function byFrame(rows: readonly MotRow[]): MotRow[][] {
  const last = rows.reduce((most, { frame }) => Math.max(most, frame), 0);
  if (last > MAX_FRAMES) throw new LabelFault(`frame ${last}, at most ${MAX_FRAMES} are read`);
  const frames = Array.from({ length: last }, (): MotRow[] => []);
  for (const row of rows) {
    const frame = frames[row.frame - 1];
    if (!frame) throw new LabelFault('frame 0: frames count from 1');
    frame.push(row);
  }
  return frames;
}

function cornersOf({ left, top, width, height }: MotRow) {
  return { x1: left, y1: top, x2: left + width, y2: top + height };
}
