import type { JudgeTools } from '../judge-page.ts';
import { judgeAffinity } from './judge/affinity.ts';
import { judgeChampion } from './judge/champion.ts';
import { judgeContest } from './judge/contest.ts';
import { judgeEntry } from './judge/entry.ts';
import { judgeEpoch } from './judge/epoch.ts';
import { judgeNanobody } from './judge/nanobody.ts';
import { judgePsichic } from './judge/psichic.ts';

export const judgeTools: JudgeTools = {
  nanobody: judgeNanobody,
  entry: judgeEntry,
  affinity: judgeAffinity,
  contest: judgeContest,
  epoch: judgeEpoch,
  champion: judgeChampion,
  psichic: judgePsichic,
};
