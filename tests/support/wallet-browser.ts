import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type Page, chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/find-browser.mjs';
import { buildTestWallet } from './test-wallet/build.mjs';

// A Chromium with the test wallet as its extension, and the hands of the person who answers the
// wallet's popups.

const POPUP = /notification\.html$/;
const POPUP_LIMIT_MS = 20_000;

export interface WalletBrowser {
  readonly context: BrowserContext;
  /** The page to visit with. */
  readonly page: Page;
  /** Popups that the wallet has opened since the start. */
  popups(): number;
  /** Waits for the popup that asks to see accounts; ticks those named and connects. */
  connect(...names: readonly string[]): Promise<void>;
  /** Waits for the popup that asks for a signature, signs, and returns what it showed. */
  sign(): Promise<string>;
  /** Waits for the popup that offers a chain's metadata, and takes it. */
  learn(): Promise<void>;
  /** Waits for any popup and cancels. */
  cancel(): Promise<void>;
  /** Waits for any popup and closes its window without an answer. */
  walkAway(): Promise<void>;
  close(): Promise<void>;
}

export interface WalletBrowserOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'dark' | 'light';
}

/** Opens a fresh profile. The wallet's id in the page is `adit-test-wallet`. */
export async function openBrowserWithWallet({
  viewport = { width: 1280, height: 800 },
  colorScheme = 'dark',
}: WalletBrowserOptions = {}): Promise<WalletBrowser> {
  const [extension, executablePath, profile] = await Promise.all([
    buildTestWallet(),
    findBrowser(),
    mkdtemp(join(tmpdir(), 'adit-wallet-')),
  ]);
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    headless: false, // the new headless mode below; Playwright's own loads no extensions
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      '--headless=new',
      '--no-sandbox',
      '--enable-unsafe-webgpu',
      '--use-webgpu-adapter=swiftshader',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  });
  context.setDefaultTimeout(POPUP_LIMIT_MS);
  const [worker] = context.serviceWorkers();
  if (!worker) await context.waitForEvent('serviceworker');
  const popups = watchPopups(context);
  return {
    context,
    page: context.pages()[0] ?? (await context.newPage()),
    popups: () => popups.count,
    async connect(...names) {
      const popup = await popups.next();
      for (const name of names) await popup.getByLabel(new RegExp(`\\b${name} \\(`)).check();
      await answer(popup, 'Connect');
    },
    async sign() {
      const popup = await popups.next();
      const shown = await popup.locator('#payload').innerText();
      await answer(popup, 'Sign');
      return shown;
    },
    learn: async () => answer(await popups.next(), 'Learn'),
    cancel: async () => answer(await popups.next(), 'Cancel'),
    walkAway: async () => (await popups.next()).close(),
    async close() {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Popups in the order in which they opened. */
function watchPopups(context: BrowserContext) {
  const unread: Page[] = [];
  const waiting: ((page: Page) => void)[] = [];
  const watch = { count: 0, next };
  context.on('page', (page) => void take(page));

  async function take(page: Page): Promise<void> {
    await page.waitForURL(POPUP, { timeout: POPUP_LIMIT_MS }).catch(() => undefined); // some other page
    if (!POPUP.test(page.url())) return;
    watch.count += 1;
    const waiter = waiting.shift();
    if (waiter) waiter(page);
    else unread.push(page);
  }

  async function next(): Promise<Page> {
    const page = unread.shift();
    if (page) return page;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the wallet opened no popup')), POPUP_LIMIT_MS);
    });
    return Promise.race([new Promise<Page>((resolve) => waiting.push(resolve)), late]).finally(() =>
      clearTimeout(timer),
    );
  }
  return watch;
}

/** Presses a button; the wallet closes its window with the answer, sometimes before the click ends. */
async function answer(popup: Page, name: string): Promise<void> {
  const closed = popup.waitForEvent('close', { timeout: POPUP_LIMIT_MS });
  const pressed = popup
    .getByRole('button', { name, exact: true })
    .click({ timeout: POPUP_LIMIT_MS });
  await Promise.all([
    closed,
    pressed.catch((error: unknown) => {
      if (!popup.isClosed()) throw error;
    }),
  ]);
}
