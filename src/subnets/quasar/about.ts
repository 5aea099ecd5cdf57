import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { COMPONENT_LABELS } from './score.ts';
import { FRAGMENT_COUNT } from './scoring/fragments.ts';
import { LARGEST_GAP, RANDOM_REGRESSION } from './scoring/generalization.ts';
import { EVENT_WINDOW, HALF_LIFE_EVENTS } from './scoring/score-window.ts';

/** Quasar's account of itself in the present language. */
export function about(): SubnetAbout {
  return {
    purpose: m.judge_quasar_about_purpose(),
    what: m.judge_quasar_about_what({ count: FRAGMENT_COUNT }),
    whoAsks: m.judge_quasar_about_who(),
    practice: m.judge_quasar_about_practice(),
    scoring: m.judge_quasar_about_scoring({ events: EVENT_WINDOW, half: HALF_LIFE_EVENTS }),
    groups: [
      {
        name: m.judge_quasar_weight(),
        weight: 1,
        meaning: m.judge_quasar_about_weight(),
        parts: [
          {
            name: 'work_weight',
            weight: 1,
            label: COMPONENT_LABELS.work_weight,
            meaning: m.judge_quasar_about_gate({ gap: LARGEST_GAP, rise: RANDOM_REGRESSION }),
          },
        ],
      },
    ],
    checking: m.judge_quasar_about_checking(),
  };
}
