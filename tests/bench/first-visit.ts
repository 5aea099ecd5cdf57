import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.mjs';
import type { UnitInfo } from '../../src/protocol/submission.ts';
import { eventually, readUnits } from '../support/reads.ts';

// From the URL to a receipt, as a visitor who was never here and as one who was; bytes are counted
// on the wire by a proxy, which can also slow it down.
// node tests/bench/run.mjs first-visit --coordinator http://127.0.0.1:8787

const { values } = parseArgs({
  options: { coordinator: { type: 'string', default: 'http://127.0.0.1:8787' } },
});
const LIMIT_MS = 120_000;

interface Line {
  readonly bytesPerMs: number;
  readonly delayMs: number;
}

const OPEN: Line = { bytesPerMs: Number.POSITIVE_INFINITY, delayMs: 0 };
/** 20 Mbit/s down, 40 ms there and back. */
const SLOW: Line = { bytesPerMs: 2_500, delayMs: 20 };

/** A TCP proxy that counts what it brings down, at the speed of `line`. */
async function startProxy(line: Line) {
  const target = new URL(values.coordinator);
  const sockets = new Set<Socket>();
  let down = 0;
  let freeAt = 0;
  const server = createServer((visitor) => {
    const coordinator = connect(Number(target.port), target.hostname);
    for (const socket of [visitor, coordinator]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    visitor.on('data', (chunk) => void sleep(line.delayMs).then(() => coordinator.write(chunk)));
    coordinator.on('data', (chunk) => {
      down += chunk.length;
      // One line for all connections: a chunk leaves when those before it have left.
      freeAt = Math.max(freeAt, performance.now()) + chunk.length / line.bytesPerMs;
      void sleep(freeAt - performance.now() + line.delayMs).then(() => visitor.write(chunk));
    });
    visitor.on('end', () => coordinator.end());
    coordinator.on('end', () => void sleep(line.delayMs + 50).then(() => visitor.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's
  return {
    url: `http://127.0.0.1:${port}`,
    bytes: () => down,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

interface Visit {
  readonly seconds: number;
  readonly megabytes: number;
}

/** Units whose result was sent before: the verdict on one of them is no work of this visit. */
function answeredUnits(units: readonly UnitInfo[]): string[] {
  return units.flatMap(({ unitId, submittedMs }) => (submittedMs === null ? [] : [unitId]));
}

async function visit(profile: string, url: string, bytes: () => number): Promise<Visit> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser(),
    args: ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'],
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const before = bytes();
  const started = performance.now();
  await page.goto(url);
  await page.getByTestId('start').first().click();
  await page.getByTestId('consent-agree').first().click();
  await page.getByTestId('consent-start').first().click();
  const key = page.getByTestId('device-key').first();
  await key.waitFor({ state: 'attached', timeout: LIMIT_MS });
  const deviceKey = (await key.getAttribute('data-device-key')) ?? '';
  const known = new Set(answeredUnits(await readUnits(values.coordinator, deviceKey)));
  await eventually('a receipt', LIMIT_MS, async () => {
    const units = await readUnits(values.coordinator, deviceKey);
    return units.some(({ unitId, state }) => !known.has(unitId) && /accepted|settled/.test(state));
  });
  const seconds = (performance.now() - started) / 1000;
  const megabytes = (bytes() - before) / 1e6;
  await context.close();
  return { seconds, megabytes };
}

for (const [name, line] of [
  ['open line', OPEN],
  ['20 Mbit/s, 40 ms', SLOW],
] as const) {
  const proxy = await startProxy(line);
  const profile = mkdtempSync(join(tmpdir(), 'adit-visit-'));
  for (const visitor of ['cold', 'warm']) {
    const { seconds, megabytes } = await visit(profile, proxy.url, proxy.bytes);
    console.info(
      `${name}, ${visitor}: URL to accepted unit ${seconds.toFixed(1)} s, ${megabytes.toFixed(1)} MB`,
    );
  }
  proxy.close();
  rmSync(profile, { recursive: true, force: true });
}
