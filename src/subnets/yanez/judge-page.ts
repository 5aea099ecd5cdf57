import { m } from '../../paraglide/messages.js';
import type { JudgePage } from '../judge-page.ts';
import { payoutTool, rankTool, replayTool } from './judge/live-tools.ts';
import {
  addressesTool,
  answerTool,
  copiesTool,
  datesTool,
  nameTool,
} from './judge/practice-tools.ts';

/** The judge of Yanez MIID: the retired task as practice, and what is public of the live one. */
export function judgePage(): JudgePage {
  return {
    lead: m.judge_yanez_lead(),
    limits: m.judge_yanez_limits(),
    tools: [
      nameTool(),
      datesTool(),
      addressesTool(),
      answerTool(),
      copiesTool(),
      replayTool(),
      rankTool(),
      payoutTool(),
    ],
  };
}
