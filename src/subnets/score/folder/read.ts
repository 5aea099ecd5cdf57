import { sha256Hex } from '../../../shared/hash.ts';
import type { FolderFiles, SourceContext, SourceGroup, SourceItem } from '../../contract.ts';
import type { ScoreTruth } from '../task.ts';
import { truthBoxes } from './labels.ts';
import { byName, folderOf, isClip, isClipLabels, isPicture, stemOf, join } from './paths.ts';
import { SHORTEST_SIDE, limitSize } from './picture.ts';
import { type TruthFinder, createTruthFinder } from './truth-finder.ts';

/** Frames of one group at most, so that a folder of any length fits in memory. */
const GROUP_FRAMES = 64;

/**
 * Frames of an operator's folder, group by group: each folder with pictures is a clip in the order
 * of their names, in groups of at most 64. Labelled or not, every frame is decoded, limited in size
 * and encoded alike.
 */
export async function* readFolderGroups(
  files: FolderFiles,
  ctx: SourceContext,
): AsyncGenerator<SourceGroup> {
  const paths = await files.list();
  const finder = createTruthFinder(files, new Set(paths));
  const folders = new Map<string, string[]>();
  for (const path of paths.filter(isPicture)) {
    const folder = folderOf(path);
    const pictures = folders.get(folder);
    if (pictures) pictures.push(path);
    else folders.set(folder, [path]);
  }
  for (const clip of paths.filter(isClip)) {
    if (!folders.has(join(folderOf(clip), stemOf(clip)))) {
      files.problem(clip, 'a clip: turn it into stills with npm run score:ingest first');
    }
  }
  for (const [folder, pictures] of folders) {
    const ordered = pictures.toSorted(byName);
    for (let start = 0; start < ordered.length; start += GROUP_FRAMES) {
      const groupId = `folder-${sha256Hex(`${folder}\n${start}`).slice(0, 16)}`;
      const items: SourceItem[] = [];
      for (const [index, path] of ordered.slice(start, start + GROUP_FRAMES).entries()) {
        ctx.signal.throwIfAborted();
        const item = await readItem(path, { files, ctx, finder, groupId, ordinal: start + index });
        if (item) items.push(item);
      }
      if (items.length > 0) yield { groupId, material: 'operator', items };
    }
  }
  for (const path of paths.filter(isClipLabels)) {
    if (!finder.isUsed(path)) files.problem(path, 'labels without their pictures');
  }
}

interface Reading {
  readonly files: FolderFiles;
  readonly ctx: SourceContext;
  readonly finder: TruthFinder;
  readonly groupId: string;
  readonly ordinal: number;
}

async function readItem(path: string, reading: Reading): Promise<SourceItem | null> {
  const { files, ctx, finder, groupId, ordinal } = reading;
  try {
    const decoded = await ctx.decodeImage(await files.read(path));
    if (Math.min(decoded.width, decoded.height) < SHORTEST_SIDE) {
      files.problem(
        path,
        `${decoded.width} × ${decoded.height} pixels, at least ${SHORTEST_SIDE} are needed`,
      );
      return null;
    }
    const image = limitSize(decoded);
    const labels = await finder.labelsOf(path);
    const boxes = labels ? truthBoxes(labels(decoded), image) : [];
    // A frame on which nothing is labelled tells no good answer from a bad one.
    const truth: ScoreTruth | null = boxes.length > 0 ? { boxes, group: groupId, ordinal } : null;
    const { width, height } = image;
    return { ordinal, bytes: await ctx.encodeImage(image), meta: { width, height }, truth };
  } catch (error) {
    ctx.signal.throwIfAborted();
    files.problem(
      path,
      `unreadable picture: ${error instanceof Error ? error.message : String(error)}`,
    );
    return null;
  }
}
