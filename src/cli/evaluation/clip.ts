import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import {
  clipFrame,
  type ClipTruth,
  parseClipStills,
  parseClipTruth,
} from '../../subnets/score/folder/clip-truth.ts';
import { LabelFault, truthBoxes } from '../../subnets/score/folder/labels.ts';
import { byName, isPicture, stemOf } from '../../subnets/score/folder/paths.ts';
import { launchBrowser } from '../headless/browser.ts';
import { clipStills } from '../headless/clip-stills.ts';
import { say } from '../headless/output.ts';
import { decodeStill, type EvalFrame } from './frames.ts';

/** Stills of a clip keep its size: truth is in its pixels. */
const LONGEST_SIDE = 8192;

export interface ClipFrames {
  readonly frames: EvalFrame[];
  /** Frames a second of what is measured. */
  readonly fps: number;
  /** Removes what was unpacked. */
  dispose(): void;
}

interface ClipRequest {
  /** A video, or a folder of its stills. */
  readonly clip: string;
  /** Truth of the whole clip, JSON. */
  readonly truth: string;
  /** Every n-th frame, from the first. */
  readonly every: number;
}

/** @throws AppError `not-found`, `input.malformed`, `media.unsupported` */
export async function openClip({ clip, truth, every }: ClipRequest): Promise<ClipFrames> {
  const known = readTruth(truth);
  if (!existsSync(clip)) throw new AppError('not-found', `there is no clip ${clip}`);
  const fps = known.fps / every;
  if (statSync(clip).isDirectory()) {
    const stills = stillsIn(clip, known).filter(({ index }) => index % every === 0);
    return { frames: framesOf(clip, stills, known), fps, dispose: () => undefined };
  }
  const folder = mkdtempSync(join(tmpdir(), 'adit-eval-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    say(`decoding ${clip} in headless Chromium …`);
    const stills = await unpack(clip, folder, fps);
    const placed = stills.map(({ file, seconds }) => ({
      file,
      index: Math.round(seconds * known.fps),
    }));
    return { frames: framesOf(folder, placed, known), fps, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

async function unpack(file: string, folder: string, fps: number) {
  const browser = await launchBrowser();
  try {
    const options = { fps, longest: LONGEST_SIDE, format: 'png' } as const;
    return await clipStills(browser, { file, folder }, options);
  } finally {
    await browser.close();
  }
}

function readTruth(path: string): ClipTruth {
  if (!existsSync(path)) throw new AppError('not-found', `there is no truth ${path}`);
  return inFile(path, () => parseClipTruth(readFileSync(path, 'utf8')));
}

function inFile<T>(path: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    if (!(cause instanceof LabelFault)) throw cause;
    throw new AppError('input.malformed', `${path}: ${cause.message}`, { cause });
  }
}

interface PlacedStill {
  readonly file: string;
  /** Index of its frame in the clip. */
  readonly index: number;
}

/** By the times in clip.json where ingesting left one, else counted from 1 by their names. */
function stillsIn(folder: string, { fps }: ClipTruth): PlacedStill[] {
  const list = join(folder, 'clip.json');
  if (existsSync(list)) {
    const { stills } = inFile(list, () => parseClipStills(readFileSync(list, 'utf8')));
    return stills.map(({ file, seconds }) => ({ file, index: Math.round(seconds * fps) }));
  }
  return readdirSync(folder)
    .filter(isPicture)
    .toSorted(byName)
    .map((file) => ({ file, index: Number(/\d+$/.exec(stemOf(file))?.[0]) - 1 }));
}

function framesOf(folder: string, stills: readonly PlacedStill[], truth: ClipTruth): EvalFrame[] {
  const frames = stills.flatMap(({ file, index }): EvalFrame[] => {
    const labels = clipFrame(truth, index);
    if (!labels) return [];
    return [
      {
        name: `frame ${index}`,
        decode: () => decodeStill(join(folder, file), null),
        labels: (image) => ({
          truth: truthBoxes(labels.whole, image),
          cut: truthBoxes(labels.cut, image),
        }),
      },
    ];
  });
  if (frames.length > 0) return frames;
  throw new AppError('not-found', `no still in ${folder} is a frame that the truth knows`);
}
