import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { COMPONENT_LABELS, QUESTION_MAXIMUM } from './score.ts';
import { VERDICTS, VERDICT_SCORES } from './scoring/judge-verdict.ts';
import { TEMPLATE_LIMIT } from './scoring/template.ts';

/** Trishool's account of itself in the present language. */
export function about(): SubnetAbout {
  const points = VERDICTS.map((verdict) => `${verdict} ${VERDICT_SCORES[verdict]}`).join(', ');
  return {
    purpose: m.judge_trishool_about_purpose(),
    what: m.judge_trishool_about_what({ limit: TEMPLATE_LIMIT }),
    whoAsks: m.judge_trishool_about_who(),
    practice: m.judge_trishool_about_practice(),
    scoring: m.judge_trishool_about_scoring({ points }),
    groups: [
      {
        name: m.judge_trishool_total(),
        weight: 1,
        meaning: m.judge_trishool_about_total({ most: QUESTION_MAXIMUM }),
        parts: [
          {
            name: 'verdict',
            weight: 1,
            label: COMPONENT_LABELS.verdict,
            meaning: m.judge_trishool_about_verdict(),
          },
        ],
      },
    ],
    checking: m.judge_trishool_about_checking(),
  };
}
