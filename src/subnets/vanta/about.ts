import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { PNL_WEIGHT } from './scoring/ranking.ts';

/** Vanta's account of itself in the present language. */
export function about(): SubnetAbout {
  return {
    purpose: m.judge_vanta_about_purpose(),
    what: m.judge_vanta_about_what(),
    whoAsks: m.judge_vanta_about_who(),
    practice: m.judge_vanta_about_practice(),
    scoring: m.judge_vanta_about_scoring(),
    groups: [
      {
        name: m.judge_vanta_competition(),
        weight: 1,
        meaning: m.judge_vanta_about_group(),
        parts: [
          {
            name: m.judge_vanta_pnl(),
            weight: PNL_WEIGHT,
            label: 'exact',
            meaning: m.judge_vanta_about_pnl(),
          },
        ],
      },
    ],
    checking: m.judge_vanta_about_checking(),
  };
}
