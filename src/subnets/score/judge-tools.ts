import type { JudgeTools } from '../judge-page.ts';
import { judgeActions } from './judge/actions.ts';
import { judgeBoxes } from './judge/boxes.ts';
import { judgeCard, judgeDelivery } from './judge/fields.ts';
import { judgeLegacy } from './judge/legacy.ts';
import { judgePoints } from './judge/points.ts';
import { judgeRequired } from './judge/required.ts';
import { judgeRerun } from './judge/rerun.ts';
import { judgeWinner } from './judge/winner.ts';
import { judgeWorth } from './judge/worth.ts';

export const judgeTools: JudgeTools = {
  boxes: judgeBoxes,
  required: judgeRequired,
  worth: judgeWorth,
  winner: judgeWinner,
  rerun: judgeRerun,
  actions: judgeActions,
  delivery: judgeDelivery,
  card: judgeCard,
  legacy: judgeLegacy,
  points: judgePoints,
};
