import { createReadStream, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// A server for one page of this machine: it reads a clip by ranges and hands its stills back.

/** A still of 1920 pixels is well below this. */
const MAX_STILL_BYTES = 32 * 2 ** 20;
const STILL = /^\/stills\/(\d{6}\.jpg)$/;

export interface ClipServer {
  readonly url: string;
  close(): Promise<void>;
}

/** @param folder where `POST /stills/000001.jpg` puts its body */
export async function serveClip(clip: string, folder: string): Promise<ClipServer> {
  const library = fileURLToPath(new URL('bundles/mediabunny.min.mjs', packageFolder('mediabunny')));
  const server = createServer((request, response) => {
    const still = request.method === 'POST' ? STILL.exec(request.url ?? '')?.[1] : undefined;
    if (still !== undefined) {
      receive(request, join(folder, still)).then(
        () => response.writeHead(204).end(),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    } else if (request.url === '/clip') sendRange(request, response, clip);
    else if (request.url === '/mediabunny.mjs') {
      response.setHeader('content-type', 'text/javascript');
      createReadStream(library).pipe(response);
    } else if (request.url === '/') {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>stills</title>');
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

async function receive(request: IncomingMessage, file: string): Promise<void> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk: Buffer = Buffer.from(part as Uint8Array); // a request without encoding gives bytes
    bytes += chunk.length;
    if (bytes > MAX_STILL_BYTES) throw new Error(`a still of more than ${MAX_STILL_BYTES} bytes`);
    parts.push(chunk);
  }
  await writeFile(file, Buffer.concat(parts));
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
