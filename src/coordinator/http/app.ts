import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { routePath } from 'hono/route';
import { AppError, toAppError } from '../../shared/errors.ts';
import { toErrorBody } from '../../protocol/error-body.ts';
import { PROTOCOL } from '../../protocol/signing.ts';
import { clientAddress } from './address.ts';
import { addAppRoutes } from './app-routes.ts';
import { VERSION_HEADER, evaluatingPolicy, securityHeaders } from './headers.ts';
import { addGrantRoutes } from './grant-routes.ts';
import { addJobRoutes } from './job-routes.ts';
import { addOperations } from './operations.ts';
import type { HttpOptions } from './options.ts';
import { addReads } from './reads.ts';
import { addSignedRoutes } from './signed-routes.ts';
import { statusOf } from './status.ts';

export type AppEnvironment = { Bindings: Partial<HttpBindings> };
export type CoordinatorApp = Hono<AppEnvironment>;

/** The protocol's routes, the operator's routes and the built app behind one fetch handler. */
export function createApp(options: HttpOptions): CoordinatorApp {
  const app: CoordinatorApp = new Hono();
  const fixed = Object.entries(securityHeaders(options.headers));

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of fixed) c.res.headers.set(name, value);
    const policy = c.res.status < 400 ? evaluatingPolicy(c.req.path) : null;
    if (policy) c.res.headers.set('content-security-policy', policy);
    // After `next` the route is that of the handler that answered.
    options.metrics.requests.inc({ route: routePath(c), status: c.res.status });
  });
  app.use('/v1/*', async (c, next) => {
    c.header('cache-control', 'no-store');
    limitRate(c, options);
    checkVersion(c.req.header(VERSION_HEADER));
    await next();
  });

  addSignedRoutes(app, options);
  addGrantRoutes(app, options);
  addJobRoutes(app, options);
  addReads(app, options);
  addOperations(app, options);
  addAppRoutes(app, options);

  app.notFound((c) =>
    answerError(c, new AppError('not-found', `there is no ${c.req.method} ${c.req.path}`), options),
  );
  app.onError((error, c) => answerError(c, error, options));
  return app;
}

function limitRate(c: Context<AppEnvironment>, { rate, proxies }: HttpOptions): void {
  const waitMs = rate.take(clientAddress(c.env?.incoming, proxies));
  if (waitMs === 0) return;
  c.header('retry-after', String(Math.ceil(waitMs / 1000)));
  throw new AppError('limit.rate', `too many requests; try again in ${waitMs} ms`, {
    retryable: true,
  });
}

/** @throws AppError `protocol.version` when the client speaks a version that this server does not */
function checkVersion(version: string | undefined): void {
  if (version === undefined || version === PROTOCOL) return;
  throw new AppError(
    'protocol.version',
    `this coordinator speaks ${PROTOCOL}, the client ${version.slice(0, 20)}; load the page again`,
  );
}

function answerError(c: Context, thrown: unknown, { log }: HttpOptions): Response {
  const error = toAppError(thrown);
  const status = statusOf(error.code);
  if (status < 500) return c.json(toErrorBody(error), status);
  log.error({ err: thrown, path: c.req.path }, 'a request failed');
  // What broke inside is for the log; a visitor learns that it was not their doing.
  const shown =
    error.code === 'internal'
      ? new AppError('internal', 'the coordinator failed on this request; its log says why', {
          retryable: true,
        })
      : error;
  return c.json(toErrorBody(shown), status);
}
