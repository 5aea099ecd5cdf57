import type { TaskSource } from '../contract.ts';
import { MATCH_SIZE } from './match/render.ts';
import { renderMatchGroup } from './match/group.ts';

/** Material of frame analysis: a rendered match, so that a fresh coordinator has work at once. */
export const source: TaskSource = {
  rendered: { itemsPerGroup: MATCH_SIZE.frames, renderGroup: renderMatchGroup },
};
