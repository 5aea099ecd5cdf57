import { type TrackScores, evaluateTracks } from '../subnets/score/tracking/metrics/evaluate.ts';
import { parseTracks } from '../subnets/score/tracking/mot-file.ts';
import { readArguments } from './headless/arguments.ts';
import { readMotFile } from './headless/mot-input.ts';
import { type Report, runCommand } from './headless/output.ts';

// npm run score:mot -- --gt FILE --test FILE [--json] [--out FILE]
// A tracker's output against the truth, both as MOTChallenge text: identity metrics and CLEAR MOT
// with the columns of py-motmetrics. Pairs are allowed from IoU 0.5; MOTP is a mean 1 − IoU.

const { values } = readArguments({
  options: {
    gt: { type: 'string' },
    test: { type: 'string' },
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});

async function compare(): Promise<Report> {
  const truth = readMotFile('gt', values.gt, (text) => parseTracks(text, true));
  const tracked = readMotFile('test', values.test, (text) => parseTracks(text));
  // Tracks may go on after the last labelled frame; there they follow nothing.
  const frames = Math.max(truth.length, tracked.length);
  const known = Array.from({ length: frames }, (_, index) => truth[index] ?? { boxes: [] });
  const summary = columnsOf(evaluateTracks(known, tracked));
  return { summary, text: tableOf(summary), raw: { ...summary, frames } };
}

type Columns = Readonly<Record<string, number | null>>;

function columnsOf(scores: TrackScores): Columns {
  return {
    idf1: scores.idf1,
    idp: scores.idp,
    idr: scores.idr,
    recall: scores.recall,
    precision: scores.precision,
    gt: scores.objects,
    mt: scores.mostlyTracked,
    pt: scores.partlyTracked,
    ml: scores.mostlyLost,
    fp: scores.falsePositives,
    fn: scores.misses,
    idSwitches: scores.idSwitches,
    fragments: scores.fragments,
    mota: scores.mota,
    motp: scores.motp,
  };
}

const PERCENT = new Set(['idf1', 'idp', 'idr', 'recall', 'precision', 'mota']);

function tableOf(columns: Columns): string {
  const cells = Object.entries(columns).map(([name, value]) => [name, shown(name, value)] as const);
  const width = ([name, value]: readonly [string, string]): number =>
    Math.max(name.length, value.length);
  const line = (place: 0 | 1): string =>
    cells.map((cell) => cell[place].padStart(width(cell))).join('  ');
  return `${line(0)}\n${line(1)}`;
}

function shown(name: string, value: number | null): string {
  if (value === null) return '-';
  if (PERCENT.has(name)) return `${(value * 100).toFixed(1)}%`;
  return name === 'motp' ? value.toFixed(3) : String(value);
}

await runCommand({ json: values.json, out: values.out }, compare);
