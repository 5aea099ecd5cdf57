import * as v from 'valibot';
import { AppError, type ErrorCode } from '../shared/errors.ts';

/** A schema's first fault with its place: `frames.2.boxes: must be an array`. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path ? `${path}: ${issue.message}` : issue.message;
}

/**
 * A value from outside, as its schema has it.
 *
 * @throws AppError `code`; the message names the path of the first fault and the rule it breaks
 */
export function parseAs<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  code: ErrorCode,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new AppError(code, describeIssue(parsed.issues[0]));
}

/**
 * Runs a parser of one field of an input: its fault names the field first.
 *
 * @throws AppError `input.malformed` where the parser throws any AppError
 */
export function inField<T>(field: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new AppError('input.malformed', `${field}: ${error.message}`, { cause: error });
  }
}
