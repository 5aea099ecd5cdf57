import type { JudgeTools } from '../judge-page.ts';
import { judgeMerge } from './judge/merge.ts';
import { judgePairing } from './judge/pairing.ts';
import { judgePay } from './judge/pay.ts';
import { judgeRate } from './judge/rate.ts';
import { judgeReproduction } from './judge/reproduction.ts';
import { judgeRuns } from './judge/runs.ts';
import { judgeStages } from './judge/stages.ts';
import { judgeWeights, judgeWindow } from './judge/weights.ts';

export const judgeTools: JudgeTools = {
  reproduction: judgeReproduction,
  pairing: judgePairing,
  merge: judgeMerge,
  pay: judgePay,
  runs: judgeRuns,
  weights: judgeWeights,
  window: judgeWindow,
  rate: judgeRate,
  stages: judgeStages,
};
