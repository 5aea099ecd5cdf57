import { expect, test } from '@playwright/test';
import { TestDevice } from '../support/device.ts';
import { worthlessResult } from '../support/frames.ts';
import { freePort, type Product, startProduct } from '../support/product.ts';
import { eventually, readUnits } from '../support/reads.ts';

// Ten times: devices submit without pause, the coordinator is killed in the middle and started
// again on the same data. What was acknowledged must be there, once.

const KILLS = Number(process.env['ADIT_CHAOS_KILLS'] ?? 10);
const DEVICES = 6;

test(`acknowledged submissions survive ${KILLS} kills of the coordinator under load`, async () => {
  test.setTimeout(KILLS * 30_000);
  const port = await freePort();
  let product: Product = await startProduct({ port });
  const { dataFolder } = product;
  const devices: TestDevice[] = [];
  const acknowledged = new Map<string, string>();

  for (let kill = 0; kill < KILLS; kill++) {
    const stop = new AbortController();
    const before = acknowledged.size;
    const load = Array.from({ length: DEVICES }, () =>
      keepSubmitting(product.url, devices, acknowledged, stop.signal),
    );
    await eventually('submissions in this round', 30_000, () =>
      Promise.resolve(acknowledged.size >= before + 3),
    );
    await new Promise((resolve) => setTimeout(resolve, 150 + kill * 37));
    await product.kill();
    stop.abort();
    await Promise.all(load);
    product = await startProduct({ port, dataFolder });
  }

  const found = new Map<string, number>();
  const keys = new Set(acknowledged.values());
  for (const { deviceKey } of devices.filter((device) => keys.has(device.deviceKey))) {
    for (const unit of await readUnits(product.url, deviceKey)) {
      if (unit.submissionId) found.set(unit.submissionId, (found.get(unit.submissionId) ?? 0) + 1);
    }
  }
  const lost = [...acknowledged.keys()].filter((id) => !found.has(id));
  const twice = [...found].filter(([, count]) => count > 1);
  test.info().annotations.push({
    type: 'acknowledged, lost, twice',
    description: `${acknowledged.size}, ${lost.length}, ${twice.length}`,
  });

  expect(acknowledged.size).toBeGreaterThan(KILLS);
  expect(lost).toEqual([]);
  expect(twice).toEqual([]);
  await product.close();
});

/** Worthless answers get a device banned, so each comes from a device that was never seen. */
async function keepSubmitting(
  url: string,
  devices: TestDevice[],
  acknowledged: Map<string, string>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const device = new TestDevice(url);
    devices.push(device);
    try {
      await device.register();
      const unit = await device.claim('score', 1500);
      if (!unit) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        continue;
      }
      const answer = await device.submit(unit, worthlessResult(unit.input));
      acknowledged.set(answer.submissionId, device.deviceKey);
    } catch {
      // The coordinator is down: what was not acknowledged may be lost.
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
