import { m } from '../../../paraglide/messages.js';
import { recorded } from '../../judge-example.ts';
import type { JudgeTool } from '../../judge-page.ts';
import { BURN_COLDKEYS } from '../scoring/burn.ts';

// What the tools of burn, referrals and weights ask for.

const BURNER = 47;

export function burnForm(): JudgeTool {
  const key = (uid: number) => ({ uid, coldkey: BURN_COLDKEYS[uid] ?? `coldkey of ${uid}` });
  return {
    id: 'burn',
    title: m.judge_lium_tool_burn(),
    what: m.judge_lium_tool_burn_what(),
    fields: [
      { key: 'share', label: m.judge_lium_burn(), kind: 'number', min: 0, max: 1 },
      { key: 'neurons', label: m.judge_lium_field_neurons(), kind: 'json' },
      {
        key: 'slots',
        label: m.judge_lium_field_slots(),
        help: m.judge_lium_field_slots_help(),
        kind: 'json',
        rows: 2,
        optional: true,
      },
    ],
    examples: [
      {
        id: 'usual',
        name: m.judge_lium_example_burner(),
        input: { share: 0.8, neurons: [key(1), key(BURNER)] },
        documented: recorded(0.8, 'burn_slots'),
      },
      {
        id: 'absent',
        name: m.judge_lium_example_absent(),
        input: { share: 0.91, neurons: [key(1)] },
        documented: recorded(0, 'burn_slots'),
      },
    ],
  };
}

export function referralForm(): JudgeTool {
  return {
    id: 'referral',
    title: m.judge_lium_tool_referral(),
    what: m.judge_lium_tool_referral_what(),
    fields: [
      { key: 'scores', label: m.judge_lium_scores(), kind: 'json', rows: 3 },
      { key: 'burn', label: m.judge_lium_field_burners(), kind: 'json', rows: 2 },
      { key: 'revenue', label: m.judge_lium_field_revenue(), kind: 'json', rows: 3 },
      { key: 'share', label: m.judge_lium_field_referral(), kind: 'number', min: 0, max: 1 },
      { key: 'hotkey', label: m.judge_lium_field_hotkey(), kind: 'line' },
    ],
    examples: [
      {
        id: 'two',
        name: m.judge_lium_example_referral(),
        input: {
          scores: { b: 0.8, m1: 0.15, m2: 0.05 },
          burn: { b: 0.8 },
          revenue: { m1: 1, m2: 3 },
          share: 0.1,
          hotkey: 'm2',
        },
        documented: recorded(0.125, 'referral_pool'),
      },
    ],
  };
}

export function weightsForm(): JudgeTool {
  return {
    id: 'weights',
    title: m.judge_lium_tool_weights(),
    what: m.judge_lium_tool_weights_what(),
    fields: [
      {
        key: 'cycles',
        label: m.judge_lium_field_cycles(),
        help: m.judge_lium_field_cycles_help(),
        kind: 'json',
      },
      { key: 'hotkey', label: m.judge_lium_field_hotkey(), kind: 'line' },
    ],
    examples: [
      {
        id: 'burn',
        name: m.judge_lium_example_weights(),
        input: { cycles: [{ burn: 0.91, a: 0.05, b: 0.04 }], hotkey: 'a' },
        documented: recorded(3601, 'weights_u16'),
      },
    ],
  };
}
