import * as v from 'valibot';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createApiClient } from '../../miner/client.ts';
import { SubmissionRequest, type UnitInfo } from '../../protocol/submission.ts';
import { AppError } from '../../shared/errors.ts';
import { say } from './output.ts';

// One headless visitor: an isolated browser context with a device key of its own, going through
// the page as a person would. What it did is read from the coordinator, and from the requests
// that its page sent.

const CLICK_LIMIT_MS = 120_000;
const POLL_MS = 250;
const DRAIN_MS = 45_000;

export interface VisitorOptions {
  readonly url: string;
  readonly subnet: string;
  /** Milliseconds to mine, from the click that starts it. */
  readonly mineMs: number;
  /** How much longer it mines where no unit was accepted by then; none unless told. */
  readonly patienceMs?: number;
  /** Ends the mining before its time is over. */
  readonly until?: AbortSignal;
  /** Looks at the page once it has mined, before it finishes. */
  readonly inspect?: (page: Page) => Promise<void>;
}

export interface VisitorReport {
  readonly deviceKey: string;
  readonly units: readonly UnitInfo[];
  readonly submissions: readonly Pick<SubmissionRequest, 'leaseId' | 'backend' | 'msPerStage'>[];
  readonly minedMs: number;
  /** From opening the URL to seeing the first accepted unit; null when there was none. */
  readonly firstAcceptedMs: number | null;
}

/** Mines in a new context and returns what became of it. */
export async function mineAsVisitor(
  browser: Browser,
  options: VisitorOptions,
): Promise<VisitorReport> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    return await visit(context, options);
  } finally {
    await context.close();
  }
}

async function visit(context: BrowserContext, options: VisitorOptions): Promise<VisitorReport> {
  const page = await context.newPage();
  const submissions = collectSubmissions(context);
  const openedAt = performance.now();
  await clickToMining(page, options);
  const startedAt = performance.now();
  const deviceKey = await readDeviceKey(page);
  say(`device ${deviceKey.slice(0, 8)}… mines`);
  const api = createApiClient({ baseUrl: options.url });
  let firstAcceptedMs: number | null = null;
  let units: readonly UnitInfo[] = [];
  const look = async (): Promise<void> => {
    units = (await api.units(deviceKey, { limit: 100 })).units;
    if (firstAcceptedMs === null && units.some(isAccepted)) {
      firstAcceptedMs = performance.now() - openedAt;
      say(`first accepted unit after ${(firstAcceptedMs / 1000).toFixed(1)} s`);
    }
  };
  const { mineMs, patienceMs = 0, until } = options;
  const limitMs = (): number => mineMs + (firstAcceptedMs === null ? patienceMs : 0);
  const goesOn = (): boolean =>
    until?.aborted !== true && performance.now() - startedAt < limitMs();
  while (goesOn()) {
    await pause(POLL_MS);
    await look().catch(() => undefined); // a coordinator that restarts: the next look tells
  }
  const minedMs = performance.now() - startedAt;
  await options.inspect?.(page);
  await page.getByTestId('finish').first().click({ timeout: CLICK_LIMIT_MS });
  const drainedBy = performance.now() + DRAIN_MS;
  do {
    await pause(POLL_MS);
    await look();
  } while (units.some(isOpen) && performance.now() < drainedBy);
  return {
    deviceKey,
    units: await allUnits(api, deviceKey),
    submissions,
    minedMs,
    firstAcceptedMs,
  };
}

/** The consent sheet of the subnet, as a link to it opens it; agree, start. */
async function clickToMining(page: Page, { url, subnet }: VisitorOptions): Promise<void> {
  try {
    await page.goto(`${url}/?start=${subnet}`, { timeout: CLICK_LIMIT_MS });
    for (const step of ['consent-agree', 'consent-start']) {
      await page.getByTestId(step).first().click({ timeout: CLICK_LIMIT_MS });
    }
  } catch (cause) {
    const shown = await page
      .locator('body')
      .innerText()
      .catch(() => '');
    const text = shown.replaceAll(/\s+/g, ' ').slice(0, 400);
    throw new AppError('internal', `the page did not get to mining; it shows: ${text}`, { cause });
  }
}

async function readDeviceKey(page: Page): Promise<string> {
  const element = page.locator('[data-device-key]').first();
  await element.waitFor({ state: 'attached', timeout: CLICK_LIMIT_MS });
  return (await element.getAttribute('data-device-key')) ?? '';
}

const SUBMISSION_URL = /\/v1\/submissions(?:\?|$)/;

/** Requests of the page's workers pass by here, too. */
function collectSubmissions(context: BrowserContext) {
  const found: Pick<SubmissionRequest, 'leaseId' | 'backend' | 'msPerStage'>[] = [];
  context.on('request', (request) => {
    if (request.method() !== 'POST' || !SUBMISSION_URL.test(request.url())) return;
    const parsed = v.safeParse(SubmissionRequest, request.postDataJSON());
    if (!parsed.success) return;
    const { leaseId, backend, msPerStage } = parsed.output;
    if (found.every((known) => known.leaseId !== leaseId))
      found.push({ leaseId, backend, msPerStage });
  });
  return found;
}

async function allUnits(
  api: ReturnType<typeof createApiClient>,
  deviceKey: string,
): Promise<UnitInfo[]> {
  const all: UnitInfo[] = [];
  let before: string | null = null;
  do {
    const page = await api.units(deviceKey, { before, limit: 100 });
    all.push(...page.units);
    before = page.nextBefore;
  } while (before !== null);
  return all;
}

export function isAccepted({ state }: UnitInfo): boolean {
  return state === 'accepted' || state === 'settled';
}

function isOpen({ state }: UnitInfo): boolean {
  return state === 'leased' || state === 'submitted' || state === 'verifying';
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
