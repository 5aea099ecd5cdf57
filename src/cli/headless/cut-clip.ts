import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { clipStills } from './clip-stills.ts';
import type { Still } from './grab-stills.ts';

// A clip becomes stills, decoded by headless Chromium, as Node has no video decoder.

const LONGEST_SIDE = 1920;

/** Files of a folder that are clips. */
export const CLIP = /\.(mp4|m4v|webm)$/i;

/**
 * Writes `000001.jpg …` and `clip.json` with the time of each. The folder appears whole or not at all.
 *
 * @throws AppError `media.unsupported`
 */
export async function cutClip(
  browser: Browser,
  { file, folder }: { readonly file: string; readonly folder: string },
  fps: number,
): Promise<readonly Still[]> {
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished);
  try {
    const options = { fps, longest: LONGEST_SIDE, format: 'jpg' } as const;
    const stills = await clipStills(browser, { file, folder: unfinished }, options);
    const sidecar = { version: 1, clip: basename(file), fps, stills };
    writeFileSync(join(unfinished, 'clip.json'), `${JSON.stringify(sidecar)}\n`);
    renameSync(unfinished, folder);
    return stills;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
