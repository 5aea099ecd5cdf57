import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ort from 'onnxruntime-web';
import { present } from '../shared/assert.ts';
import { randomBetween, seededRng } from '../shared/rng.ts';
import type { Rng } from '../shared/rng.ts';
import { convertBackbone } from '../convert/centernet.ts';
import { readSource } from '../convert/source.ts';
import type { Tensor } from '../subnets/contract.ts';
import { DEFAULT_SETTINGS } from '../subnets/score/pipeline/settings.ts';
import { letterbox } from '../subnets/score/pipeline/letterbox.ts';
import { exportHead } from '../train/export.ts';
import { fitHead } from '../train/fit.ts';
import { labelsOf, PLAIN_VIEW, rasterOf, readFrames, renderFrames } from '../train/frames.ts';
import type { LabelledFrame, ViewOptions } from '../train/frames.ts';
import { pasteBalls } from '../train/paste.ts';
import { drawSamples } from '../train/samples.ts';
import type { Samples } from '../train/samples.ts';
import { readArguments } from './headless/arguments.ts';

// npm run score:train-head -- --data DIR [--without MATCH,...] [--rendered CLIPS] [--balls N]
//   [--out FILE] [--epochs N] [--views N] [--seed TEXT]
// Trains the football head on labelled stills (YOLO form): DIR holds images/ and labels/; and on
// stills of rendered matches. Each view but the first has N more balls. Minutes on two cores, 2 to
// 3 GB of memory. The same data and options give the same file.

const { values } = readArguments({
  options: {
    data: { type: 'string' },
    without: { type: 'string', default: '' },
    rendered: { type: 'string', default: '0' },
    balls: { type: 'string', default: '0' },
    out: { type: 'string', default: 'public/models/football-head.onnx' },
    epochs: { type: 'string', default: '12' },
    views: { type: 'string', default: '5' },
    seed: { type: 'string', default: 'football-head' },
  },
});

/** Most views of a rendered still: there can always be more stills instead. */
const RENDERED_VIEWS = 2;

const say = (text: string): void => void process.stderr.write(`adit: train-head: ${text}\n`);

/** The first view is the frame as it is; the others vary size, mirror and light. */
function viewOf(index: number, rng: Rng): ViewOptions {
  if (index === 0) return PLAIN_VIEW;
  return {
    width: Math.round(1280 * randomBetween(rng, 0.8, 1.35)),
    flip: index % 2 === 1,
    brightness: randomBetween(rng, 0.8, 1.2),
    saturation: randomBetween(rng, 0.7, 1.3),
  };
}

async function samplesOf(
  session: ort.InferenceSession,
  frame: LabelledFrame,
  { view, rng }: { view: ViewOptions; rng: Rng },
): Promise<Samples> {
  const plain = await rasterOf(frame, view);
  const copies = view === PLAIN_VIEW ? 0 : Number(values.balls);
  const { raster, labels } = pasteBalls(plain, labelsOf(frame, view), copies, rng);
  const inputWidth = Math.ceil(raster.width / 32) * 32;
  const inputHeight = Math.ceil(raster.height / 32) * 32;
  const data = new Float32Array(3 * inputWidth * inputHeight);
  const tile = { x: 0, y: 0, width: raster.width, height: raster.height };
  const fit = letterbox(raster, tile, { ...DEFAULT_SETTINGS, inputWidth, inputHeight }, data);
  const images = new ort.Tensor('float32', data, [1, 3, inputHeight, inputWidth]);
  const results = await session.run({ images });
  const outputs: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(results)) {
    if (!(value.data instanceof Float32Array)) throw new Error(`output ${name} is not float32`);
    outputs[name] = { dims: value.dims, data: value.data };
  }
  return drawSamples({ outputs, labels, width: fit.contentWidth, height: fit.contentHeight }, rng);
}

async function main(): Promise<void> {
  const data = present(values.data, '--data DIR');
  const left = new Set(values.without.split(',').filter(Boolean));
  const real = readFrames(data).filter((frame) => !left.has(frame.match));
  const frames = [...real, ...(await renderFrames(values.seed, Number(values.rendered)))];
  say(`${frames.length} frames of ${new Set(frames.map((frame) => frame.match)).size} matches`);
  const source = readSource('.cache/models');
  const session = await ort.InferenceSession.create(convertBackbone(source.graph, source.weights));
  const rng = seededRng(values.seed);
  const parts: Samples[] = [];
  for (const [i, frame] of frames.entries()) {
    const views = frame.isRendered
      ? Math.min(RENDERED_VIEWS, Number(values.views))
      : Number(values.views);
    for (let index = 0; index < views; index++) {
      parts.push(await samplesOf(session, frame, { view: viewOf(index, rng), rng }));
    }
    if (i % 10 === 9) say(`features of ${i + 1} frames`);
  }
  say(`${parts.reduce((sum, part) => sum + part.count, 0)} samples`);
  const parameters = fitHead(parts, {
    epochs: Number(values.epochs),
    learningRate: 2e-3,
    weightDecay: 1e-3,
    rng,
    report: (epoch, loss) => say(`epoch ${epoch}: loss ${loss.toFixed(5)}`),
  });
  const file = exportHead(parameters);
  mkdirSync(dirname(values.out), { recursive: true });
  writeFileSync(values.out, file);
  say(`wrote ${join(values.out)}, ${file.length} bytes`);
}

await main();
