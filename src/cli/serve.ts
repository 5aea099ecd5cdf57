import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { pino } from 'pino';
import * as v from 'valibot';
import { type Config, loadConfig } from '../coordinator/config/load.ts';
import { takeHotkeys } from '../coordinator/hotkeys/from-environment.ts';
import { type RunningServer, startServer } from '../coordinator/server.ts';
import { allManifests } from '../subnets/judges.ts';
import { readArguments } from './headless/arguments.ts';
import { printError } from './headless/output.ts';

// npm start [-- --demo] [-- --json]: the coordinator with the app on one port. With --json stdout
// is one line, {"url": …}, as soon as it is ready. With --demo a few real devices of this machine
// mine on it, labelled.

const SAME_SIGNAL_MS = 1000;

interface DemoScript {
  makeDemoToken(): string;
  startCast(url: string, token: string): () => void;
}

const { values } = readArguments({
  options: {
    json: { type: 'boolean', default: false },
    demo: { type: 'boolean', default: false },
  },
});

const threads = dirname(fileURLToPath(import.meta.url));

/** The repository: two folders up from the built script, or where the command was called. */
function rootFolder(): string {
  const built = join(threads, '../..');
  return existsSync(join(built, 'package.json')) ? built : process.cwd();
}

const root = rootFolder();

function readVersion(): string {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  return v.parse(v.object({ version: v.string() }), JSON.parse(text)).version;
}

async function loadDemo(): Promise<DemoScript> {
  // Not bundled: the script finds the repository by its own place in it.
  const script = pathToFileURL(join(root, 'scripts/demo.mjs')).href;
  return (await import(/* @vite-ignore */ script)) as DemoScript; // our own script
}

async function main(): Promise<void> {
  // First of all: nothing that is started from here on may inherit them.
  const hotkeys = await takeHotkeys(process.env);
  const demo = values.demo ? await loadDemo() : null;
  const given = loadConfig(
    process.env,
    allManifests.map(({ slug }) => slug),
  );
  const token = given.demoToken ?? demo?.makeDemoToken() ?? null;
  const config: Config = { ...given, demoToken: token };
  const log = pino(
    { level: config.logLevel, base: null },
    pino.destination({ dest: 2, sync: true }),
  );
  const server = await startServer({
    config,
    paths: { app: join(root, 'dist/app'), models: join(root, 'public/models'), threads },
    version: readVersion(),
    hotkeys,
    log,
  });
  const local = config.origin === null ? server.url : `http://127.0.0.1:${server.port}`;
  const endDemo = demo && token !== null ? demo.startCast(local, token) : () => undefined;
  endOnSignal(server, endDemo, (error) => log.error({ err: error }, 'stopping failed'));
  announce(server.url, config);
}

function announce(url: string, config: Config): void {
  if (values.json) {
    process.stdout.write(`${JSON.stringify({ url })}\n`);
    return;
  }
  const lines = [
    '',
    `  Adit is open: ${url}`,
    '',
    `  data    ${config.data}`,
    `  figures ${url}/metrics`,
    '  stop    Ctrl+C',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function endOnSignal(
  server: RunningServer,
  endDemo: () => void,
  onFailure: (error: unknown) => void,
): void {
  let endingMs: number | null = null;
  const end = (): void => {
    if (endingMs !== null) {
      // One Ctrl+C may arrive twice, from the terminal and from npm; a later one means "at once".
      if (performance.now() - endingMs > SAME_SIGNAL_MS) process.exit(1);
      return;
    }
    endingMs = performance.now();
    endDemo();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        onFailure(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
}

try {
  await main();
} catch (error) {
  printError(error, values.json);
  process.exitCode = 1;
}
