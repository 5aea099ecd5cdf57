import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';

// Key files on disk: for their owner alone.

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
const MOST_BYTES = 8192;

/**
 * Text of a key file.
 * @throws AppError `config.invalid` when it is not there, not a small file, or others may read it
 */
export function readKeyFile(file: string): string {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (!facts?.isFile()) throw new AppError('config.invalid', `there is no key file ${file}`);
  if (facts.size > MOST_BYTES) throw new AppError('config.invalid', `${file} is not a key file`);
  // Windows has no such bits; there the folder's own rights hold.
  if (process.platform !== 'win32' && (facts.mode & OTHERS) !== 0) {
    const mode = (facts.mode & 0o777).toString(8);
    throw new AppError(
      'config.invalid',
      `${file} may be used by others than its owner (mode ${mode}); run: chmod 600 ${file}`,
    );
  }
  return readFileSync(file, 'utf8');
}

/**
 * Writes a new key file, never over another one.
 * @throws AppError `config.invalid` when something is there already or the folder refuses
 */
export function writeKeyFile(file: string, text: string): void {
  try {
    writeFileSync(file, text, { mode: OWNER_ONLY, flag: 'wx', flush: true });
    chmodSync(file, OWNER_ONLY); // whatever the process's mask took away
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'; // of a file call, it has one
    throw new AppError(
      'config.invalid',
      exists
        ? `${file} is there already; a key is never overwritten`
        : `${file} cannot be written; does its folder exist?`,
      { cause: error },
    );
  }
}
