import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { METRIC_KINDS, NANOBODY_METRICS } from './scoring/metric-ranks.ts';
import { REWARD_SHARES } from './scoring/ranking.ts';

/** NOVA's account of itself in the present language. */
export function about(): SubnetAbout {
  const metrics = METRIC_KINDS.flatMap((kind) => Object.entries(NANOBODY_METRICS[kind]));
  return {
    purpose: m.judge_nova_about_purpose(),
    what: m.judge_nova_about_what(),
    whoAsks: m.judge_nova_about_who(),
    practice: m.judge_nova_about_practice(),
    scoring: m.judge_nova_about_scoring(),
    groups: [
      {
        name: m.judge_nova_molecules(),
        weight: REWARD_SHARES.molecule,
        meaning: m.judge_nova_about_molecules(),
        parts: [
          {
            name: m.judge_nova_affinity_score(),
            weight: 1,
            label: 'exact',
            meaning: m.judge_nova_about_affinity(),
          },
        ],
      },
      {
        name: m.judge_nova_nanobodies(),
        weight: REWARD_SHARES.nanobody,
        meaning: m.judge_nova_about_nanobodies(),
        parts: metrics.map(([name, direction]) => ({
          name,
          weight: 1 / metrics.length,
          label: 'exact',
          meaning: direction === 'max' ? m.judge_nova_higher() : m.judge_nova_lower(),
        })),
      },
    ],
    checking: m.judge_nova_about_checking(),
  };
}
