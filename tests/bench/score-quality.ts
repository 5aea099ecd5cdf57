import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as ort from 'onnxruntime-web';
import { convertCenternet } from '../../src/convert/centernet.ts';
import { readSource } from '../../src/convert/source.ts';
import type { Tensor } from '../../src/subnets/contract.ts';
import type { DetectSettings, InferByName } from '../../src/subnets/score/pipeline/contract.ts';
import { DEFAULT_SETTINGS, detectFrame } from '../../src/subnets/score/pipeline/detect.ts';
import { clipFrames } from './clip-frames.ts';
import { addCounts, countFrame, emptyCounts, stillFrames } from './labelled.ts';
import type { BenchFrame, Counts, Detector } from './labelled.ts';
import { detectYolox } from './yolox.ts';

// node tests/bench/run.mjs score-quality [--sets test,a,b] [--variants raw,prior,head,yolox] [--json]
// Person recall and precision and ball recall on real frames (ADIT_SHARED), IoU > 0.4 matched
// greedily, persons = goalkeeper, player and referee; milliseconds per frame on two wasm threads.

const { values } = parseArgs({
  options: {
    sets: { type: 'string', default: 'test,a,b' },
    variants: { type: 'string', default: 'raw,prior,head,yolox' },
    settings: { type: 'string', default: '{}' },
    confidence: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});

const data = join(process.env['ADIT_SHARED'] ?? '../shared', 'data');
ort.env.wasm.numThreads = 2;

let inferMs = 0;

async function inferWith(model: Uint8Array): Promise<InferByName> {
  const session = await ort.InferenceSession.create(model);
  return async (_name, feeds) => {
    const input: Record<string, ort.Tensor> = {};
    for (const [name, tensor] of Object.entries(feeds)) {
      input[name] = new ort.Tensor('float32', tensor.data, [...tensor.dims]);
    }
    const started = performance.now();
    const results = await session.run(input);
    inferMs += performance.now() - started;
    const outputs: Record<string, Tensor> = {};
    for (const [name, value] of Object.entries(results)) {
      outputs[name] = { dims: value.dims, data: value.data as Float32Array }; // float32 models only
    }
    return outputs;
  };
}

async function createDetector(variant: string): Promise<Detector> {
  const chosen: Partial<DetectSettings> = JSON.parse(values.settings); // typed by hand on the command line
  const raw = { personConfidence: 0.25, ballConfidence: 0.25 };
  if (variant === 'yolox') {
    const infer = await inferWith(readFileSync(join(data, 'models/yolox_nano_736x1280.onnx')));
    return (image) => detectYolox(image, infer);
  }
  const isRaw = variant === 'raw' || variant === 'prior';
  const settings: DetectSettings = {
    ...DEFAULT_SETTINGS,
    ...(isRaw ? raw : {}),
    pitchPrior: variant === 'prior' || variant === 'head+prior',
    ...chosen,
  };
  const source = isRaw ? readSource('.cache/models') : null;
  const model = source
    ? convertCenternet(source.graph, source.weights)
    : readFileSync('public/models/centernet.onnx');
  const infer = await inferWith(model);
  return (image) => detectFrame(image, settings, infer);
}

async function framesOf(set: string): Promise<BenchFrame[]> {
  if (set === 'a' || set === 'b') {
    return clipFrames(join(data, `video/football-pan-${set}.${set === 'a' ? 'mp4' : 'webm'}`), 16);
  }
  return stillFrames(join(data, 'football/players', set));
}

interface Row extends Counts {
  readonly set: string;
  readonly variant: string;
  readonly frames: number;
  readonly inferMs: number;
  readonly restMs: number;
}

function print(row: Row): void {
  const share = (part: number, whole: number) => (whole === 0 ? '-' : (part / whole).toFixed(3));
  console.log(
    [
      row.set.padEnd(6),
      row.variant.padEnd(11),
      `person recall ${share(row.personHits, row.persons)} (${row.personHits}/${row.persons})`,
      `precision ${share(row.personHits, row.personHits + row.personFalse)}`,
      `role ${share(row.roleHits, row.personHits)}`,
      `ball ${row.ballHits}/${row.balls} false ${row.ballFalse}`,
      `model ${row.inferMs.toFixed(0)} ms, rest ${row.restMs.toFixed(0)} ms`,
    ].join('  '),
  );
}

async function main(): Promise<void> {
  if (!existsSync(data)) {
    console.error(`skipped: ${data} is absent; set ADIT_SHARED`);
    return;
  }
  const rows: Row[] = [];
  for (const set of values.sets.split(',')) {
    const frames = await framesOf(set);
    for (const variant of values.variants.split(',')) {
      const detect = await createDetector(variant);
      const counts = emptyCounts();
      inferMs = 0;
      const started = performance.now();
      for (const frame of frames) addCounts(counts, countFrame(frame, await detect(frame.image)));
      const totalMs = performance.now() - started;
      const perFrame = {
        inferMs: inferMs / frames.length,
        restMs: (totalMs - inferMs) / frames.length,
      };
      rows.push({ set, variant, frames: frames.length, ...counts, ...perFrame });
      if (!values.json) print(rows.at(-1) as Row); // just pushed
    }
  }
  if (values.json) console.log(JSON.stringify({ rows }));
}

await main();
