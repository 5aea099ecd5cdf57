import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ROOT, run } from './exec.mjs';
import { say } from './log.mjs';

// Which Chromium tests and headless mining use: ADIT_CHROMIUM, then Playwright's own, then the
// system's; otherwise one is installed, with an announcement.

const SYSTEM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const SYSTEM_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

async function playwrightPath() {
  try {
    const { chromium } = await import('playwright-core');
    const path = chromium.executablePath();
    return existsSync(path) ? path : null;
  } catch {
    return null; // packages are not installed yet: the system's browser may still do
  }
}

function systemPath() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of SYSTEM_NAMES) {
      const path = join(folder, name);
      if (existsSync(path)) return path;
    }
  }
  return SYSTEM_PATHS.find((path) => existsSync(path)) ?? null;
}

/** Path of a Chromium executable, or null when none is installed. Throws if ADIT_CHROMIUM names a missing file. */
export async function locateBrowser() {
  const named = process.env.ADIT_CHROMIUM;
  if (named) {
    if (!existsSync(named))
      throw new Error(`ADIT_CHROMIUM names ${named}, which does not exist; correct or unset it`);
    return named;
  }
  return (await playwrightPath()) ?? systemPath();
}

/** Path of a Chromium executable; installs one when there is none. */
export async function findBrowser() {
  const found = await locateBrowser();
  if (found) return found;
  say(
    'no Chromium found (ADIT_CHROMIUM, Playwright’s, the system’s): installing Playwright’s, about 170 MB …',
  );
  await run(join(ROOT, 'node_modules/.bin/playwright-core'), ['install', 'chromium']);
  const downloaded = await playwrightPath();
  if (downloaded) return downloaded;
  const isRootOnDebian = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (isRootOnDebian) {
    say('that did not work; installing Debian’s chromium with apt-get …');
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', 'chromium'], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    const installed = systemPath();
    if (installed) return installed;
  }
  throw new Error(
    'no Chromium could be installed. Install Chromium or Chrome yourself, then set ADIT_CHROMIUM to its path and run the command again.',
  );
}
