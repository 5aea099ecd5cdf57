import { m } from '../../paraglide/messages.js';
import type { JudgePage } from '../judge-page.ts';
import { mergeForm, pairingForm, reproductionForm } from './judge/forms.ts';
import { payForm, rateForm, runsForm, stagesForm } from './judge/run-forms.ts';
import { weightsForm, windowForm } from './judge/weight-forms.ts';

/** The judge of IOTA: what its tools ask for, and examples with their documented numbers. */
export function judgePage(): JudgePage {
  return {
    lead: m.judge_iota_lead(),
    limits: m.judge_iota_limits(),
    tools: [
      reproductionForm(),
      pairingForm(),
      mergeForm(),
      payForm(),
      runsForm(),
      weightsForm(),
      windowForm(),
      rateForm(),
      stagesForm(),
    ],
  };
}
