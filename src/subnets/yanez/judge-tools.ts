import type { JudgeTools } from '../judge-page.ts';
import { judgeAddresses } from './judge/addresses.ts';
import { judgeAnswer } from './judge/answer.ts';
import { judgeCopies } from './judge/copies.ts';
import { judgeDates } from './judge/dates.ts';
import { judgeName } from './judge/name.ts';
import { judgePayout } from './judge/payout.ts';
import { judgeRank } from './judge/rank.ts';
import { judgeReplay } from './judge/replay.ts';

export const judgeTools: JudgeTools = {
  name: judgeName,
  dates: judgeDates,
  addresses: judgeAddresses,
  answer: judgeAnswer,
  copies: judgeCopies,
  replay: judgeReplay,
  rank: judgeRank,
  payout: judgePayout,
};
