import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { AppError, toAppError } from '../shared/errors.ts';
import { positiveNumber, readArguments } from './headless/arguments.ts';
import { launchBrowser } from './headless/browser.ts';
import { CLIP, cutClip } from './headless/cut-clip.ts';
import { type Report, runCommand, say } from './headless/output.ts';

// npm run score:ingest -- DIR [--fps 5] [--json]
// Clips (mp4, webm) of a folder become stills once: DIR/<clip>/000001.jpg …, and clip.json with the
// time of each. Decoded by headless Chromium, as Node has no video decoder.

const { values, positionals } = readArguments({
  allowPositionals: true,
  options: {
    fps: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});

interface ClipReport {
  readonly clip: string;
  readonly state: 'done' | 'skipped' | 'failed';
  readonly stills: number;
  readonly reason?: string;
}

/** Where one clip's stills go. */
interface Target {
  readonly clip: string;
  readonly file: string;
  readonly folder: string;
}

async function ingest(): Promise<Report> {
  const [named, ...others] = positionals;
  if (named === undefined || others.length > 0) {
    throw new AppError('input.malformed', 'name one folder: npm run score:ingest -- DIR [--fps 5]');
  }
  const fps = positiveNumber('fps', values.fps);
  const directory = resolve(named);
  if (!existsSync(directory) || !statSync(directory).isDirectory()) {
    throw new AppError('not-found', `${directory} is not a folder`);
  }
  const targets = targetsIn(directory);
  if (targets.length === 0) {
    throw new AppError('not-found', `there is no clip (mp4, webm) in ${directory}`);
  }
  const reports = await ingestAll(targets, fps);
  const failed = reports.filter(({ state }) => state === 'failed');
  if (failed.length > 0) process.exitCode = 1;
  const stills = reports.reduce((sum, report) => sum + report.stills, 0);
  const summary = { clips: reports.length, failed: failed.length, stills, reports };
  return { summary, raw: summary };
}

/** @throws AppError `input.malformed` when two clips would share a folder */
function targetsIn(directory: string): Target[] {
  const owners = new Map<string, string>();
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && CLIP.test(entry.name))
    .map(({ name }) => name)
    .toSorted()
    .map((clip) => {
      const stem = clip.replace(CLIP, '');
      const other = owners.get(stem);
      if (other !== undefined) {
        throw new AppError(
          'input.malformed',
          `${other} and ${clip} would both become ${stem}/; rename one of them`,
        );
      }
      owners.set(stem, clip);
      return { clip, file: join(directory, clip), folder: join(directory, stem) };
    });
}

async function ingestAll(targets: readonly Target[], fps: number): Promise<ClipReport[]> {
  const reports: ClipReport[] = [];
  let browser: Browser | null = null;
  try {
    for (const target of targets) {
      const { clip, folder } = target;
      if (existsSync(folder)) {
        const stills = readdirSync(folder).filter((name) => name.endsWith('.jpg')).length;
        say(`${clip}: already done (${stills} stills); remove ${folder} to do it again`);
        reports.push({ clip, state: 'skipped', stills });
        continue;
      }
      try {
        browser ??= await launchBrowser();
        say(`${clip} …`);
        const stills = await cutClip(browser, target, fps);
        say(`${clip}: ${stills.length} stills`);
        reports.push({ clip, state: 'done', stills: stills.length });
      } catch (error) {
        const { message } = toAppError(error);
        say(`${clip}: ${message}`);
        reports.push({ clip, state: 'failed', stills: 0, reason: message });
      }
    }
  } finally {
    await browser?.close();
  }
  return reports;
}

await runCommand({ json: values.json, out: undefined }, ingest);
