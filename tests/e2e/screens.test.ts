import { readdir } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { EVERY_LOOK, faultsOf } from '../support/look.ts';
import { type Product, startProduct } from '../support/product.ts';
import { listen } from '../support/visitor.ts';

const ROUTES = [
  '/',
  '/mine',
  '/leaderboard',
  '/jobs',
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
  test(`${route} reads well at 320 and at 1280 px, in the dark and in the light theme`, async ({
    page,
  }) => {
    const complaints = listen(page);

    await page.goto(product.url + route);
    await page.getByRole('main').waitFor();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForTimeout(300);

    expect(await faultsOf(page, route, EVERY_LOOK)).toEqual([]);
    expect(complaints.violations).toEqual([]);
  });
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
