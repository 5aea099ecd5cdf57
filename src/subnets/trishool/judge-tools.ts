import type { JudgeTools } from '../judge-page.ts';
import { judgeClassify, judgeGuard } from './judge/guard.ts';
import { judgeSheet } from './judge/sheet.ts';
import { judgeSubmission, judgeTemplate } from './judge/template.ts';
import { judgeTiers } from './judge/tiers.ts';
import { judgeVerdict } from './judge/verdict.ts';

export const judgeTools: JudgeTools = {
  template: judgeTemplate,
  submission: judgeSubmission,
  guard: judgeGuard,
  classify: judgeClassify,
  verdict: judgeVerdict,
  sheet: judgeSheet,
  tiers: judgeTiers,
};
