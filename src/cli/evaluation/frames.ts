import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import type { FileProblem } from '../../coordinator/pool/material.ts';
import { openFolder } from '../../coordinator/pool/folder-files.ts';
import { AppError } from '../../shared/errors.ts';
import type { DecodedImage } from '../../subnets/contract.ts';
import type { LabelledBoxes } from '../../subnets/score/evaluation/count.ts';
import { truthBoxes } from '../../subnets/score/folder/labels.ts';
import { isPicture } from '../../subnets/score/folder/paths.ts';
import { createTruthFinder } from '../../subnets/score/folder/truth-finder.ts';
import { say } from '../headless/output.ts';

/** A frame that is measured when it is asked for. */
export interface EvalFrame {
  readonly name: string;
  decode(): Promise<DecodedImage>;
  /** Labels in pixels of the decoded frame. */
  labels(image: DecodedImage): LabelledBoxes;
}

/** Width over height that stills are set back to; null leaves them as they are. */
export type Aspect = number | null;

/** `16:9`. @throws AppError `input.malformed` */
export function parseAspect(text: string | undefined): Aspect {
  if (text === undefined) return null;
  const [, across, down] = /^(\d{1,4}):(\d{1,4})$/.exec(text) ?? [];
  if (Number(across) > 0 && Number(down) > 0) return Number(across) / Number(down);
  throw new AppError('input.malformed', `--stretch takes an aspect such as 16:9, not ${text}`);
}

/**
 * The labelled stills of a folder with `images/` and `labels/` (YOLO text), by name.
 *
 * @throws AppError `not-found` when there is none
 */
export async function stillFrames(folder: string, aspect: Aspect): Promise<EvalFrame[]> {
  const problems: FileProblem[] = [];
  const files = openFolder(folder, problems);
  const paths = await listed(files.list(), folder);
  const finder = createTruthFinder(files, new Set(paths));
  const frames: EvalFrame[] = [];
  let unlabelled = 0;
  for (const path of paths.filter((each) => each.startsWith('images/') && isPicture(each))) {
    const labels = await finder.labelsOf(path);
    if (!labels) {
      unlabelled++;
      continue;
    }
    frames.push({
      name: basename(path),
      decode: () => decodeStill(join(folder, path), aspect),
      labels: (image) => ({ truth: truthBoxes(labels(image), image), cut: [] }),
    });
  }
  for (const { path, reason } of problems) say(`${path}: ${reason}`);
  if (unlabelled > 0) say(`${unlabelled} pictures without labels are left out`);
  if (frames.length > 0) return frames;
  throw new AppError(
    'not-found',
    `${folder} holds no picture in images/ with its labels in labels/`,
  );
}

async function listed(
  list: Promise<readonly string[]>,
  folder: string,
): Promise<readonly string[]> {
  try {
    return await list;
  } catch (cause) {
    throw new AppError('not-found', `${folder} is not a folder that can be read`, { cause });
  }
}

/** Pixels of a still; a stretched one gets its aspect back and keeps its longer side. */
export async function decodeStill(path: string, aspect: Aspect): Promise<DecodedImage> {
  const image = sharp(await readFile(path)).ensureAlpha();
  if (aspect !== null) {
    const { width, height } = await image.metadata();
    const longest = Math.max(width, height);
    const [across, down] = aspect >= 1 ? [longest, longest / aspect] : [longest * aspect, longest];
    image.resize(Math.round(across), Math.round(down), { fit: 'fill' });
  }
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: new Uint8Array(data) };
}
