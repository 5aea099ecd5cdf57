import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertWithHead } from '../convert/centernet.ts';
import { writeWhole } from '../convert/fetch.ts';
import type { ModelManifest } from '../convert/manifest.ts';
import { CENTERNET_FILES, CENTERNET_PACKAGE, CENTERNET_SHA256 } from '../convert/pins.ts';
import { readSource } from '../convert/source.ts';

// npm run models [-- --repin]: makes public/models/centernet.onnx (the detector with the football
// head on it) and manifest.json. Quick when they are there and right. --repin keeps what the
// converter makes now and prints its checksum, to be put into src/convert/pins.ts.

const MODELS = 'public/models';
const CACHE = '.cache/models';
const FILE = 'centernet.onnx';
const HEAD = 'football-head.onnx';

const say = (text: string): void => void process.stderr.write(`adit: models: ${text}\n`);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function isUpToDate(): boolean {
  const path = join(MODELS, FILE);
  return existsSync(path) && sha256(readFileSync(path)) === CENTERNET_SHA256;
}

function makeDetector(): Uint8Array {
  const { name, version } = CENTERNET_PACKAGE;
  say(`reading ${name}@${version} (28 MB, fetched once through npm) …`);
  const source = readSource(CACHE);
  writeWhole(join(MODELS, 'centernet.LICENSE.txt'), source.licence);
  say('converting CenterNet from TensorFlow.js to ONNX and adding the football head …');
  return convertWithHead(source.graph, source.weights, readFileSync(join(MODELS, HEAD)));
}

function writeManifest(bytes: number, hash: string): void {
  const manifest: ModelManifest = {
    models: [
      {
        name: 'centernet',
        file: FILE,
        sha256: hash,
        bytes,
        licence: 'MIT (detector, see centernet.LICENSE.txt), Apache-2.0 (football head)',
        source: `npm ${CENTERNET_PACKAGE.name}@${CENTERNET_PACKAGE.version}, ${CENTERNET_FILES.graph}; head: ${HEAD}`,
        card: 'football-head.md',
      },
    ],
  };
  const path = join(MODELS, 'manifest.json');
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeWhole(path, text);
}

function main(repin: boolean): void {
  mkdirSync(MODELS, { recursive: true });
  if (!repin && isUpToDate()) {
    writeManifest(readFileSync(join(MODELS, FILE)).length, CENTERNET_SHA256);
    return say('up to date');
  }
  const bytes = makeDetector();
  const hash = sha256(bytes);
  if (!repin && hash !== CENTERNET_SHA256) {
    throw new Error(`the converted model has sha256 ${hash}, expected ${CENTERNET_SHA256}`);
  }
  writeWhole(join(MODELS, FILE), bytes);
  writeManifest(bytes.length, hash);
  say(`wrote ${MODELS}/${FILE}, ${(bytes.length / 1e6).toFixed(1)} MB, sha256 ${hash}`);
}

try {
  main(process.argv.includes('--repin'));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
