import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeViolation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** Accessibility violations that axe-core finds on the page as it stands. */
export async function axeViolations(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  const found = await session.send('Runtime.evaluate', {
    expression: `(() => { ${axe}; return axe.run(document, { resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations)); })()`,
    awaitPromise: true,
    returnByValue: true,
  });
  const violations = JSON.parse(String(found.result.value)) as AxeViolation[];
  return violations.map(
    (one) =>
      `${one.id}: ${one.help} (${one.nodes.map((node) => node.target.join(' ')).join(', ')})`,
  );
}
