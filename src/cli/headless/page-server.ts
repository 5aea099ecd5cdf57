import { createReadStream, createWriteStream, statSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

// A server for one page of this machine: it reads files by ranges and hands what it makes back.

export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface PageFiles {
  /** File of this machine behind a path such as `/clip`. */
  readonly read: (path: string) => string | null;
  /** Where the body of a POST goes; null refuses it. */
  readonly store: (path: string) => string | null;
}

/** Serves an empty page, mediabunny as `/mediabunny.mjs`, and the given files. */
export async function servePage({ read, store }: PageFiles): Promise<PageServer> {
  const library = fileURLToPath(new URL('bundles/mediabunny.min.mjs', packageFolder('mediabunny')));
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const target = request.method === 'POST' ? store(path) : null;
    const file = request.method === 'GET' ? read(path) : null;
    if (target !== null) {
      pipeline(request, createWriteStream(target)).then(
        () => response.writeHead(204).end(),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    } else if (file !== null) sendRange(request, response, file);
    else if (path === '/mediabunny.mjs') {
      response.setHeader('content-type', 'text/javascript');
      createReadStream(library).pipe(response);
    } else if (path === '/') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>media</title>');
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** `dist/` of a package whose entry is `dist/modules/src/index.js`. */
function packageFolder(name: string): URL {
  return new URL('../../', import.meta.resolve(name));
}

function sendRange(request: IncomingMessage, response: ServerResponse, file: string): void {
  const { size } = statSync(file);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  if (start > end) {
    response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
    return;
  }
  response.writeHead(range ? 206 : 200, {
    'accept-ranges': 'bytes',
    'content-length': end - start + 1,
    'content-type': 'application/octet-stream',
    ...(range ? { 'content-range': `bytes ${start}-${end}/${size}` } : {}),
  });
  createReadStream(file, { start, end }).pipe(response);
}
