import type { ScoreTruth } from '../task.ts';

/** A labelled object in shares of the picture (0..1), whatever the file's own unit is. */
export interface LabelBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly cls_id: number;
  readonly id?: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Labels of a picture; needs its size where the file counts in pixels. */
export type FrameLabels = (picture: Size) => readonly LabelBox[];

/** A box smaller than this in either direction, in pixels, says nothing. */
const LEAST_SIDE = 1;

/** Boxes in pixels of a picture, clipped to it; boxes that lie outside are left out. */
export function truthBoxes(labels: readonly LabelBox[], picture: Size): ScoreTruth['boxes'] {
  const clip = (value: number, side: number): number => Math.min(side, Math.max(0, value * side));
  return labels.flatMap(({ x1, y1, x2, y2, cls_id, id }) => {
    const box = {
      x1: clip(x1, picture.width),
      y1: clip(y1, picture.height),
      x2: clip(x2, picture.width),
      y2: clip(y2, picture.height),
      cls_id,
      ...(id === undefined ? {} : { id }),
    };
    const isEmpty = box.x2 - box.x1 < LEAST_SIDE || box.y2 - box.y1 < LEAST_SIDE;
    return isEmpty ? [] : [box];
  });
}

/** Splits text into trimmed lines that are not empty, with their line numbers from 1. */
export function numberedLines(text: string): { line: number; text: string }[] {
  return text
    .split(/\r?\n/)
    .map((each, index) => ({ line: index + 1, text: each.trim() }))
    .filter((each) => each.text !== '');
}

/** @throws LabelFault with the line and the word that is no number */
export function numbersOf(words: readonly string[], line: number): number[] {
  return words.map((word) => {
    const value = Number(word);
    if (word.trim() === '' || !Number.isFinite(value)) {
      throw new LabelFault(`line ${line}: “${word.slice(0, 20)}” is not a number`);
    }
    return value;
  });
}

/** What is wrong with a label file; becomes the reason in the folder's list of problems. */
export class LabelFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LabelFault';
  }
}
