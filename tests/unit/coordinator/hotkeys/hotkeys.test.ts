import { signatureVerify } from '@polkadot/util-crypto/signature';
import { inspect } from 'node:util';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeyFile, writeKeyFile } from '../../../../src/coordinator/hotkeys/files.ts';
import { takeHotkeys } from '../../../../src/coordinator/hotkeys/from-environment.ts';
import { hotkeyOf, seedOf } from '../../../../src/coordinator/hotkeys/hotkey.ts';
import { openSeed, sealSeed } from '../../../../src/coordinator/hotkeys/key-file.ts';
import { fromHex, toHex, utf8 } from '../../../../src/shared/bytes.ts';

// The development key that every Substrate chain knows: public, so that its address is known too.
const MNEMONIC = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk';
const ADDRESS = '5DfhGyQdFobKM8NsWvEeAKk5EQQgYe9AydgJ7rMB6E1EqRzV';
const SEED = `0x${'5a'.repeat(32)}`;
const PASSPHRASE = 'correct horse battery staple';
const CHEAP = { N: 2 ** 14, r: 8, p: 1 } as const;

let folder: string;
let sealed: string;
let keyFile: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'adit-hotkeys-'));
  sealed = await sealSeed(seedOf(SEED, 'seed'), PASSPHRASE, CHEAP);
  keyFile = join(folder, 'hotkey.json');
  writeKeyFile(keyFile, sealed);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The error of a refused call, as a log would print it, with everything attached to it. */
async function refusal(work: () => unknown): Promise<{ code: unknown; text: string }> {
  try {
    await work();
  } catch (error) {
    const { code } = error as { code?: unknown };
    return { code, text: inspect(error, { depth: 10 }) };
  }
  throw new Error('it was not refused');
}

describe('a hotkey', () => {
  it('has the address that every tool of the chain gives the same mnemonic', () => {
    expect(hotkeyOf(seedOf(`  ${MNEMONIC.replace(' ', '\n ')} `, 'x')).address).toBe(ADDRESS);
  });

  it('signs exactly the bytes it is given, as sr25519', () => {
    const hotkey = hotkeyOf(seedOf(MNEMONIC, 'x'));
    const bytes = utf8('1758000000.5Hot.5Cold');

    const signature = hotkey.sign(bytes);

    expect(signatureVerify(bytes, signature, ADDRESS)).toMatchObject({
      isValid: true,
      crypto: 'sr25519',
    });
    expect(signatureVerify(utf8('other'), signature, ADDRESS).isValid).toBe(false);
  });

  it('shows no secret, whoever dumps it', () => {
    const hotkey = hotkeyOf(seedOf(SEED, 'x'));
    const dump = inspect(hotkey, { depth: 10, showHidden: true }) + JSON.stringify(hotkey);

    expect(dump).toContain(hotkey.address);
    expect(dump).not.toContain('5a5a');
    expect(dump).not.toMatch(/Uint8Array|Buffer/);
  });

  it.each([
    ['a word that is not one', MNEMONIC.replace('walk', 'wolk')],
    ['a wrong checksum', MNEMONIC.replace('walk', 'bottom')],
    ['eleven words', MNEMONIC.replace(' walk', '')],
    ['a derivation path', `${MNEMONIC}//hard`],
    ['a short seed', '0x5a5a'],
    ['nothing that is known', 'hunter2hunter2'],
  ])('is refused for %s, without a word of the secret', async (_why, text) => {
    const { code, text: said } = await refusal(() => seedOf(text, 'ADIT_HOTKEY_44'));

    expect(code).toBe('config.invalid');
    expect(said).toContain('ADIT_HOTKEY_44');
    for (const word of ['lonely', 'basket', 'wolk', '5a5a', 'hunter2']) {
      expect(said.split('    at ')[0]).not.toContain(word);
    }
  });
});

