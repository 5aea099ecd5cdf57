import { expect, test } from '@playwright/test';
import { type Product, startProduct } from '../support/product.ts';
import { eventually, readUnits } from '../support/reads.ts';
import { deviceKeyOf, listen, startMining } from '../support/visitor.ts';

let product: Product;

test.beforeAll(async () => {
  product = await startProduct();
});

test.afterAll(async () => {
  await product.close();
});

test('a guest goes from the URL to an accepted unit with a receipt, under the strict policy', async ({
  page,
}) => {
  const complaints = listen(page);
  const opened = performance.now();

  await startMining(page, product.url);
  const key = await deviceKeyOf(page);
  const unit = await eventually('an accepted unit', 90_000, async () =>
    (await readUnits(product.url, key)).find(
      (one) => one.state === 'accepted' || one.state === 'settled',
    ),
  );
  test.info().annotations.push({
    type: 'seconds to the first accepted unit',
    description: ((performance.now() - opened) / 1000).toFixed(1),
  });

  expect(unit.verdict?.accepted).toBe(true);
  expect(unit.verdict?.checks.length).toBeGreaterThan(0);
  const receipt = await (await fetch(`${product.url}/v1/receipts/${unit.submissionId}`)).json();
  expect(receipt.body.deviceKey).toBe(key);
  expect(complaints.violations).toEqual([]);
  expect(complaints.errors).toEqual([]);
});

test('pause stops claiming, resume goes on, finish ends after the unit in hand', async ({
  page,
}) => {
  await startMining(page, product.url);
  await page.getByTestId('pause').click();
  await expect(page.getByTestId('resume')).toBeVisible();

  await page.getByTestId('resume').click();
  await expect(page.getByTestId('pause')).toBeVisible();

  await page.getByTestId('finish').click();
  await expect(page.getByTestId('start').first()).toBeVisible({ timeout: 60_000 });
});
