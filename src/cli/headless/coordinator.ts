import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import { say } from './output.ts';

// A coordinator for the time of one command: its own port, its own data, gone afterwards.

const START_LIMIT_MS = 90_000;

const Ready = v.object({ url: v.string() });

export interface Coordinator {
  readonly url: string;
  close(): Promise<void>;
}

export interface CoordinatorOptions {
  /** A running coordinator; null starts one. */
  readonly url: string | null;
  readonly env?: Readonly<Record<string, string>>;
}

/** Folder of the built commands. */
export function builtFolder(): string {
  return dirname(process.argv[1] ?? '.');
}

/** The named coordinator, or a new one that is ready for work. */
export async function openCoordinator({ url, env = {} }: CoordinatorOptions): Promise<Coordinator> {
  if (url !== null) return { url, close: () => Promise.resolve() };
  const serve = join(builtFolder(), 'serve.js');
  if (!existsSync(serve)) {
    throw new AppError(
      'not-found',
      `${serve} is not built; run npm start once, or name --coordinator URL`,
    );
  }
  const data = mkdtempSync(join(tmpdir(), 'adit-'));
  say('starting a coordinator with a data folder of its own …');
  const child = spawn(process.execPath, [serve, '--json'], {
    env: { ...process.env, ...env, ADIT_DATA: data, ADIT_PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const close = async (): Promise<void> => {
    await endOf(child);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    return { url: await readyUrl(child), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  probe.close();
  await once(probe, 'close');
  return port;
}

/** `serve --json` prints one line `{"url": …}` when it is ready. */
async function readyUrl(child: ChildProcess): Promise<string> {
  const { stdout } = child;
  if (!stdout) throw new Error('invariant broken: the coordinator has no output');
  const timer = setTimeout(() => child.kill('SIGKILL'), START_LIMIT_MS);
  try {
    for await (const line of createInterface({ input: stdout })) {
      const url = urlIn(line);
      if (url === null) continue;
      stdout.resume(); // nobody reads on: keep the pipe from filling up
      return url;
    }
  } finally {
    clearTimeout(timer);
  }
  throw new AppError(
    'internal',
    'the coordinator ended before it was ready; its lines above say why',
  );
}

function urlIn(line: string): string | null {
  try {
    const parsed = v.safeParse(Ready, JSON.parse(line));
    return parsed.success ? parsed.output.url : null;
  } catch {
    return null; // a line of its log
  }
}