describe('a key file', () => {
  it('opens with its passphrase, and holds the seed in no readable form', async () => {
    expect(toHex(await openSeed(sealed, PASSPHRASE, keyFile))).toBe('5a'.repeat(32));
    expect(sealed).toContain(hotkeyOf(fromHex('5a'.repeat(32))).address);
    expect(sealed).not.toContain('5a5a');
    expect(sealed).not.toContain(Buffer.from('5a'.repeat(32), 'hex').toString('base64'));
  });

  it('is another text each time', async () => {
    expect(await sealSeed(seedOf(SEED, 'seed'), PASSPHRASE, CHEAP)).not.toBe(sealed);
  });

  it('does not open with another passphrase, and does not repeat it', async () => {
    const { code, text } = await refusal(() => openSeed(sealed, 'a wrong guess', keyFile));

    expect(code).toBe('config.invalid');
    expect(text).not.toContain('a wrong guess');
  });

  it('takes letters composed one way or the other for the same passphrase', async () => {
    const made = await sealSeed(seedOf(SEED, 'seed'), 'gru\u0308n und lang genug', CHEAP);

    expect(toHex(await openSeed(made, 'gr\u00fcn und lang genug', 'file'))).toBe('5a'.repeat(32));
  });

  it('does not open once any of its members was changed', async () => {
    const file = JSON.parse(sealed) as {
      address: string;
      kdf: { salt: string; p: number };
      cipher: { nonce: string };
      data: string;
    };
    const flip = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
    const changed = [
      { ...file, address: ADDRESS },
      { ...file, kdf: { ...file.kdf, salt: flip(file.kdf.salt) } },
      { ...file, kdf: { ...file.kdf, p: 2 } },
      { ...file, cipher: { ...file.cipher, nonce: flip(file.cipher.nonce) } },
      { ...file, data: flip(file.data) },
    ];
    for (const one of changed) {
      const { code } = await refusal(() => openSeed(JSON.stringify(one), PASSPHRASE, keyFile));
      expect(code).toBe('config.invalid');
    }
  });

  it.each([
    ['text', 'hello'],
    ['another version', '{"version":"adit-hotkey/2"}'],
    ['a cost that would exhaust the machine', 'N'],
  ])('is refused when it is %s', async (_why, text) => {
    const given = text === 'N' ? sealed.replace('16384', String(2 ** 30)) : text;

    const { code, text: said } = await refusal(() => openSeed(given, PASSPHRASE, 'the file'));

    expect([code, said.includes('not a key file')]).toEqual(['config.invalid', true]);
  });

  it('is written for its owner alone, and never over another file', async () => {
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);

    const { code } = await refusal(() => writeKeyFile(keyFile, 'other'));

    expect(code).toBe('config.invalid');
    expect(readFileSync(keyFile, 'utf8')).toBe(sealed);
  });

  it.skipIf(process.platform === 'win32')('is not read while others may read it', async () => {
    const open = join(folder, 'open.json');
    writeFileSync(open, sealed);
    chmodSync(open, 0o644);

    const { code, text } = await refusal(() => readKeyFile(open));

    expect(code).toBe('config.invalid');
    expect(text).toContain('chmod 600');
  });
});

describe('hotkeys of the environment', () => {
  it('are opened by netuid, from a mnemonic, a seed and a file, and leave the environment', async () => {
    const environment: Record<string, string | undefined> = {
      ADIT_HOTKEY_44: MNEMONIC,
      ADIT_HOTKEY_8: SEED,
      ADIT_HOTKEY_FILE_93: keyFile,
      ADIT_HOTKEY_PASSPHRASE: PASSPHRASE,
      ADIT_HOTKEY_9: '',
      ADIT_PORT: '0',
    };

    const hotkeys = await takeHotkeys(environment);

    expect(new Map([...hotkeys].map(([netuid, { address }]) => [netuid, address]))).toEqual(
      new Map([
        [44, ADDRESS],
        [8, hotkeyOf(seedOf(SEED, 'x')).address],
        [93, hotkeyOf(seedOf(SEED, 'x')).address],
      ]),
    );
    expect(environment).toEqual({ ADIT_PORT: '0' });
  });

  it.each([
    ['a name that is none', { ADIT_HOTKEY_SCORE: MNEMONIC }, 'ADIT_HOTKEY_SCORE'],
    ['a netuid that is none', { ADIT_HOTKEY_70000: MNEMONIC }, 'ADIT_HOTKEY_70000'],
    ['two for one subnet', { ADIT_HOTKEY_8: SEED, ADIT_HOTKEY_FILE_8: 'f' }, 'two hotkeys'],
    ['a file without passphrase', { ADIT_HOTKEY_FILE_8: 'f' }, 'ADIT_HOTKEY_PASSPHRASE'],
    [
      'a file that is not there',
      { ADIT_HOTKEY_FILE_8: 'no-such-file', ADIT_HOTKEY_PASSPHRASE: PASSPHRASE },
      'no-such-file',
    ],
  ])('are refused for %s, and leave the environment all the same', async (_why, given, words) => {
    const environment: Record<string, string | undefined> = { ...given };

    const { code, text } = await refusal(() => takeHotkeys(environment));

    expect(code).toBe('config.invalid');
    expect(text).toContain(words);
    expect(text).not.toContain('lonely');
    expect(text).not.toContain('horse');
    expect(environment).toEqual({});
  });
});
