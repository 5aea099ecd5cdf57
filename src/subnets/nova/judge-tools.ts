import type { JudgeTools } from '../judge-page.ts';
import { judgeAffinity } from './judge/affinity.ts';
import { judgeChampion } from './judge/champion.ts';
import { judgeContest } from './judge/contest.ts';
import { judgeEntry } from './judge/entry.ts';
import { judgeEpoch } from './judge/epoch.ts';
import { judgeMolecule } from './judge/molecule.ts';
import { judgeNanobody } from './judge/nanobody.ts';
import { judgePsichic } from './judge/psichic.ts';
import { judgeVariety } from './judge/variety.ts';

export const judgeTools: JudgeTools = {
  nanobody: judgeNanobody,
  molecule: judgeMolecule,
  variety: judgeVariety,
  entry: judgeEntry,
  affinity: judgeAffinity,
  contest: judgeContest,
  epoch: judgeEpoch,
  champion: judgeChampion,
  psichic: judgePsichic,
};
