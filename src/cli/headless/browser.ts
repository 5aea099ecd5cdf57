import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { builtFolder } from './coordinator.ts';

const ARGS = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // Tabs of a headless run are all in the foreground, so to say.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

/** A Linux machine without a graphics device has only the software adapter. */
const SOFTWARE = '--use-webgpu-adapter=swiftshader';

interface BrowserFinder {
  findBrowser(): Promise<string>;
}

/** Starts headless Chromium: ADIT_CHROMIUM, Playwright's, the system's, or a newly installed one. */
export async function launchBrowser(): Promise<Browser> {
  // Not bundled: the script finds the repository by its own place in it.
  const script = pathToFileURL(join(builtFolder(), '../../scripts/find-browser.mjs')).href;
  const { findBrowser } = (await import(/* @vite-ignore */ script)) as BrowserFinder; // our own script
  const executablePath = await findBrowser();
  const args = existsSync('/dev/dri') || process.platform !== 'linux' ? ARGS : [...ARGS, SOFTWARE];
  return chromium.launch({ executablePath, headless: true, args });
}
