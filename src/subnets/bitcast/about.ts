import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { TOKEN_SHARE, TRIGRAM_SHARE } from './scoring/draft-matcher.ts';
import { FALLBACK_MECHANISM_SHARE } from './scoring/emissions.ts';

/** Bitcast's account of itself in the present language. */
export function about(): SubnetAbout {
  return {
    purpose: m.judge_bitcast_about_purpose(),
    what: m.judge_bitcast_about_what(),
    whoAsks: m.judge_bitcast_about_who(),
    practice: m.judge_bitcast_about_practice(),
    scoring: m.judge_bitcast_about_scoring(),
    groups: [
      {
        name: 'YouTube',
        weight: FALLBACK_MECHANISM_SHARE,
        meaning: m.judge_bitcast_about_youtube(),
        parts: [
          {
            name: m.judge_bitcast_usd_today(),
            weight: 1,
            label: 'exact',
            meaning: m.judge_bitcast_about_curve(),
          },
        ],
      },
      {
        name: 'X',
        weight: 1 - FALLBACK_MECHANISM_SHARE,
        meaning: m.judge_bitcast_about_x(),
        parts: [
          {
            name: m.judge_bitcast_dice(),
            weight: TRIGRAM_SHARE,
            label: 'exact',
            meaning: m.judge_bitcast_about_dice(),
          },
          {
            name: m.judge_bitcast_jaccard(),
            weight: TOKEN_SHARE,
            label: 'exact',
            meaning: m.judge_bitcast_about_jaccard(),
          },
        ],
      },
    ],
    checking: m.judge_bitcast_about_checking(),
  };
}
