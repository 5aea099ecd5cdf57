import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { AppError } from '../../shared/errors.ts';
import { type GrabOptions, type Still, grabStills } from './grab-stills.ts';
import { servePage } from './page-server.ts';

const STILL = /^\/stills\/(\d{6}\.(?:jpg|png))$/;

/**
 * Decodes a clip in the browser and puts its stills into `folder`.
 *
 * @throws AppError `media.unsupported` with the browser's reason
 */
export async function clipStills(
  browser: Browser,
  { file, folder }: { readonly file: string; readonly folder: string },
  options: GrabOptions,
): Promise<readonly Still[]> {
  const server = await servePage({
    read: (path) => (path === '/clip' ? file : null),
    store(path) {
      const still = STILL.exec(path)?.[1];
      return still === undefined ? null : join(folder, still);
    },
  });
  const page = await browser.newPage();
  try {
    await page.goto(server.url);
    const outcome = await page.evaluate(grabStills, options);
    if ('fault' in outcome) throw new AppError('media.unsupported', outcome.fault);
    return outcome.stills;
  } finally {
    await page.close();
    await server.close();
  }
}
