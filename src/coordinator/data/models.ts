import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import { Sha256 } from '../../protocol/primitives.ts';
import type { BlobStore } from '../blobs/store.ts';

/** What the coordinator needs of public/models/manifest.json. */
const ModelList = v.object({
  models: v.array(v.object({ name: v.string(), file: v.string(), sha256: Sha256 })),
});

/**
 * Puts the models into the blob store.
 * @returns sha256 by name
 * @throws AppError `model.unavailable` when one is missing or was changed
 */
export async function storeModels(
  folder: string,
  blobs: BlobStore,
): Promise<Readonly<Record<string, string>>> {
  const { models } = v.parse(ModelList, JSON.parse(await readText(join(folder, 'manifest.json'))));
  const hashes: Record<string, string> = {};
  for (const { name, file, sha256 } of models) {
    hashes[name] = sha256;
    if (await blobs.has(sha256)) continue;
    const stored = await blobs.put(await readModel(join(folder, file)));
    if (stored !== sha256) {
      throw new AppError(
        'model.unavailable',
        `${file} has the hash ${stored}, its manifest says ${sha256}; run npm run models`,
      );
    }
  }
  return hashes;
}

async function readText(path: string): Promise<string> {
  return (await readModel(path)).toString('utf8');
}

async function readModel(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new AppError('model.unavailable', `${path} is missing; run npm run models`, { cause });
  }
}
