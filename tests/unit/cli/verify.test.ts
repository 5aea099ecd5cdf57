import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Receipt } from '../../../src/protocol/submission.ts';
import { createGrantWorld } from '../../support/grant-world.ts';
import { makeSigningKey } from '../../support/signing-key.ts';
import { makeWalletKey } from '../../support/wallet-key.ts';

// The command as a person runs it: arguments in, text and exit code out.

const key = makeSigningKey();
const wallet = makeWalletKey('sr25519');
let folder: string;
let receipt: Receipt;
let stdout: string;
const { argv, exitCode } = process;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adit-verify-'));
  const world = await createGrantWorld({ key });
  await world.addClip('clip');
  const ada = await world.visitor('ada');
  await ada.link(wallet);
  const [id = ''] = await ada.mine(1);
  receipt = await ada.receipt(id);
  await world.core.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  stdout = '';
  process.exitCode = undefined;
  vi.resetModules();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = exitCode;
});

/** Runs the command on a file of that content; returns its exit code. */
async function run(content: string | Uint8Array, ...options: string[]): Promise<number> {
  const file = join(folder, 'receipt.json');
  writeFileSync(file, content);
  process.argv = ['node', 'verify', file, ...options];
  await import('../../../src/cli/verify.ts');
  return Number(process.exitCode ?? 0);
}

describe('verify', () => {
  test('says of every link that it holds, and whose word it took', async () => {
    const code = await run(`${JSON.stringify(receipt, null, 2)}\n`);

    expect(code).toBe(0);
    expect(stdout.match(/holds /g)).toHaveLength(6);
    expect(stdout).toContain(wallet.address);
    expect(stdout).toContain('the receipt’s own word');
  });

  test('--json prints one object', async () => {
    const code = await run(JSON.stringify(receipt), '--json', '--coordinator', key.deviceKey);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      broken: [],
      pinned: true,
      coordinatorKey: key.deviceKey,
      account: wallet.address,
    });
  });

  test('names the broken link and ends with 1', async () => {
    const text = JSON.stringify(receipt).replace('moves no funds', 'moves no finds');
    const code = await run(text, '--json');

    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      broken: ['coordinator', 'grant', 'wallet'],
    });
  });

  test('another coordinator than the one named is a broken link', async () => {
    const code = await run(JSON.stringify(receipt), '--coordinator', makeSigningKey().deviceKey);

    expect(code).toBe(1);
    expect(stdout).toMatch(/coordinator-key +BROKEN/);
  });

  test.each([
    ['bytes that are no text', Uint8Array.of(0xff, 0xfe)],
    ['no JSON', '{'],
    ['another document', '{"a":1}'],
  ])('%s: the form is broken', async (_, content) => {
    expect(await run(content, '--json')).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, broken: ['form'] });
  });

  test('a key that is none is an error of its own', async () => {
    expect(await run(JSON.stringify(receipt), '--json', '--coordinator', 'short')).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'input.malformed' } });
  });
});
