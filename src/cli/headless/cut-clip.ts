import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { AppError } from '../../shared/errors.ts';
import { type Still, grabStills } from './grab-stills.ts';
import { servePage } from './page-server.ts';

// A clip becomes stills, decoded by headless Chromium, as Node has no video decoder.

const LONGEST_SIDE = 1920;
const STILL = /^\/stills\/(\d{6}\.jpg)$/;

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
    const server = await servePage({
      read: (path) => (path === '/clip' ? file : null),
      store(path) {
        const still = STILL.exec(path)?.[1];
        return still === undefined ? null : join(unfinished, still);
      },
    });
    const page = await browser.newPage();
    try {
      await page.goto(server.url);
      const outcome = await page.evaluate(grabStills, { fps, longest: LONGEST_SIDE });
      if ('fault' in outcome) throw new AppError('media.unsupported', outcome.fault);
      const sidecar = { version: 1, clip: basename(file), fps, stills: outcome.stills };
      writeFileSync(join(unfinished, 'clip.json'), `${JSON.stringify(sidecar)}\n`);
      renameSync(unfinished, folder);
      return outcome.stills;
    } finally {
      await page.close();
      await server.close();
    }
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}
