import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { readKeyFile, writeKeyFile } from '../coordinator/hotkeys/files.ts';
import { hotkeyOf } from '../coordinator/hotkeys/hotkey.ts';
import { openSeed, sealSeed } from '../coordinator/hotkeys/key-file.ts';
import { AppError } from '../shared/errors.ts';
import { readArguments } from './headless/arguments.ts';
import { type Report, runCommand } from './headless/output.ts';

// npm run hotkey -- new --file FILE [--json]    makes a hotkey in an encrypted file
// npm run hotkey -- show --file FILE [--json]   opens it and prints its address
// The passphrase is asked for, or taken from ADIT_HOTKEY_PASSPHRASE. Only the address is printed.

const LEAST_PASSPHRASE = 12;

const { values, positionals } = readArguments({
  allowPositionals: true,
  options: { file: { type: 'string' }, json: { type: 'boolean', default: false } },
});

async function hotkey(): Promise<Report> {
  const { file } = values;
  const [verb] = positionals;
  if (!file || (verb !== 'new' && verb !== 'show')) {
    throw new AppError('input.malformed', 'use: npm run hotkey -- new|show --file FILE');
  }
  const address = verb === 'new' ? await make(file) : await show(file);
  return { summary: { address, file }, raw: { address, file } };
}

async function make(file: string): Promise<string> {
  const passphrase = await passphraseFor('Passphrase for the new key file');
  if (passphrase.length < LEAST_PASSPHRASE) {
    throw new AppError(
      'input.malformed',
      `the passphrase has ${passphrase.length} characters; take at least ${LEAST_PASSPHRASE}`,
    );
  }
  const again = process.env['ADIT_HOTKEY_PASSPHRASE'] ?? (await ask('The same once more'));
  if (again !== passphrase) throw new AppError('input.malformed', 'the two passphrases differ');
  const seed = randomBytes(32);
  const { address } = hotkeyOf(seed);
  writeKeyFile(file, await sealSeed(seed, passphrase));
  seed.fill(0);
  return address;
}

async function show(file: string): Promise<string> {
  const text = readKeyFile(file);
  const seed = await openSeed(text, await passphraseFor(`Passphrase of ${file}`), file);
  const { address } = hotkeyOf(seed);
  seed.fill(0);
  return address;
}

async function passphraseFor(question: string): Promise<string> {
  return process.env['ADIT_HOTKEY_PASSPHRASE'] ?? ask(question);
}

/** Asks on the terminal without showing what is typed. */
async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new AppError(
      'input.malformed',
      'there is no terminal to ask for the passphrase; set ADIT_HOTKEY_PASSPHRASE',
    );
  }
  process.stderr.write(`${question}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => reject(new AppError('input.malformed', 'nothing was done')));
    });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

await runCommand({ json: values.json, out: undefined }, hotkey);
