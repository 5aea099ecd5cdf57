import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { COMPONENT_LABELS } from './score.ts';
import { BURN_EMISSION } from './scoring/emission.ts';

/** Lium's account of itself in the present language. */
export function about(): SubnetAbout {
  return {
    purpose: m.judge_lium_about_purpose(),
    what: m.judge_lium_about_what(),
    whoAsks: m.judge_lium_about_who(),
    practice: m.judge_lium_about_practice(),
    scoring: m.judge_lium_about_scoring(),
    groups: [
      {
        name: m.judge_lium_mining(),
        weight: 1 - BURN_EMISSION,
        meaning: m.judge_lium_about_mining(),
        parts: [
          {
            name: m.judge_lium_mining(),
            weight: 1,
            label: COMPONENT_LABELS['pay.rented'],
            meaning: m.judge_lium_about_mining_part(),
          },
        ],
      },
      {
        name: m.judge_lium_idle(),
        weight: BURN_EMISSION,
        meaning: m.judge_lium_about_idle(),
        parts: [
          {
            name: m.judge_lium_idle(),
            weight: 1,
            label: COMPONENT_LABELS['pay.idle'],
            meaning: m.judge_lium_about_idle_part(),
          },
        ],
      },
    ],
    checking: m.judge_lium_about_checking(),
  };
}
