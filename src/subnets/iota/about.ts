import { m } from '../../paraglide/messages.js';
import type { SubnetAbout } from '../about.ts';
import { LIMITS, OPTIMIZER_COSINE } from './scoring/reproduction.ts';

/** IOTA's account of itself in the present language. */
export function about(): SubnetAbout {
  const part = (
    name: string,
    label: 'exact' | 'from the specification',
    least: number,
  ): SubnetAbout['groups'][number]['parts'][number] => ({
    name,
    weight: 1,
    label,
    meaning: m.judge_iota_about_limit({ least: String(least) }),
  });
  return {
    purpose: m.judge_iota_about_purpose(),
    what: m.judge_iota_about_what(),
    whoAsks: m.judge_iota_about_who(),
    practice: m.judge_iota_about_practice(),
    scoring: m.judge_iota_about_scoring(),
    groups: [
      {
        name: m.judge_iota_kind_activation(),
        weight: 1,
        meaning: m.judge_iota_about_activation(),
        parts: [
          part(m.judge_iota_ratio(), 'exact', LIMITS.activation.ratio),
          part(m.judge_iota_cosine(), 'exact', LIMITS.activation.cosine),
        ],
      },
      {
        name: m.judge_iota_kind_weights(),
        weight: 1,
        meaning: m.judge_iota_about_weights(),
        parts: [
          part(m.judge_iota_optimizer(), 'from the specification', OPTIMIZER_COSINE),
          part(m.judge_iota_ratio(), 'from the specification', LIMITS.weights.ratio),
          part(m.judge_iota_cosine(), 'from the specification', LIMITS.weights.cosine),
        ],
      },
    ],
    checking: m.judge_iota_about_checking(),
  };
}
