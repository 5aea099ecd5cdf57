import { readFileSync } from 'node:fs';
import { AppError } from '../../shared/errors.ts';
import { LabelFault } from '../../subnets/score/folder/labels.ts';

/**
 * Reads a MOTChallenge file that a command was given.
 *
 * @param flag  name of the option, for the error
 * @throws AppError `input.malformed` naming the option, the file and its first fault
 */
export function readMotFile<T>(
  flag: string,
  file: string | undefined,
  parse: (text: string) => T,
): T {
  if (file === undefined) throw new AppError('input.malformed', `--${flag} FILE is needed`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('input.malformed', `--${flag}: cannot read ${file}`, { cause });
  }
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof LabelFault)) throw cause;
    throw new AppError('input.malformed', `--${flag}: ${file}: ${cause.message}`, { cause });
  }
}
