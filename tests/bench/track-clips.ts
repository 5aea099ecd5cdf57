import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MATCH_SIZE, renderClip } from '../../src/subnets/score/match/render.ts';
import { smoothnessPillar } from '../../src/subnets/score/scoring/smoothness.ts';
import type { TrackInput, TrackOptions } from '../../src/subnets/score/tracking/contract.ts';
import {
  type TracksOfFrame,
  type TrackTruth,
  evaluateTracks,
} from '../../src/subnets/score/tracking/metrics/evaluate.ts';
import { track } from '../../src/subnets/score/tracking/track.ts';
import { type ClipDetections, type ClipSource, clipDetections } from './clip-detections.ts';
import { clipFrames } from './clip-frames.ts';
import type { BenchFrame } from './labelled.ts';
import { sort } from './sort.ts';

// node tests/bench/run.mjs track-clips [--sets a,b,match-0,match5-0] [--models centernet,yolox]
//   [--trackers adit,pictures,sort] [--options '{"highConfidence":0.5}'] [--seconds 150] [--frames 75]
//   [--json]
// Tracks from our own detections: persons only, pairs from IoU 0.5, objects that the frame's edge
// cuts ignored. Sets: the two panned clips of ADIT_SHARED, and rendered matches by their seed, at 25
// frames a second (match-SEED) and at 5 (match5-SEED). Detections are kept between runs; after
// --seconds no more are made, and the next run goes on. --frames takes a clip's first ones only.

const { values } = parseArgs({
  options: {
    sets: { type: 'string', default: 'a,b,match-0,match5-0' },
    models: { type: 'string', default: 'centernet,yolox' },
    trackers: { type: 'string', default: 'adit,pictures,sort' },
    options: { type: 'string', default: '{}' },
    seconds: { type: 'string', default: '150' },
    frames: { type: 'string', default: '1000' },
    json: { type: 'boolean', default: false },
  },
});

const data = join(process.env['ADIT_SHARED'] ?? '../shared', 'data');
const MODELS = {
  centernet: 'public/models/centernet.onnx',
  yolox: join(data, 'models/yolox_nano_736x1280.onnx'),
} as const;
const SORT_CONFIDENCE = 0.3;

interface ClipSet extends ClipSource {
  readonly fps: number;
}

function setOf(name: string): ClipSet {
  if (name === 'a' || name === 'b') {
    const file = join(data, `video/football-pan-${name}.${name === 'a' ? 'mp4' : 'webm'}`);
    const count = name === 'a' ? 175 : 160;
    return { name, count, fps: 25, frames: (from, to) => pannedFrames(file, from, to) };
  }
  const [kind = '', seed = ''] = name.split('-');
  const stride = kind === 'match5' ? 5 : 1;
  const count = stride === 1 ? 75 : 25;
  return {
    name,
    count,
    fps: 25 / stride,
    frames: (from, to) => renderedFrames(`track-${seed}`, { count, stride }, from, to),
  };
}

async function* pannedFrames(file: string, from: number, to: number): AsyncIterable<BenchFrame> {
  yield* await clipFrames(file, 1, [from, to]);
}

/** Rendered boxes that touch the edge are cut like the partial ones of the panned clips. */
async function* renderedFrames(
  seed: string,
  { count, stride }: { count: number; stride: number },
  from: number,
  to: number,
): AsyncIterable<BenchFrame> {
  let index = 0;
  for (const { image, truth } of renderClip(seed, { ...MATCH_SIZE, frames: count, stride })) {
    if (index >= to) return;
    if (index++ < from) continue;
    const isWhole = ({ x1, y1, x2, y2 }: (typeof truth.boxes)[number]): boolean =>
      x1 > 0 && y1 > 0 && x2 < image.width && y2 < image.height;
    yield {
      image,
      truth: truth.boxes.filter(isWhole),
      partial: truth.boxes.filter((box) => !isWhole(box)),
    };
  }
}

type Tracker = (clip: ClipDetections, options: Partial<TrackOptions>) => TracksOfFrame[];

const inputsOf = ({ frames }: ClipDetections, least: number): TrackInput[] =>
  frames.map(({ found }) => ({
    boxes: found.filter(({ conf, cls_id }) => cls_id !== 0 && conf >= least),
  }));

const TRACKERS: Readonly<Record<string, Tracker>> = {
  adit: (clip, options) => track(inputsOf(clip, 0), options),
  pictures: (clip, options) => track(inputsOf(clip, 0), { ...options, motions: clip.motions }),
  sort: (clip) => sort(inputsOf(clip, SORT_CONFIDENCE)),
};

async function main(): Promise<void> {
  if (!existsSync(data)) {
    console.error(`skipped: ${data} is absent; set ADIT_SHARED`);
    return;
  }
  const chosen: Partial<TrackOptions> = JSON.parse(values.options); // typed by hand on the command line
  const deadline = performance.now() + Number(values.seconds) * 1000;
  const rows = [];
  for (const set of values.sets.split(',')) {
    const whole = setOf(set);
    const source = { ...whole, count: Math.min(whole.count, Number(values.frames)) };
    for (const model of values.models.split(',')) {
      if (model !== 'centernet' && model !== 'yolox') throw new Error(`no model ${model}`);
      const clip = await clipDetections(source, model, readFileSync(MODELS[model]), deadline);
      if (!clip) {
        console.error(`${set} ${model}: not all frames detected in time; run again to go on`);
        continue;
      }
      for (const tracker of values.trackers.split(',')) {
        const started = performance.now();
        const size = { width: 1280, height: 720 };
        const tracked = TRACKERS[tracker]?.(clip, { fps: source.fps, size, ...chosen }) ?? [];
        const ms = (performance.now() - started) / clip.frames.length;
        const row = { set, model, tracker, ...measure(clip, tracked), ms };
        rows.push(row);
        if (!values.json) print(row);
      }
    }
  }
  if (values.json) console.log(JSON.stringify({ rows }));
}

type Row = ReturnType<typeof measure> & {
  readonly set: string;
  readonly model: string;
  readonly tracker: string;
  readonly ms: number;
};

function measure(clip: ClipDetections, tracked: readonly TracksOfFrame[]) {
  const truth = clip.frames.map((frame): TrackTruth => ({
    boxes: frame.truth.filter(({ cls_id }) => cls_id !== 0),
    ignored: frame.partial,
  }));
  return { ...evaluateTracks(truth, tracked), smoothness: smoothnessOf(tracked) };
}

function smoothnessOf(tracked: readonly TracksOfFrame[]): number {
  return smoothnessPillar([
    tracked.map(({ boxes }) => ({
      objects: boxes.map(({ x1, y1, x2, y2 }) => ({
        label: 'person',
        box: [x1, y1, x2, y2] as const,
      })),
    })),
  ]);
}

function print(row: Row): void {
  const share = (value: number | null): string => value?.toFixed(3) ?? '-';
  console.log(
    [
      row.set.padEnd(9),
      row.model.padEnd(9),
      row.tracker.padEnd(8),
      `MOTA ${share(row.mota)}`,
      `IDF1 ${share(row.idf1)}`,
      `recall ${share(row.recall)}`,
      `precision ${share(row.precision)}`,
      `switches ${row.idSwitches}`,
      `fragments ${row.fragments}`,
      `MOTP ${share(row.motp)}`,
      `smoothness ${share(row.smoothness)}`,
      `${row.ms.toFixed(2)} ms/frame`,
    ].join('  '),
  );
}

await main();
