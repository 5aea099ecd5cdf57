import type { JudgeTools } from '../judge-page.ts';
import { judgeDistance } from './judge/distance.ts';
import { judgePayout } from './judge/payout.ts';
import { judgeRanking } from './judge/ranking.ts';
import { judgeRecord } from './judge/record.ts';
import { judgeSignal } from './judge/signal.ts';
import { judgeWeights } from './judge/weights.ts';

export const judgeTools: JudgeTools = {
  record: judgeRecord,
  distance: judgeDistance,
  payout: judgePayout,
  weights: judgeWeights,
  ranking: judgeRanking,
  signal: judgeSignal,
};
