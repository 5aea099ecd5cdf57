import type { TaskSource } from '../contract.ts';
import { readFolderGroups } from './folder/read.ts';
import { renderMatchGroup } from './match/group.ts';
import { MATCH_SIZE } from './match/render.ts';

/** Material of frame analysis: the operator's frames, and a rendered match for a fresh machine. */
export const source: TaskSource = {
  rendered: { itemsPerGroup: MATCH_SIZE.frames, renderGroup: renderMatchGroup },
  folder: { readGroups: readFolderGroups },
};
