import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRng } from '../../src/shared/rng.ts';
import type { TrackInput } from '../../src/subnets/score/tracking/contract.ts';
import {
  type TrackScores,
  type TracksOfFrame,
  evaluateTracks,
} from '../../src/subnets/score/tracking/metrics/evaluate.ts';
import { parseTracks } from '../../src/subnets/score/tracking/mot-file.ts';
import { track } from '../../src/subnets/score/tracking/track.ts';
import { type Perturbation, perturb } from './perturb.ts';
import { sort } from './sort.ts';

// node tests/bench/run.mjs track [--seeds 10] [--json]
// The tracker alone beside SORT: the same trembling, incomplete detections of two real scenes
// (ADIT_SHARED), made from their truth with fixed seeds. Means over the seeds.

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
});

const LEVELS: Readonly<Record<string, Perturbation>> = {
  none: { shift: 0, stretch: 0, drop: 0, leave: 0, away: 0, false: 0 },
  mild: { shift: 0.03, stretch: 0.03, drop: 0.1, leave: 0, away: 0, false: 0 },
  hard: { shift: 0.06, stretch: 0.06, drop: 0.2, leave: 0.01, away: 8, false: 0.3 },
};

const TRACKERS: Readonly<Record<string, (frames: readonly TrackInput[]) => TracksOfFrame[]>> = {
  sort,
  adit: (frames) => track(frames),
};

interface Row {
  readonly scene: string;
  readonly level: string;
  readonly tracker: string;
  readonly idf1: number;
  readonly idSwitches: number;
  readonly mota: number;
  readonly fragments: number;
  readonly msPerFrame: number;
}

function main(): void {
  const data = join(process.env['ADIT_SHARED'] ?? '../shared', 'data/mot');
  if (!existsSync(data)) {
    console.error(`skipped: ${data} is absent; set ADIT_SHARED`);
    return;
  }
  const rows: Row[] = [];
  for (const scene of ['TUD-Campus', 'TUD-Stadtmitte']) {
    const truth = parseTracks(readFileSync(join(data, scene, 'gt.txt'), 'utf8'), true);
    for (const [level, how] of Object.entries(LEVELS)) {
      const seeds = level === 'none' ? 1 : Number(values.seeds);
      const inputs = Array.from({ length: seeds }, (_, seed) =>
        perturb(truth, how, seededRng(`${scene}/${level}/${seed}`)),
      );
      for (const [tracker, run] of Object.entries(TRACKERS)) {
        const started = performance.now();
        const outputs = inputs.map(run);
        const msPerFrame = (performance.now() - started) / (seeds * truth.length);
        const scores = outputs.map((output) => evaluateTracks(truth, output));
        const mean = (key: keyof TrackScores): number =>
          scores.reduce((sum, score) => sum + (score[key] ?? 0), 0) / seeds;
        const row = { scene, level, tracker, msPerFrame, idf1: mean('idf1'), mota: mean('mota') };
        rows.push({ ...row, idSwitches: mean('idSwitches'), fragments: mean('fragments') });
      }
    }
  }
  if (values.json) console.log(JSON.stringify({ seeds: Number(values.seeds), rows }));
  else for (const row of rows) print(row);
}

function print({ scene, level, tracker, ...row }: Row): void {
  console.log(
    [
      scene.padEnd(15),
      level.padEnd(5),
      tracker.padEnd(5),
      `IDF1 ${row.idf1.toFixed(3)}`,
      `switches ${row.idSwitches.toFixed(1).padStart(5)}`,
      `MOTA ${row.mota.toFixed(3)}`,
      `fragments ${row.fragments.toFixed(1).padStart(5)}`,
      `${row.msPerFrame.toFixed(2)} ms/frame`,
    ].join('  '),
  );
}

main();
