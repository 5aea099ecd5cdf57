import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { eventually } from '../support/reads.ts';

// A coordinator with hotkeys, as an operator runs it: whatever it says, it says no secret.

const server = (name: string): string =>
  new URL(`../../dist/server/${name}.js`, import.meta.url).pathname;

/** The development key that every Substrate chain knows. */
const MNEMONIC = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk';
const ADDRESS = '5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV';
const SEED = 'c0ffee'.repeat(10) + 'c0ff';
const PASSPHRASE = 'a passphrase that nobody guesses';
const SECRETS = [
  MNEMONIC,
  'obey lake',
  SEED,
  PASSPHRASE,
  Buffer.from(SEED, 'hex').toString('base64'),
];

const ROUTES = [
  '/',
  '/healthz',
  '/readyz',
  '/metrics',
  '/v1/hello',
  '/v1/network',
  '/v1/network/validators',
  '/v1/leaderboard',
  '/v1/seeds',
  '/v1/devices/short',
  '/v1/nothing',
];

interface Run {
  readonly child: ChildProcess;
  /** All that it wrote to either output so far. */
  text(): string;
}

function run(name: string, args: readonly string[], env: Readonly<Record<string, string>>): Run {
  const child = spawn(process.execPath, [server(name), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout?.on('data', (chunk) => void (said += String(chunk)));
  child.stderr?.on('data', (chunk) => void (said += String(chunk)));
  return { child, text: () => said };
}

async function runToEnd(name: string, args: readonly string[], env: Record<string, string>) {
  const { child, text } = run(name, args, env);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text: text() };
}

const secretsIn = (text: string): string[] => SECRETS.filter((secret) => text.includes(secret));

let folder: string;

test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adit-hotkeys-'));
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a coordinator with hotkeys tells their addresses in its log, and no secret anywhere', async () => {
  const file = join(folder, '93.json');
  const made = await runToEnd('hotkey', ['new', '--file', file, '--json'], {
    ADIT_HOTKEY_PASSPHRASE: PASSPHRASE,
  });
  const { address } = JSON.parse(made.text) as { address: string };
  const { child, text } = run('serve', ['--json'], {
    ADIT_DATA: join(folder, 'data'),
    ADIT_PORT: '0',
    ADIT_LOG_LEVEL: 'trace',
    ADIT_HOTKEY_44: MNEMONIC,
    ADIT_HOTKEY_8: `0x${SEED}`,
    ADIT_HOTKEY_FILE_93: file,
    ADIT_HOTKEY_PASSPHRASE: PASSPHRASE,
  });
  try {
    const url = await eventually('the start', 30_000, () =>
      Promise.resolve(/"url":"([^"]+)"/.exec(text())?.[1]),
    );

    const answers = await Promise.all(
      ROUTES.map(async (path) => {
        const answer = await fetch(url + path);
        return JSON.stringify([...answer.headers]) + (await answer.text());
      }),
    );

    expect(secretsIn(answers.join('\n'))).toEqual([]);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
  expect(text()).toContain(ADDRESS);
  expect(text()).toContain(address);
  expect(secretsIn(text())).toEqual([]);
});

test('a start that fails for a hotkey names the key and repeats no secret', async () => {
  const mistakes = [
    { ADIT_HOTKEY_44: `${MNEMONIC} lake lake lake` },
    { ADIT_HOTKEY_44: `${MNEMONIC}//path` },
    { ADIT_HOTKEY_44: `0x${SEED}00` },
    { ADIT_HOTKEY_44: MNEMONIC, ADIT_PORT: 'eighty' },
  ];
  for (const env of mistakes) {
    const ended = await runToEnd('serve', ['--json'], { ADIT_DATA: join(folder, 'x'), ...env });

    expect(ended.code).toBe(1);
    expect(ended.text).toContain('ADIT_PORT' in env ? 'ADIT_PORT' : 'ADIT_HOTKEY_44');
    expect(secretsIn(ended.text)).toEqual([]);
  }
});

test('the command makes a file for its owner alone, shows its address, and overwrites nothing', async () => {
  const file = join(folder, 'own.json');
  const env = { ADIT_HOTKEY_PASSPHRASE: PASSPHRASE };

  const made = await runToEnd('hotkey', ['new', '--file', file, '--json'], env);
  const shown = await runToEnd('hotkey', ['show', '--file', file, '--json'], env);
  const again = await runToEnd('hotkey', ['new', '--file', file, '--json'], env);
  const wrong = await runToEnd('hotkey', ['show', '--file', file, '--json'], {
    ADIT_HOTKEY_PASSPHRASE: 'another one, just as long',
  });

  expect(made.code).toBe(0);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(Object.keys(JSON.parse(made.text) as object)).toEqual(['address', 'file']);
  expect(shown.text).toBe(made.text);
  expect([again.code, wrong.code]).toEqual([1, 1]);
  expect(again.text).toContain('never overwritten');
  expect(wrong.text).toContain('does not open');
});
