import { spawn } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { Leaderboard } from '../../src/protocol/board.ts';
import { parse } from 'valibot';
import { type Product, startProduct } from '../support/product.ts';
import { eventually, readUnits } from '../support/reads.ts';

const DEVICE = new URL('../../dist/server/device.js', import.meta.url).pathname;
const TOKEN = 'token-of-the-demo-in-this-test';

let product: Product;

test.beforeAll(async () => {
  product = await startProduct({ env: { ADIT_DEMO_TOKEN: TOKEN } });
});

test.afterAll(async () => {
  await product.close();
});

test('a device that fakes a fifth of its frames is caught, and its page shows the frame', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const device = spawn(
    process.execPath,
    [DEVICE, '--coordinator', product.url, '--name', 'Demo: cheat', '--fake-share', '0.2'],
    { env: { ...process.env, ADIT_DEMO_TOKEN: TOKEN }, stdio: 'ignore' },
  );
  try {
    const rejected = await eventually('a rejected unit', 280_000, async () => {
      const answer = await fetch(`${product.url}/v1/leaderboard?subnet=score&window=1h`);
      const [row] = parse(Leaderboard, await answer.json()).rows;
      const units = row ? await readUnits(product.url, row.deviceKey) : [];
      return units.find(({ state }) => state === 'rejected');
    });

    expect(rejected.reason).toMatch(/frame \d+ .*recompute/);
    const failed = rejected.verdict?.checks.filter((check) => !check.passed) ?? [];
    expect(failed.length).toBeGreaterThan(0);
    await page.goto(`${product.url}/verify/${rejected.unitId}`);
    await expect(page.getByText(rejected.reason).first()).toBeVisible();
  } finally {
    device.kill();
  }
});
