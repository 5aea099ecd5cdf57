import type { JudgeTools } from '../judge-page.ts';
import { judgeSkill } from './judge/skill.ts';
import { judgeCosines, judgeTags } from './judge/tags.ts';
import { judgeWeights } from './judge/weights.ts';
import { judgeWindows } from './judge/windows.ts';

export const judgeTools: JudgeTools = {
  tags: judgeTags,
  cosines: judgeCosines,
  windows: judgeWindows,
  weights: judgeWeights,
  skill: judgeSkill,
};
