import type { TaskSource } from '../contract.ts';
import { readFolderGroups } from './folder/read.ts';
import { disguiseFrame } from './job/disguise.ts';
import { preparePicture } from './job/prepare.ts';
import { renderMatchGroup } from './match/group.ts';
import { MATCH_SIZE } from './match/render.ts';

/** Material of frame analysis: the operator's frames, a rendered match for a fresh machine, customers' pictures. */
export const source: TaskSource = {
  rendered: { itemsPerGroup: MATCH_SIZE.frames, renderGroup: renderMatchGroup },
  folder: { readGroups: readFolderGroups },
  job: { prepare: preparePicture, disguise: disguiseFrame },
};
