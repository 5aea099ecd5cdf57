import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { present } from '../../shared/assert.ts';

const brotliAsync = promisify(brotliCompress);
const gzipAsync = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp4': 'video/mp4',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const COMPRESSIBLE = /^\.(?:css|html|js|json|md|mjs|svg|txt|wasm|webmanifest)$/;
/**
 * Above this a file is compressed when somebody asks for it, at a level that keeps them waiting
 * half a second instead of five, for a sixth more bytes.
 */
const BIG_BYTES = 2 * 1024 * 1024;
const BIG_QUALITY = 3;
const QUALITY = 9;
const IMMUTABLE = 'public, max-age=31536000, immutable';

type Encoding = 'br' | 'gzip' | 'identity';

export interface StaticAnswer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

export interface StaticFiles {
  /** The file of a path in the encoding the client takes; null where there is none. */
  answer(path: string, acceptEncoding: string): Promise<StaticAnswer | null>;
  /** Compresses what is not big ahead of the first visitor, until aborted. */
  warm(signal: AbortSignal): Promise<void>;
}

interface Entry {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly etag: string;
  readonly encoded: Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>;
}

/**
 * Files of a built app, held in memory and compressed once.
 * @returns null when the folder has no index.html
 */
export async function loadStaticFiles(folder: string): Promise<StaticFiles | null> {
  const entries = new Map<string, Entry>();
  for (const path of await pathsIn(folder)) {
    const bytes = plain(await readFile(join(folder, path)));
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}"`;
    entries.set(`/${path}`, { bytes, etag, encoded: new Map() });
  }
  if (!entries.has('/index.html')) return null;
  return {
    async answer(path, acceptEncoding) {
      const name = path === '/' ? '/index.html' : path;
      const entry = entries.get(name);
      if (!entry) return null;
      const encoding = COMPRESSIBLE.test(extname(name)) ? encodingFor(acceptEncoding) : 'identity';
      return {
        bytes: await encode(entry, encoding),
        headers: {
          'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
          'cache-control': name.startsWith('/assets/') ? IMMUTABLE : 'no-cache',
          etag: entry.etag.replace(/"$/, encoding === 'identity' ? '"' : `-${encoding}"`),
          vary: 'accept-encoding',
          ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
        },
      };
    },
    async warm(signal) {
      for (const [name, entry] of entries) {
        if (signal.aborted) return;
        if (COMPRESSIBLE.test(extname(name)) && entry.bytes.length <= BIG_BYTES)
          await encode(entry, 'br');
      }
    },
  };
}

/** Relative paths with forward slashes; names that begin with a dot are not for visitors. */
async function pathsIn(folder: string): Promise<string[]> {
  try {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep))
      .filter((parts) => !parts.some((part) => part.startsWith('.')))
      .map((parts) => parts.join('/'));
  } catch {
    return []; // not built
  }
}

function encodingFor(accept: string): Encoding {
  const offered = new Set(
    accept
      .split(',')
      .filter((part) => !/;\s*q=0(?:\.0*)?\s*$/.test(part))
      .map((part) => present(part.split(';')[0], 'encoding').trim()),
  );
  if (offered.has('br')) return 'br';
  return offered.has('gzip') ? 'gzip' : 'identity';
}

function encode(entry: Entry, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === 'identity') return Promise.resolve(entry.bytes);
  const known = entry.encoded.get(encoding);
  if (known) return known;
  const made = compress(entry.bytes, encoding).then(plain);
  entry.encoded.set(encoding, made);
  return made;
}

function compress(bytes: Uint8Array, encoding: 'br' | 'gzip'): Promise<Buffer> {
  if (encoding === 'gzip') return gzipAsync(bytes);
  return brotliAsync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: bytes.length > BIG_BYTES ? BIG_QUALITY : QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

function plain(buffer: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
