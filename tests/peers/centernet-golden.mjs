// node tests/peers/centernet-golden.mjs (after `npm install` in tests/peers and `npm run models`):
// runs the source model in TensorFlow.js on a synthetic picture and writes sampled outputs to
// tests/fixtures/score/centernet-golden.json, which the converted model is compared with.
import '@tensorflow/tfjs-backend-cpu';
import { GraphModel } from '@tensorflow/tfjs-converter';
import { setBackend, tensor } from '@tensorflow/tfjs-core';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { syntheticPixel } from '../support/synthetic-image.mjs';

const SIDE = 512;
const root = new URL('../../', import.meta.url).pathname;
const archive = `${root}.cache/models/vladmandic-human-3.3.6.tgz`;
const read = (name) =>
  execFileSync('tar', ['-xzOf', archive, `package/models/${name}`], { maxBuffer: 1e8 });

const model = JSON.parse(read('centernet.json').toString());
const weights = read('centernet.bin');
const graph = new GraphModel({
  load: async () => ({
    modelTopology: model.modelTopology,
    signature: model.signature,
    format: model.format,
    weightSpecs: model.weightsManifest.flatMap((group) => group.weights),
    weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength),
  }),
});
await setBackend('cpu');
await graph.load();

const pixels = new Float32Array(SIDE * SIDE * 3);
for (let y = 0, at = 0; y < SIDE; y++)
  for (let x = 0; x < SIDE; x++) for (let c = 0; c < 3; c++) pixels[at++] = syntheticPixel(x, y, c);
const [keypoints, sides] = graph.execute(tensor(pixels, [1, SIDE, SIDE, 3]), [
  'tower_0/keypoints',
  'tower_0/wh',
]);
const heat = keypoints.dataSync();
const wh = sides.dataSync();
const cells = Array.from({ length: 160 }, (_, i) => (i * 6151 + 77) % (128 * 128));
writeFileSync(
  `${root}tests/fixtures/score/centernet-golden.json`,
  `${JSON.stringify({
    source: '@vladmandic/human@3.3.6 models/centernet, TensorFlow.js 4.22.0, cpu backend',
    side: SIDE,
    cells,
    person: cells.map((cell) => heat[cell * 80]),
    ball: cells.map((cell) => heat[cell * 80 + 32]),
    sides: cells.map((cell) => Array.from(wh.slice(cell * 4, cell * 4 + 4))),
  })}\n`,
);
