import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
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
  /** Read by people in place of the summary's lines: a table. */
  readonly text?: string;
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
    if (out !== undefined) checkWritable(out);
    const { summary, text, raw } = await command();
    if (out !== undefined) writeFileSync(out, `${JSON.stringify(raw, null, 2)}\n`);
    process.stdout.write(json ? `${JSON.stringify(summary)}\n` : `${text ?? inLines(summary)}\n`);
  } catch (error) {
    printError(error, json);
    process.exitCode = 1;
  }
}

/** One error on the channel that was asked for. */
export function printError(error: unknown, json: boolean): void {
  const body = toErrorBody(error);
  if (json) process.stdout.write(`${JSON.stringify(body)}\n`);
  else process.stderr.write(`adit: ${body.error.message}\n`);
}

/** Said before the work, not after it. @throws AppError `input.malformed` */
export function checkWritable(out: string): void {
  const folder = dirname(resolve(out));
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new AppError('input.malformed', `--out: cannot write into ${folder}`, { cause });
  }
}

function inLines(summary: Readonly<Record<string, unknown>>): string {
  return Object.entries(summary)
    .map(([key, value]) => `${key.padEnd(16)} ${textOf(value)}`)
    .join('\n');
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
