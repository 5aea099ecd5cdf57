import { readdir } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { axeViolations } from '../support/axe.ts';
import { type Product, startProduct } from '../support/product.ts';
import { listen } from '../support/visitor.ts';

const ROUTES = [
  '/',
  '/mine',
  '/leaderboard',
  '/units',
  '/account',
  '/stake',
  '/subnets',
  '/subnets/score',
  '/bench',
  '/nowhere',
];

let product: Product;

test.beforeAll(async () => {
  product = await startProduct();
});

test.afterAll(async () => {
  await product.close();
});

for (const route of ROUTES) {
  for (const width of [320, 1280]) {
    for (const colorScheme of ['dark', 'light'] as const) {
      test(`${route} reads well at ${width} px in the ${colorScheme} theme`, async ({
        browser,
      }) => {
        const context = await browser.newContext({
          viewport: { width, height: 800 },
          colorScheme,
          reducedMotion: 'reduce',
        });
        const page = await context.newPage();
        const complaints = listen(page);

        await page.goto(product.url + route);
        await page.getByRole('main').waitFor();
        await page.getByRole('heading', { level: 1 }).first().waitFor();
        await page.waitForTimeout(300);

        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow, 'horizontal overflow in pixels').toBeLessThanOrEqual(0);
        expect(await axeViolations(page)).toEqual([]);
        expect(complaints.violations).toEqual([]);
        await context.close();
      });
    }
  }
}

test('the page opens again without the network, from the offline shell', async ({
  page,
  context,
}) => {
  await page.goto(product.url);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();

  await context.setOffline(true);
  await page.reload();

  await expect(page.getByRole('main')).toBeVisible();
});

test('every response carries the security headers and none allows eval', async ({ request }) => {
  for (const path of ['/', '/mine', '/v1/hello', '/healthz', '/nowhere.js']) {
    const headers = (await request.get(product.url + path)).headers();
    expect(headers['content-security-policy'], path).toContain(
      "require-trusted-types-for 'script'",
    );
    expect(headers['content-security-policy'], path).not.toMatch(/(?<!wasm-)unsafe-eval/);
    expect(headers['cross-origin-opener-policy'], path).toBe('same-origin');
    expect(headers['cross-origin-embedder-policy'], path).toBe('require-corp');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
  }
});

test('one built file alone may evaluate text: the worker that runs RDKit', async ({ request }) => {
  const files = await readdir('dist/app', { recursive: true, withFileTypes: true });
  const paths = files
    .filter((file) => file.isFile())
    .map((file) =>
      `${file.parentPath}/${file.name}`.replaceAll('\\', '/').slice('dist/app'.length),
    );
  const evaluating: string[] = [];
  for (const path of paths) {
    const policy = (await request.head(product.url + path)).headers()['content-security-policy'];
    if (/(?<!wasm-)unsafe-eval/.test(policy ?? '')) evaluating.push(path);
  }

  expect(evaluating).toEqual([expect.stringMatching(/^\/assets\/chemistry\/[\w-]+\.js$/)]);
});

test('a molecule is judged by RDKit in its worker, under that worker’s own policy', async ({
  page,
}) => {
  const { violations } = listen(page);
  await page.goto(`${product.url}/subnets/nova/judge?tool=molecule&example=caffeine`);

  await expect(page.getByTestId('judge-score')).toHaveAttribute('data-value', 'false');
  await expect(page.getByTestId('judge-result')).toContainText('Rotatable bonds');
  expect(violations).toEqual([]);
});
