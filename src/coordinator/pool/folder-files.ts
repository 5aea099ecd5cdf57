import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { FolderFiles } from '../../subnets/contract.ts';
import type { FileProblem } from './material.ts';

/** An operator's folder as a source reads it; problems are gathered in `problems`. */
export function openFolder(folder: string, problems: FileProblem[]): FolderFiles {
  return {
    list: () => filesIn(folder),
    read: async (path) => new Uint8Array(await readFile(join(folder, path))),
    problem: (path, reason) => void problems.push({ path, reason }),
  };
}

/** Every file below a folder, sorted, with forward slashes; hidden ones are left out. */
async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep))
    .filter((parts) => !parts.some((part) => part.startsWith('.')))
    .map((parts) => parts.join('/'))
    .sort();
}

/** Changes when a file is added, removed or written; cheap, since no content is read. */
export async function folderFingerprint(folder: string): Promise<string> {
  const hash = createHash('sha256').update(folder);
  for (const path of await filesIn(folder)) {
    const { size, mtimeMs } = await stat(join(folder, path));
    hash.update(`\n${path}\0${size}\0${mtimeMs}`);
  }
  return hash.digest('hex');
}
