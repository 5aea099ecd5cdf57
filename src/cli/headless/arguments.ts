import { type ParseArgsConfig, parseArgs } from 'node:util';
import { AppError } from '../../shared/errors.ts';
import { printError } from './output.ts';

// What commands are told.

/**
 * The arguments of this process. One that a command does not know ends it like any other error:
 * one line that names it, with `--json` as an object, and exit code 1.
 */
export function readArguments<Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (cause) {
    const told = cause instanceof Error ? cause.message : String(cause);
    // Node goes on about positional arguments; the first sentence names what is wrong.
    const [what = told] = told.split(/(?<=['’]|value)\. /);
    printError(new AppError('input.malformed', what, { cause }), process.argv.includes('--json'));
    process.exit(1);
  }
}

/** A positive number from the command line. @throws AppError `input.malformed` */
export function positiveNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new AppError('input.malformed', `--${name} takes a positive number, not ${text}`);
}

/** A whole number above zero. @throws AppError `input.malformed` */
export function positiveInteger(name: string, text: string): number {
  const value = positiveNumber(name, text);
  if (Number.isInteger(value)) return value;
  throw new AppError('input.malformed', `--${name} takes a whole number, not ${text}`);
}

/** A coordinator's origin, without a slash at its end. @throws AppError `input.malformed` */
export function coordinatorUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin;
  throw new AppError(
    'input.malformed',
    `--coordinator takes an address such as http://127.0.0.1:8787, not ${text}`,
  );
}
