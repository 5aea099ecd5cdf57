import * as v from 'valibot';
import { classifyDecision } from '../../src/subnets/trishool/scoring/guard-decision.ts';
import {
  extractGuardLabels,
  parseGuardLines,
} from '../../src/subnets/trishool/scoring/guard-lines.ts';
import { isPlaceholder, normaliseJudge } from '../../src/subnets/trishool/scoring/judge.ts';
import {
  checkTemplate,
  expandTemplate,
  templateFault,
} from '../../src/subnets/trishool/scoring/template.ts';
import { tierProbabilities } from '../../src/subnets/trishool/scoring/tier-probabilities.ts';
import { pairs, Reals } from './pairs.ts';
import type { ConformanceAdapter } from './contract.ts';

const Ids = v.array(v.number());

export const adapter: ConformanceAdapter = {
  name: '23-trishool',
  tables: [],
  whyNot: 'this group is not built yet',
  groups: {
    template_extract_and_validate: pairs(v.unknown(), (items) => {
      const checked = checkTemplate(items);
      return checked.ok ? { ok: checked.value } : { error: checked.error };
    }),
    template_validate: pairs(v.unknown(), (template) => {
      const error = templateFault(template);
      return error === null ? { ok: null } : { error };
    }),
    template_expand: pairs(
      v.object({
        template: v.string(),
        questions: v.array(
          v.object({ question_id: v.optional(v.unknown()), objective: v.optional(v.unknown()) }),
        ),
      }),
      ({ template, questions }) => {
        const expanded = expandTemplate(template, questions);
        if (!expanded.ok) return { error: expanded.error };
        return {
          ok: Object.fromEntries([...expanded.value].map(([id, prompt]) => [id, { prompt }])),
        };
      },
    ),
    guard_line_parser: pairs(v.string(), parseGuardLines),
    guard_label_extract: pairs(v.string(), (text) => {
      const { category, ...labels } = extractGuardLabels(text);
      return { ...labels, categories: [category] };
    }),
    guard_tier_probabilities: pairs(
      v.object({
        logits: Reals,
        ids: v.object({ safe: Ids, unsafe: Ids, controversial: Ids }),
      }),
      ({ logits, ids }) => tierProbabilities(logits, ids),
    ),
    judge_normaliser: pairs(
      v.object({ payload: v.unknown(), prompt: v.string(), modelResponse: v.string() }),
      ({ payload, ...exchange }) => normaliseJudge(payload, exchange),
    ),
    trivial_judge_text: pairs(v.string(), isPlaceholder),
    guard_classify_decision: pairs(v.unknown(), (reply) => {
      const decision = classifyDecision(reply);
      return 'error' in decision ? { throws: decision.error } : decision;
    }),
  },
};
