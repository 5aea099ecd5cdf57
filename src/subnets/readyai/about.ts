import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { STATISTIC_WEIGHTS } from './scoring/statistics.ts';

const MEANINGS: Readonly<Record<keyof typeof STATISTIC_WEIGHTS, () => string>> = {
  top3Mean: m.judge_readyai_top3,
  mean: m.judge_readyai_mean,
  median: m.judge_readyai_median,
  max: m.judge_readyai_max,
};

/** ReadyAI's account of itself in the present language. */
export function about(): SubnetAbout {
  return {
    purpose: m.judge_readyai_about_purpose(),
    what: m.judge_readyai_about_what(),
    whoAsks: m.judge_readyai_about_who(),
    practice: m.judge_readyai_about_practice(),
    scoring: m.judge_readyai_about_scoring(),
    groups: [
      {
        name: m.judge_readyai_score(),
        weight: 1,
        meaning: m.judge_readyai_about_group(),
        parts: (['top3Mean', 'mean', 'median', 'max'] as const).map((name) => ({
          name,
          weight: STATISTIC_WEIGHTS[name],
          label: 'exact',
          meaning: MEANINGS[name](),
        })),
      },
    ],
    checking: m.judge_readyai_about_checking(),
  };
}
