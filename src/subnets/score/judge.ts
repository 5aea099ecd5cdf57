import type { Judge } from '../contract.ts';
import { ARENA_CONTESTS, arenaShares } from './arena.ts';
import { composeUnit } from './compose.ts';
import { jobRules } from './job/rules.ts';
import { detectItem, judgeUnit } from './judging.ts';
import { manifest } from './manifest.ts';
import { detectFrame } from './pipeline/detect.ts';
import { parseInput, parseResult } from './task.ts';
import type { ScoreInput, ScoreResult } from './task.ts';

/** Coordinator half of Score: tasks, verdicts and the arena's rule. */
export const judge: Judge<ScoreInput, ScoreResult> = {
  manifest,
  parseInput,
  parseResult,
  compose: composeUnit,
  judge: (job, ctx) => judgeUnit(job, ctx, detectFrame),
  recompute: (input, item, ctx) => detectItem(input, item, ctx, detectFrame),
  contests: ARENA_CONTESTS,
  arenaShares,
  job: jobRules,
};
