import { m } from '../../paraglide/messages.js';
import type { JudgePage } from '../judge-page.ts';
import { burnForm, referralForm, weightsForm } from './judge/burn-forms.ts';
import { cycleForm, doctorForm, poolForm } from './judge/forms.ts';

/** The judge of Lium: what its tools ask for, and examples with their documented numbers. */
export function judgePage(): JudgePage {
  return {
    lead: m.judge_lium_lead(),
    limits: m.judge_lium_limits(),
    tools: [doctorForm(), poolForm(), cycleForm(), burnForm(), referralForm(), weightsForm()],
  };
}
