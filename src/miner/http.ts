import * as v from 'valibot';
import { AppError } from '../shared/errors.ts';
import { fromErrorBody } from '../protocol/error-body.ts';
import { PROTOCOL } from '../protocol/signing.ts';

// One way out to the coordinator: time limits, offline detection, error bodies as AppErrors.

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpOptions {
  /** Origin of the coordinator without a trailing slash; empty for the page's own. */
  readonly baseUrl: string;
  readonly fetch?: Fetch;
  readonly timeoutMs?: number;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with query: `/v1/claims`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export type Http = (request: HttpRequest) => Promise<Response>;

const DEFAULT_TIMEOUT_MS = 15_000;

/** Builds the sender. Rejects with AppError: `net.offline`, `net.timeout`, or what the coordinator said. */
export function createHttp({
  baseUrl,
  fetch: send = (url, init) => fetch(url, init),
  timeoutMs = DEFAULT_TIMEOUT_MS,
}: HttpOptions): Http {
  return async (request) => {
    const limit = AbortSignal.timeout(request.timeoutMs ?? timeoutMs);
    const signal = request.signal ? AbortSignal.any([limit, request.signal]) : limit;
    let response: Response;
    try {
      response = await send(baseUrl + request.path, {
        method: request.method,
        headers: { 'x-adit-version': PROTOCOL, ...request.headers },
        signal,
        ...(request.body === undefined ? {} : { body: request.body }),
      });
    } catch (cause) {
      const to = { ...request, path: baseUrl + request.path };
      throw networkError(to, cause, { timedOut: limit.aborted });
    }
    if (response.ok) return response;
    throw await refusal(response);
  };
}

/**
 * Reads a JSON answer through its schema.
 *
 * @throws AppError `protocol.version` when the answer has another shape than this build knows
 */
export async function readJson<Schema extends v.GenericSchema>(
  response: Response,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  let body: unknown;
  try {
    body = await response.json();
  } catch (cause) {
    throw new AppError('net.offline', 'the answer broke off or was no JSON', {
      retryable: true,
      cause,
    });
  }
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'the whole answer';
  throw new AppError(
    'protocol.version',
    `the coordinator's answer does not fit this version (${where}: ${issue.message}); reload the page`,
  );
}

function networkError(
  request: HttpRequest,
  cause: unknown,
  { timedOut }: { timedOut: boolean },
): AppError {
  if (request.signal?.aborted) {
    return new AppError('worker.cancelled', `${request.path} was cancelled`, { cause });
  }
  if (timedOut) {
    return new AppError('net.timeout', `no answer to ${request.path} in time`, {
      retryable: true,
      cause,
    });
  }
  return new AppError('net.offline', `the coordinator cannot be reached at ${request.path}`, {
    retryable: true,
    cause,
  });
}

async function refusal(response: Response): Promise<AppError> {
  const body: unknown = await response.json().catch(() => null);
  const error = fromErrorBody(body);
  // A proxy in between (502, 504) or a restarting coordinator has no body of ours: worth a retry.
  if (body === null && response.status >= 500) {
    return new AppError('store.unavailable', `the coordinator answered ${response.status}`, {
      retryable: true,
    });
  }
  return error;
}
