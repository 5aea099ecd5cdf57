import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import type { DecodedImage } from '../../src/subnets/contract.ts';
import { projectorOf, seenAt } from '../../src/subnets/score/pitch/camera.ts';
import { findPitch } from '../../src/subnets/score/pitch/find.ts';
import { PITCH_POINTS, type PlanePoint } from '../../src/subnets/score/pitch/model.ts';
import { judgeKeypoints } from '../../src/subnets/score/scoring/keypoints/score.ts';

// node tests/bench/run.mjs pitch [--set test|valid] [--json]
// How well the 32 pitch points are found on labelled frames (ADIT_SHARED/data/football/pitch), all
// at 1280 × 720.

const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'test' },
    json: { type: 'boolean', default: false },
  },
});

const SIZE = { width: 1280, height: 720 };

interface PitchFrame {
  readonly name: string;
  readonly image: DecodedImage;
  readonly points: readonly (PlanePoint | null)[];
}

async function readFrame(folder: string, file: string): Promise<PitchFrame> {
  const name = basename(file, extname(file));
  const text = readFileSync(join(folder, 'labels', `${name}.txt`), 'utf8');
  const numbers = text.trim().split(/\s+/).map(Number).slice(5);
  const points = PITCH_POINTS.map((_, i) => {
    const [x = 0, y = 0, shown = 0] = numbers.slice(i * 3, i * 3 + 3);
    return shown === 2 ? { x: x * SIZE.width, y: y * SIZE.height } : null;
  });
  const { width, height } = SIZE;
  const picture = sharp(join(folder, 'images', file)).resize(width, height, { fit: 'fill' });
  return { name, points, image: { ...SIZE, rgba: await picture.ensureAlpha().raw().toBuffer() } };
}

/** Processor milliseconds so far: a busy machine's clock says little. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What one frame gave; processor time of a search and of a frame whose neighbour is known. */
interface Row {
  readonly name: string;
  /** Distance in pixels of each labelled point to where the found camera sees it; null without one. */
  readonly errors: readonly (number | null)[];
  readonly support: number | null;
  /** Section e2 for the found points, and for the labelled ones. */
  readonly score: number;
  readonly labelScore: number;
  readonly searchMs: number;
  readonly followMs: number;
}

function measure({ name, image, points }: PitchFrame): Row {
  const started = processorMs();
  const found = findPitch(image);
  const searched = processorMs();
  if (found) findPitch(image, { guess: found.camera });
  const followed = processorMs();
  const projector = found && projectorOf(found.camera);
  const errors = points.flatMap((point, i) => {
    const model = PITCH_POINTS[i];
    if (!point || !model) return [];
    const seen = projector && seenAt(projector, model.x, model.y);
    return [seen ? Math.hypot(seen.x - point.x, seen.y - point.y) : null];
  });
  return {
    name: name.split('_png')[0] ?? name,
    errors,
    support: found?.support ?? null,
    score: scoreOf(image, found?.points ?? []),
    labelScore: scoreOf(image, points),
    searchMs: searched - started,
    followMs: followed - searched,
  };
}

function scoreOf(image: DecodedImage, points: readonly (PlanePoint | null)[]): number {
  return judgeKeypoints(
    image,
    points.map((point) => point ?? { x: 0, y: 0 }),
  ).score;
}

const LIMITS = [5, 10, 20] as const;

function summaryOf(rows: readonly Row[]) {
  const all = rows.flatMap(({ errors }) => errors);
  const within = (limit: number): number => all.filter((e) => e !== null && e <= limit).length;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const median = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const found = rows.filter(({ support }) => support !== null);
  return {
    frames: rows.length,
    points: all.length,
    within: Object.fromEntries(LIMITS.map((limit) => [limit, within(limit) / all.length])),
    withCamera: found.length / rows.length,
    /** Frames whose median point is within 5 pixels. */
    right: rows.filter(({ errors }) => median(errors.map((e) => e ?? Infinity)) <= 5).length,
    medianError: median(all.map((e) => e ?? Infinity)),
    score: mean(rows.map(({ score }) => score)),
    labelScore: mean(rows.map(({ labelScore }) => labelScore)),
    searchMs: median(rows.map(({ searchMs }) => searchMs)),
    followMs: median(found.map(({ followMs }) => followMs)),
  };
}

async function main(): Promise<void> {
  const folder = join(process.env['ADIT_SHARED'] ?? '../shared', 'data/football/pitch', values.set);
  if (!existsSync(folder)) {
    console.error(`skipped: ${folder} is absent; set ADIT_SHARED`);
    return;
  }
  const rows: Row[] = [];
  for (const file of readdirSync(join(folder, 'images')).sort()) {
    const row = measure(await readFrame(folder, file));
    rows.push(row);
    const { name, support, score, labelScore, searchMs, followMs, errors } = row;
    const worst = errors.map((e) => (e === null ? '-' : e.toFixed(0))).join(' ');
    console.error(
      `${name.padEnd(12)} support ${support?.toFixed(2) ?? 'none'} e2 ${score.toFixed(3)} (labels ` +
        `${labelScore.toFixed(3)}) ${searchMs.toFixed(0)} / ${followMs.toFixed(0)} ms: ${worst}`,
    );
  }
  const summary = summaryOf(rows);
  console.log(JSON.stringify(values.json ? { ...summary, rows } : summary, null, 1));
}

await main();
