import type { Page } from '@playwright/test';

// A visitor's hands: the same clicks that the landing page asks for.

/** Everything the page complained about while a test watched. */
export interface Complaints {
  readonly violations: string[];
  readonly errors: string[];
}

/** Collects security policy violations, page errors and console errors of a page and its workers. */
export function listen(page: Page): Complaints {
  const complaints: Complaints = { violations: [], errors: [] };
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy|Trusted ?Type|TrustedScript/i.test(text))
      complaints.violations.push(text);
    else if (message.type() === 'error')
      complaints.errors.push(`${text} ${message.location().url}`.trim());
  });
  page.on('pageerror', (error) => complaints.errors.push(error.message));
  return complaints;
}

/** From the landing page through check, benchmark and consent to mining. */
export async function startMining(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByTestId('start').first().click();
  await page.getByTestId('consent-agree').first().waitFor({ timeout: 60_000 });
  const agree = page.getByTestId('consent-agree').first();
  await agree.click();
  await page.getByTestId('consent-start').first().click();
}

/** The device key as the page shows it. */
export async function deviceKeyOf(page: Page): Promise<string> {
  const element = page.getByTestId('device-key').first();
  await element.waitFor({ state: 'attached', timeout: 60_000 });
  const attribute = await element.getAttribute('data-device-key');
  return attribute ?? (await element.innerText()).trim();
}
