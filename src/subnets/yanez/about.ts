import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { COMPONENT_LABELS } from './score.ts';
import { IDENTITY_WEIGHTS } from './scoring/identity.ts';

const PARTS = {
  quality: { name: m.judge_yanez_quality, meaning: m.judge_yanez_about_quality },
  dates: { name: m.judge_yanez_dates, meaning: m.judge_yanez_about_dates },
  address: { name: m.judge_yanez_address_score, meaning: m.judge_yanez_about_address },
};

/** Yanez MIID's account of itself in the present language. */
export function about(): SubnetAbout {
  return {
    purpose: m.judge_yanez_about_purpose(),
    what: m.judge_yanez_about_what(),
    whoAsks: m.judge_yanez_about_who(),
    practice: m.judge_yanez_about_practice(),
    scoring: m.judge_yanez_about_scoring(),
    groups: [
      {
        name: m.judge_yanez_reward(),
        weight: 1,
        meaning: m.judge_yanez_about_group(),
        parts: (['quality', 'dates', 'address'] as const).map((part) => ({
          name: PARTS[part].name(),
          weight: IDENTITY_WEIGHTS[part],
          label: COMPONENT_LABELS[part],
          meaning: PARTS[part].meaning(),
        })),
      },
    ],
    checking: m.judge_yanez_about_checking(),
  };
}
