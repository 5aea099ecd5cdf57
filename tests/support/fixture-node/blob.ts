import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The chain's metadata blobs are data of the shared folder, read where they lie and never copied.

/** Runtimes of which a metadata blob is there. */
export type BlobSpec = 393 | 424;

function blobPath(spec: BlobSpec): string {
  const folder = process.env['ADIT_SHARED'] ?? '../shared';
  return join(folder, 'chain', `metadata-finney-${spec}.scale`);
}

/** Null when the blobs are there; otherwise the line a test says when it skips. */
export function missingMetadata(): string | null {
  const missing = ([393, 424] as const).map(blobPath).filter((path) => !existsSync(path));
  return missing.length === 0 ? null : `skipped: ${missing.join(', ')} absent; set ADIT_SHARED`;
}

/** Raw metadata, starting with `meta`. */
export function readBlob(spec: BlobSpec): Uint8Array {
  return new Uint8Array(readFileSync(blobPath(spec)));
}
