import { writeFileSync } from 'node:fs';
import { toErrorBody } from '../../protocol/error-body.ts';
import { AppError } from '../../shared/errors.ts';

// How commands speak: progress on stderr, one JSON object (or a few lines) on stdout, a non-zero
// exit with an error.

export function say(text: string): void {
  process.stderr.write(`adit: ${text}\n`);
}

export interface Report {
  /** The object of `--json`. */
  readonly summary: Readonly<Record<string, unknown>>;
  /** For `--out`: everything from which the summary can be recomputed. */
  readonly raw: unknown;
}

export interface OutputOptions {
  readonly json: boolean;
  readonly out: string | undefined;
}

/** Runs a command to its exit code; prints its summary or its error. */
export async function runCommand(
  { json, out }: OutputOptions,
  command: () => Promise<Report>,
): Promise<void> {
  try {
    const { summary, raw } = await command();
    if (out !== undefined) writeFileSync(out, `${JSON.stringify(raw, null, 2)}\n`);
    process.stdout.write(json ? `${JSON.stringify(summary)}\n` : `${inLines(summary)}\n`);
  } catch (error) {
    const body = toErrorBody(error);
    if (json) process.stdout.write(`${JSON.stringify(body)}\n`);
    else process.stderr.write(`adit: ${body.error.message}\n`);
    process.exitCode = 1;
  }
}

/** A positive number from the command line. @throws AppError `input.malformed` */
export function positiveNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new AppError('input.malformed', `--${name} takes a positive number, not ${text}`);
}

function inLines(summary: Readonly<Record<string, unknown>>): string {
  return Object.entries(summary)
    .map(([key, value]) => `${key.padEnd(16)} ${textOf(value)}`)
    .join('\n');
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
