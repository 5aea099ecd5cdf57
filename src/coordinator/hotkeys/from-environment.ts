import { AppError } from '../../shared/errors.ts';
import { readKeyFile } from './files.ts';
import type { Hotkey } from './hotkey.ts';

// The operator's hotkeys, by subnet. They come from the environment apart from the configuration,
// so that no dump of the configuration can hold one, and leave it at once: programs that this one
// starts do not inherit them.

/** Rows of docs/configuration.md. */
export const HOTKEY_KEYS = [
  {
    name: 'ADIT_HOTKEY_<netuid>',
    description:
      'Hotkey with which this coordinator answers to a subnet of the chain, for example `ADIT_HOTKEY_44`. Secret.',
    allowed: '12 to 24 English words, or 0x and 64 hexadecimal digits',
  },
  {
    name: 'ADIT_HOTKEY_FILE_<netuid>',
    description: 'The same as an encrypted key file, made by `npm run hotkey -- new`.',
    allowed: 'a path',
  },
  {
    name: 'ADIT_HOTKEY_PASSPHRASE',
    description: 'Passphrase of the key files. Secret.',
    allowed: 'any text',
  },
] as const;

const PREFIX = 'ADIT_HOTKEY_';
const PASSPHRASE = 'ADIT_HOTKEY_PASSPHRASE';
const NAME = /^ADIT_HOTKEY_(FILE_)?(0|[1-9]\d{0,4})$/;
const MOST_NETUID = 65_535;

/**
 * Opens every hotkey that the environment names, and removes them from it.
 *
 * @param environment changed: no key that begins with `ADIT_HOTKEY_` is left in it
 * @returns hotkeys by netuid
 * @throws AppError `config.invalid` naming the key or file, never its content
 */
export async function takeHotkeys(
  environment: Record<string, string | undefined>,
): Promise<ReadonlyMap<number, Hotkey>> {
  const given = new Map<string, string>();
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX)) continue;
    if (value !== undefined && value !== '') given.set(name, value);
    Reflect.deleteProperty(environment, name);
  }
  const passphrase = given.get(PASSPHRASE);
  given.delete(PASSPHRASE);
  const hotkeys = new Map<number, Hotkey>();
  if (given.size === 0) return hotkeys;
  // The signature's library takes a while to load: only for those who have a hotkey.
  const { hotkeyOf, seedOf } = await import('./hotkey.ts');
  for (const [name, value] of given) {
    const [, isFile, digits] = NAME.exec(name) ?? [];
    const netuid = Number(digits);
    if (digits === undefined || netuid > MOST_NETUID) throw unknownName(name);
    if (hotkeys.has(netuid)) throw twice(netuid);
    const seed = isFile ? await seedInFile(name, value, passphrase) : seedOf(value, name);
    hotkeys.set(netuid, hotkeyOf(seed));
    seed.fill(0);
  }
  return hotkeys;
}

async function seedInFile(
  name: string,
  file: string,
  passphrase: string | undefined,
): Promise<Uint8Array> {
  if (passphrase === undefined) {
    throw new AppError('config.invalid', `${name} names a key file; set ${PASSPHRASE} to open it`);
  }
  const text = readKeyFile(file);
  const { openSeed } = await import('./key-file.ts');
  return openSeed(text, passphrase, file);
}

function unknownName(name: string): AppError {
  return new AppError(
    'config.invalid',
    `${name} is not a key of the configuration; hotkeys are ${PREFIX}<netuid> or ${PREFIX}FILE_<netuid>`,
  );
}

function twice(netuid: number): AppError {
  return new AppError(
    'config.invalid',
    `subnet ${netuid} has two hotkeys; set either ${PREFIX}${netuid} or ${PREFIX}FILE_${netuid}`,
  );
}
