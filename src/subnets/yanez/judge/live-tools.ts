import { m } from '../../../paraglide/messages.js';
import { recorded, written } from '../../judge-example.ts';
import type { JudgeExample, JudgeTool } from '../../judge-page.ts';
import { minerField } from './fields.ts';

// Tools of the live task: what of it is public.

const METADATA = {
  seed_image: 'seed_0412.png',
  date: '2026-10-10',
  camera_used: 'phone',
  device_photographed: 'tv',
  capture_variant: 'seed_smiling',
  moire_pixel_grid: false,
  screen_glare_hotspots: false,
  perspective_keystone_distortion: false,
  gamma_contrast_shift: false,
  edge_crop_cues: false,
};

export function replayTool(): JudgeTool {
  const example = (id: string, name: string, metadata: object, value: boolean): JudgeExample => ({
    id,
    name,
    input: { metadata },
    documented: recorded(value, 'screen_replay_metadata'),
  });
  return {
    id: 'replay',
    title: m.judge_yanez_tool_replay(),
    what: m.judge_yanez_tool_replay_what(),
    fields: [{ key: 'metadata', label: m.judge_yanez_field_metadata(), kind: 'json', rows: 13 }],
    examples: [
      example('valid', m.judge_yanez_example_valid(), METADATA, true),
      example(
        'unknown',
        m.judge_yanez_example_unknown(),
        { ...METADATA, capture_variant: 'video' },
        false,
      ),
    ],
  };
}

export function rankTool(): JudgeTool {
  const slot = (validation: number, identity: number) => [{ validation, identity }];
  return {
    id: 'rank',
    title: m.judge_yanez_tool_rank(),
    what: m.judge_yanez_tool_rank_what(),
    fields: [
      {
        key: 'miners',
        label: m.judge_yanez_field_grades(),
        help: m.judge_yanez_field_grades_help(),
        kind: 'json',
        rows: 8,
      },
      minerField(),
    ],
    examples: [
      {
        id: 'alone',
        name: m.judge_yanez_example_alone(),
        input: { miners: [slot(4, 0.99)], miner: 0 },
        documented: written(0.940_002_97, '5.6'),
      },
      {
        id: 'identity',
        name: m.judge_yanez_example_identity(),
        input: { miners: [slot(5, 0.59), slot(4, 0.9)], miner: 1 },
        documented: written(0.94, '5.6'),
      },
    ],
  };
}

export function payoutTool(): JudgeTool {
  const miners = [
    { reward: 1, reputation: { score: 10, tier: 'Silver' } },
    { reward: 0.5, reputation: { score: 1, tier: 'Neutral' } },
    { reward: 0, reputation: null },
  ];
  return {
    id: 'payout',
    title: m.judge_yanez_tool_payout(),
    what: m.judge_yanez_tool_payout_what(),
    fields: [
      {
        key: 'miners',
        label: m.judge_yanez_field_payees(),
        help: m.judge_yanez_field_payees_help(),
        kind: 'json',
        rows: 10,
      },
      minerField(),
      {
        key: 'burn',
        label: m.judge_yanez_field_burn(),
        kind: 'number',
        min: 0,
        max: 0.65,
      },
      { key: 'partner', label: m.judge_yanez_field_partner(), kind: 'flag' },
    ],
    examples: [
      {
        id: 'three',
        name: m.judge_yanez_example_three(),
        input: { miners, miner: 0, burn: 0.3, partner: true },
        documented: written(0.231_59, '5.6'),
      },
      {
        id: 'no-rewards',
        name: m.judge_yanez_example_no_rewards(),
        input: {
          miners: miners.map((miner) => ({ ...miner, reward: 0 })),
          miner: 0,
          burn: 0.3,
          partner: true,
        },
        documented: recorded(0.208_257_012_020_607, 'reputation_rewards'),
      },
    ],
  };
}
