import { extname } from 'node:path';
import type { Context } from 'hono';
import type { CoordinatorApp } from './app.ts';
import type { HttpOptions } from './options.ts';
import type { StaticAnswer } from './static-files.ts';

const NOT_BUILT =
  'Adit: this coordinator runs, but the app is not built. Start it with `npm start`.\n';

/** The built app: its files, and index.html for every route of its own router. */
export function addAppRoutes(app: CoordinatorApp, { app: files }: HttpOptions): void {
  app.get('*', async (c) => {
    const { path } = c.req;
    if (isOurs(path)) return c.notFound();
    if (!files) return c.text(NOT_BUILT, 503);
    const accept = c.req.header('accept-encoding') ?? '';
    const file = await files.answer(path, accept);
    if (file) return send(c, file);
    const page = isPage(c) ? await files.answer('/', accept) : null;
    return page ? send(c, page) : c.notFound();
  });
}

const isOurs = (path: string): boolean => path.startsWith('/v1/');

/** A visitor's navigation, as opposed to a script or picture that is missing. */
function isPage(c: Context): boolean {
  if (extname(c.req.path) !== '') return false;
  const accept = c.req.header('accept') ?? '*/*';
  return accept.includes('text/html') || accept.includes('*/*');
}

function send(c: Context, { bytes, headers }: StaticAnswer): Response {
  const fresh = c.req
    .header('if-none-match')
    ?.split(/,\s*/)
    .includes(headers['etag'] ?? '');
  return fresh ? c.body(null, 304, headers) : c.body(bytes, 200, headers);
}
