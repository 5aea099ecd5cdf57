import type { JudgeTools } from '../judge-page.ts';
import { judgeLeague } from './judge/league.ts';
import { judgeLogits } from './judge/logits.ts';
import { judgeMerge } from './judge/merge.ts';
import { judgePlan } from './judge/plan.ts';
import { judgeUpdate } from './judge/update.ts';
import { judgeWindow } from './judge/window.ts';

export const judgeTools: JudgeTools = {
  update: judgeUpdate,
  plan: judgePlan,
  merge: judgeMerge,
  window: judgeWindow,
  logits: judgeLogits,
  league: judgeLeague,
};
