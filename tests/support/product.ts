import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// The product as an operator runs it: dist/server/serve.js in a process of its own.

const SERVE = new URL('../../dist/server/serve.js', import.meta.url).pathname;
const START_LIMIT_MS = 60_000;

export interface Product {
  readonly url: string;
  readonly dataFolder: string;
  readonly process: ChildProcess;
  /** Ends the process at once, as a power cut would. */
  kill(): Promise<void>;
  /** Ends it in order and removes the data. */
  close(): Promise<void>;
}

export interface ProductOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Data folder and port of an earlier run, to restart it. */
  readonly dataFolder?: string;
  readonly port?: number;
}

/** A port that nothing listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Starts the coordinator with the built app and waits until it is ready. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'adit-test-'));
  const port = options.port ?? (await freePort());
  const child = spawn(process.execPath, [SERVE, '--json'], {
    env: {
      ...process.env,
      ADIT_DATA: dataFolder,
      ADIT_PORT: String(port),
      ADIT_LOG_LEVEL: 'warn',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await readyUrl(child);
  return {
    url,
    dataFolder,
    process: child,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async close() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function readyUrl(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (!stdout) throw new Error('the coordinator was started without a pipe to its output');
  const lines = createInterface({ input: stdout });
  const timer = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  try {
    for await (const line of lines) {
      const parsed: unknown = JSON.parse(line);
      if (typeof parsed === 'object' && parsed !== null && 'url' in parsed)
        return String(parsed.url);
    }
  } finally {
    clearTimeout(timer);
  }
  throw new Error(`the coordinator ended before it was ready (exit code ${child.exitCode})`);
}
