import type { JudgeTools } from '../judge-page.ts';
import { judgeBurn, judgeReferral, judgeWeights } from './judge/burn.ts';
import { judgeCycle } from './judge/cycle.ts';
import { judgeDilution } from './judge/dilution.ts';
import { judgeNodeReport } from './judge/doctor.ts';

export const judgeTools: JudgeTools = {
  doctor: judgeNodeReport,
  pool: judgeDilution,
  cycle: judgeCycle,
  burn: judgeBurn,
  referral: judgeReferral,
  weights: judgeWeights,
};
