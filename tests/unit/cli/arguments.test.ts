import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  coordinatorUrl,
  positiveInteger,
  positiveNumber,
  readArguments,
} from '../../../src/cli/headless/arguments.ts';
import { runCommand } from '../../../src/cli/headless/output.ts';

const { argv, exitCode } = process;
const options = {
  seconds: { type: 'string', default: '60' },
  json: { type: 'boolean', default: false },
} as const;

let stdout: string;
let stderr: string;

beforeEach(() => {
  stdout = '';
  stderr = '';
  process.exitCode = undefined;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
  vi.spyOn(process, 'exit').mockImplementation((code) => {
    throw new Error(`exit ${code}`);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  process.argv = argv;
  process.exitCode = exitCode;
});

function given(...told: string[]): void {
  process.argv = ['node', 'command.js', ...told];
}

describe('arguments', () => {
  test('known ones come with their defaults', () => {
    given('--json');

    expect(readArguments({ options }).values).toEqual({ seconds: '60', json: true });
  });

  test('an unknown one ends the command in one line that names it', () => {
    given('--minutes', '3');

    expect(() => readArguments({ options })).toThrow('exit 1');
    expect(stderr).toBe("adit: Unknown option '--minutes'\n");
    expect(stdout).toBe('');
  });

  test('with --json the error is an object on stdout', () => {
    given('--minutes=3', '--json');

    expect(() => readArguments({ options })).toThrow('exit 1');
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'input.malformed', message: "Unknown option '--minutes'" },
    });
    expect(stderr).toBe('');
  });

  test('a value that is missing is said', () => {
    given('--seconds');

    expect(() => readArguments({ options })).toThrow('exit 1');
    expect(stderr).toContain('--seconds');
  });

  test.each(['', 'ten', '0', '-1', 'Infinity'])('%j is no positive number', (text) => {
    expect(() => positiveNumber('seconds', text)).toThrow('--seconds takes a positive number');
  });

  test('half a tab is no number of tabs', () => {
    expect(positiveInteger('tabs', '2')).toBe(2);
    expect(() => positiveInteger('tabs', '1.5')).toThrow('--tabs takes a whole number, not 1.5');
  });
});

describe('--coordinator', () => {
  test('takes an origin, with or without its slash', () => {
    expect(coordinatorUrl('http://127.0.0.1:8787/')).toBe('http://127.0.0.1:8787');
    expect(coordinatorUrl('https://mine.example')).toBe('https://mine.example');
  });

  test.each(['', 'mine', '127.0.0.1:8787', 'ftp://mine.example', 'http://mine.example/path'])(
    'refuses %j',
    (text) => {
      expect(() => coordinatorUrl(text)).toThrow('--coordinator takes an address such as');
    },
  );
});

describe('--out', () => {
  test('a folder that is not there is said before the work begins', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'adit-out-'));
    const work = vi.fn(() => Promise.resolve({ summary: {}, raw: {} }));

    await runCommand({ json: true, out: join(folder, 'none', 'raw.json') }, work);

    expect(work).not.toHaveBeenCalled();
    expect(process.exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'input.malformed' } });
    rmSync(folder, { recursive: true });
  });
});
