import * as v from 'valibot';
import { AppError } from '../shared/errors.ts';
import { HEADS } from '../subnets/score/heads/contract.ts';
import {
  type MeasuredFrame,
  NO_TRACKS,
  summarise,
  summariseTracks,
} from '../subnets/score/evaluation/summary.ts';
import type { TrackInput } from '../subnets/score/tracking/contract.ts';
import { track } from '../subnets/score/tracking/track.ts';
import { createStageTimes } from '../subnets/score/tab/stage-times.ts';
import { openClip } from './evaluation/clip.ts';
import { type EvalFrame, parseAspect, stillFrames } from './evaluation/frames.ts';
import { type ModelWishes, type OpenedModel, openModel } from './evaluation/model.ts';
import { positiveInteger, readArguments } from './headless/arguments.ts';
import { type Report, runCommand, say } from './headless/output.ts';

// npm run score:eval -- --images DIR | --clip FILE --truth FILE [--model FILE] [--head HEAD]
//   [--classes a,b,…] [--conf .25] [--prior on|off] [--stretch 16:9] [--every N] [--out FILE] [--json]
// A detector's recall, precision and speed on labelled frames, IoU > 0.4. Without --model the
// default one; a description beside the model (FILE.json) says how it is fed and read.

const { values } = readArguments({
  options: {
    images: { type: 'string' },
    clip: { type: 'string' },
    truth: { type: 'string' },
    model: { type: 'string' },
    head: { type: 'string' },
    classes: { type: 'string' },
    conf: { type: 'string' },
    prior: { type: 'string' },
    stretch: { type: 'string' },
    every: { type: 'string', default: '1' },
    out: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** Progress is told once for so many frames. */
const TELL_EVERY = 25;

function wishes(): ModelWishes {
  const { head, classes, conf, prior } = values;
  if (head !== undefined && !v.is(v.picklist(HEADS), head)) {
    throw new AppError('input.malformed', `--head takes ${HEADS.join(', ')}, not ${head}`);
  }
  if (prior !== undefined && !/^(on|off)$/.test(prior)) {
    throw new AppError('input.malformed', `--prior takes on or off, not ${prior}`);
  }
  const confidence = Number(conf ?? 0);
  if (!(confidence >= 0 && confidence <= 1) || conf === '') {
    throw new AppError('input.malformed', `--conf takes a number from 0 to 1, not ${conf}`);
  }
  return {
    ...(head === undefined ? {} : { head }),
    ...(classes === undefined ? {} : { classes: classes.split(',') }),
    ...(conf === undefined ? {} : { confidence }),
    ...(prior === undefined ? {} : { pitchPrior: prior === 'on' }),
  };
}

interface Opened {
  readonly frames: readonly EvalFrame[];
  /** Of a clip; null for pictures that do not follow each other. */
  readonly fps: number | null;
  /** Removes what was unpacked. */
  dispose(): void;
}

async function openFrames(): Promise<Opened> {
  const { images, clip, truth } = values;
  const aspect = parseAspect(values.stretch);
  if (images !== undefined && clip === undefined && truth === undefined) {
    const frames = await stillFrames(images, aspect);
    return { frames, fps: null, dispose: () => undefined };
  }
  if (clip !== undefined && truth !== undefined && images === undefined) {
    return openClip({ clip, truth, every: positiveInteger('every', values.every) });
  }
  throw new AppError(
    'input.malformed',
    'name labelled stills (--images DIR) or a clip with its truth (--clip FILE --truth FILE)',
  );
}

async function measure(
  { detector }: OpenedModel,
  frames: readonly EvalFrame[],
): Promise<MeasuredFrame[]> {
  const measured: MeasuredFrame[] = [];
  for (const frame of frames) {
    const times = createStageTimes(() => performance.now());
    const image = await times.measure('decode', () => frame.decode());
    const found = await detector.detect(image, times.measure);
    const { width, height } = image;
    const { name } = frame;
    measured.push({
      name,
      width,
      height,
      ...frame.labels(image),
      found,
      msPerStage: times.totals(),
    });
    if (measured.length % TELL_EVERY === 0) say(`${measured.length} of ${frames.length} frames`);
  }
  return measured;
}

const asInput = ({ found }: MeasuredFrame): TrackInput => ({ boxes: found });

async function evaluate(): Promise<Report> {
  const asked = wishes();
  const model = await openModel(values.model, asked);
  const { kindOf: _, ...plan } = model.detector.plan;
  say(`${model.name}: ${plan.head}, input ${plan.feed.width} × ${plan.feed.height}`);
  const opened = await openFrames();
  try {
    const frames = await measure(model, opened.frames);
    const { msPerStage, ...quality } = summarise(frames);
    const tracked = opened.fps === null ? null : track(frames.map(asInput), { fps: opened.fps });
    const tracks = tracked ? summariseTracks(frames, tracked) : NO_TRACKS;
    const summary = { ...quality, ...tracks, msPerStage, backend: 'wasm' };
    const { name, sha256, threads } = model;
    return {
      summary,
      raw: { version: 1, model: { name, sha256, threads, plan }, summary, frames, tracked },
    };
  } finally {
    opened.dispose();
  }
}

await runCommand({ json: values.json, out: values.out }, evaluate);
