import * as v from 'valibot';
import { fromUtf8 } from '../../shared/bytes.ts';
import { AppError, type ErrorCode } from '../../shared/errors.ts';

/**
 * The whole body, read no further than the limit.
 * @throws AppError `limit.size`
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limit) throw tooLarge(limit);
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > limit) {
      await reader.cancel();
      throw tooLarge(limit);
    }
    chunks.push(part.value);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/**
 * The JSON of a body, by its schema.
 * @throws AppError with `code` that says where the body is wrong
 */
export function parseJson<Schema extends v.GenericSchema>(
  body: Uint8Array,
  schema: Schema,
  code: ErrorCode = 'input.malformed',
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, jsonOf(body, code), { abortEarly: true });
  if (parsed.success) return parsed.output;
  throw new AppError(code, `the body does not fit: ${issueText(parsed.issues[0])}`);
}

/** @throws AppError `input.malformed` naming the parameter */
export function parseParameter<Schema extends v.GenericSchema>(
  name: string,
  value: string | undefined,
  schema: Schema,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw new AppError('input.malformed', `${name}: ${parsed.issues[0].message}`);
}

function jsonOf(body: Uint8Array, code: ErrorCode): unknown {
  try {
    return JSON.parse(fromUtf8(body));
  } catch (cause) {
    throw new AppError(code, 'the body is not JSON', { cause });
  }
}

function issueText(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return path === null ? issue.message : `${path}: ${issue.message}`;
}

function tooLarge(limit: number): AppError {
  return new AppError('limit.size', `the body is larger than ${limit} bytes`);
}
