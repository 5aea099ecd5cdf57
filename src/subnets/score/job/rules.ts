import * as v from 'valibot';
import { parseAs } from '../../../protocol/parse.ts';
import type { Verdict } from '../../../protocol/verdict.ts';
import type { JobRules, SecondOpinion } from '../../job.ts';
import { frameAgreements } from '../judging.ts';
import { TOLERANCE } from '../verify.ts';
import { assembleJob } from './assemble.ts';
import { followClip } from './follow.ts';

/** Frame analysis has no options: every class of object is looked for. */
const Options = v.strictObject({});

const DIFFERS = 'its second opinion differs';

function secondOpinions(verdict: Verdict): SecondOpinion[] {
  return frameAgreements(verdict).map(({ item, agreement }) => ({
    item,
    agreement,
    doubt: agreement < TOLERANCE.frameIou ? DIFFERS : null,
  }));
}

/** What Score's judge does for jobs. */
export const jobRules: JobRules = {
  checkOptions: (options) => void parseAs(Options, options, 'input.malformed'),
  secondOpinions,
  assemble: (outcome) => assembleJob(outcome, followClip),
};
