import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

// The two commands on MOTChallenge files, as a person runs them.

const { argv, exitCode } = process;
let folder: string;
let stdout: string;
let stderr: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adit-mot-'));
  stdout = '';
  stderr = '';
  process.exitCode = undefined;
  vi.resetModules();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = exitCode;
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

async function run(command: 'score-mot' | 'score-track', ...options: string[]): Promise<number> {
  process.argv = ['node', command, ...options];
  if (command === 'score-mot') await import('../../../src/cli/score-mot.ts');
  else await import('../../../src/cli/score-track.ts');
  return Number(process.exitCode ?? 0);
}

describe('score:mot', () => {
  test('prints the columns with their figures', async () => {
    const gt = file('gt.txt', ['1,1,0,0,10,20,1,-1,-1,-1', '2,1,2,0,10,20,1,-1,-1,-1']);
    const tracks = file('test.txt', ['1,4,0,0,10,20,-1,-1,-1,-1', '4,4,0,0,10,20,-1,-1,-1,-1']);

    expect(await run('score-mot', '--gt', gt, '--test', tracks)).toBe(0);

    const [names = '', figures = ''] = stdout.trim().split('\n');
    expect(names.trim().split(/\s+/).slice(-4)).toEqual([
      'idSwitches',
      'fragments',
      'mota',
      'motp',
    ]);
    expect(figures.trim().split(/\s+/).join(' ')).toBe(
      '50.0% 50.0% 50.0% 50.0% 50.0% 1 0 1 0 1 1 0 0 0.0% 0.000',
    );
  });

  test('--json gives the same as ratios', async () => {
    const gt = file('gt.txt', ['1,1,0,0,10,20,1,-1,-1,-1']);

    expect(await run('score-mot', '--gt', gt, '--test', gt, '--json')).toBe(0);

    expect(JSON.parse(stdout)).toMatchObject({ idf1: 1, mota: 1, motp: 0, gt: 1, fp: 0, fn: 0 });
  });

  test.each([
    ['no file', (): string[] => [], '--gt FILE is needed'],
    ['a missing file', () => ['--gt', join(folder, 'none.txt')], 'cannot read'],
    ['a faulty line', () => ['--gt', file('gt.txt', ['1,1,0,0,ten,20'])], '“ten” is not a number'],
  ])('%s ends with one line and 1', async (_, options, message) => {
    expect(await run('score-mot', ...options())).toBe(1);

    expect(stderr).toContain(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
  });

  test('an error with --json is an object', async () => {
    expect(await run('score-mot', '--json')).toBe(1);

    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'input.malformed' } });
  });
});

describe('score:track', () => {
  const walk = Array.from(
    { length: 6 },
    (_, i) => `${i + 1},-1,${100 + 2 * i},50,20,50,0.9,-1,-1,-1`,
  );

  test('gives the boxes of one walk one id, on stdout', async () => {
    expect(await run('score-track', '--detections', file('det.txt', walk))).toBe(0);

    const rows = stdout.trim().split('\n');
    expect(rows).toHaveLength(6);
    expect(new Set(rows.map((row) => row.split(',')[1]))).toEqual(new Set(['1']));
  });

  test('writes into a file and counts with --json', async () => {
    const out = join(folder, 'tracks.txt');
    const detections = file('det.txt', walk);

    expect(await run('score-track', '--detections', detections, '--out', out, '--json')).toBe(0);

    expect(JSON.parse(stdout)).toMatchObject({ frames: 6, detections: 6, tracks: 1, boxes: 6 });
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(6);
  });

  test('a folder that is not there is said before the work', async () => {
    const options = ['--detections', file('det.txt', walk), '--out', join(folder, 'no/tracks.txt')];

    expect(await run('score-track', ...options)).toBe(1);
    expect(stderr).toContain('cannot write');
  });
});
