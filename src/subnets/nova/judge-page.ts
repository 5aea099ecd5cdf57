import { m } from '../../paraglide/messages.js';
import { recorded, written } from '../judge-example.ts';
import type { JudgeExample, JudgeField, JudgePage, JudgeTool } from '../judge-page.ts';
import {
  ASPIRIN,
  CAFFEINE,
  FIVE_PAIRS,
  FOUR_PAIRS,
  FOUR_WINS,
  HASH_OF_THREE,
  HUNDRED_ALIKE,
  IBUPROFEN,
  RECORDED_HASH,
  RECORDED_RANKS,
  THREE_MINERS,
  VHH,
} from './judge/examples.ts';

// The judge of NOVA: what its tools ask for, and examples with their documented numbers.

const BIG_ROWS = 14;

export function judgePage(): JudgePage {
  return {
    lead: m.judge_nova_lead(),
    limits: m.judge_nova_limits(),
    tools: [
      nanobodyTool(),
      moleculeTool(),
      varietyTool(),
      entryTool(),
      affinityTool(),
      contestTool(),
      epochTool(),
      championTool(),
      psichicTool(),
    ],
  };
}

function example(
  id: string,
  name: string,
  input: JudgeExample['input'],
  documented: JudgeExample['documented'],
): JudgeExample {
  return { id, name, input, documented };
}

function nanobodyTool(): JudgeTool {
  const letter = (key: string, label: string): JudgeField => ({
    key,
    label,
    kind: 'line',
    optional: true,
  });
  const share = (key: string, label: string): JudgeField => ({
    key,
    label,
    kind: 'number',
    min: 0,
    max: 1,
    step: 0.01,
    optional: true,
  });
  return {
    id: 'nanobody',
    title: m.judge_nova_tool_nanobody(),
    what: m.judge_nova_tool_nanobody_what(),
    fields: [
      { key: 'sequence', label: m.judge_nova_field_sequence(), kind: 'text', rows: 6 },
      letter('position49', m.judge_nova_field_49()),
      letter('position50', m.judge_nova_field_50()),
      share('nativeness', m.judge_nova_nativeness()),
      share('human_framework', m.judge_nova_human()),
      {
        key: 'nearest',
        label: m.judge_nova_field_nearest(),
        help: m.judge_nova_field_nearest_help(),
        kind: 'json',
        rows: 6,
        optional: true,
      },
    ],
    examples: [
      example(
        'vhh',
        m.judge_nova_example_vhh(),
        { sequence: VHH },
        recorded(true, 'nanobody_string_checks'),
      ),
      example('five', m.judge_nova_example_five(), { sequence: FIVE_PAIRS }, written(false, 'f 8')),
      example('four', m.judge_nova_example_four(), { sequence: FOUR_PAIRS }, written(true, 'f 8')),
      example(
        'copy',
        m.judge_nova_example_copy(),
        {
          sequence: VHH,
          position49: 'E',
          position50: 'R',
          nativeness: 0.62,
          human_framework: 0.81,
          nearest: { sequence: 0.88, cdr1: 0.92, cdr2: 0.9, cdr3: 0.81 },
        },
        written(false, 'e'),
      ),
    ],
  };
}

function moleculeTool(): JudgeTool {
  return {
    id: 'molecule',
    title: m.judge_nova_molecule(),
    what: m.judge_nova_tool_molecule_what(),
    fields: [
      { key: 'smiles', label: 'SMILES', kind: 'text', rows: 3 },
      {
        key: 'rule',
        label: m.judge_nova_field_rule(),
        kind: 'choice',
        options: [
          { value: 'today', label: m.judge_nova_rule_of_today() },
          { value: 'psichic2025', label: m.judge_nova_rule_of_nova() },
          { value: 'blueprint', label: m.judge_nova_rule_of_2026() },
        ],
      },
      {
        key: 'known',
        label: m.judge_nova_field_known(),
        help: m.judge_nova_field_known_help(),
        kind: 'json',
        rows: 4,
        optional: true,
      },
    ],
    examples: [
      example(
        'aspirin',
        'Aspirin',
        { smiles: ASPIRIN, rule: 'today', known: [IBUPROFEN] },
        recorded(true, 'molecule_checks'),
      ),
      example(
        'caffeine',
        m.judge_nova_example_caffeine(),
        { smiles: CAFFEINE, rule: 'today' },
        recorded(false, 'molecule_checks'),
      ),
      example(
        'filters',
        m.judge_nova_example_filters(),
        { smiles: ASPIRIN, rule: 'blueprint' },
        recorded(false, 'blueprint_2026_filters'),
      ),
    ],
  };
}

function varietyTool(): JudgeTool {
  return {
    id: 'variety',
    title: m.judge_nova_tool_variety(),
    what: m.judge_nova_tool_variety_what(),
    fields: [{ key: 'smiles', label: m.judge_nova_molecules(), kind: 'json', rows: 8 }],
    examples: [
      example(
        'three',
        m.judge_nova_example_three_drugs(),
        { smiles: [ASPIRIN, IBUPROFEN, CAFFEINE] },
        written(0.2694, 'f 2'),
      ),
      example(
        'two',
        m.judge_nova_example_two_drugs(),
        { smiles: [ASPIRIN, IBUPROFEN] },
        written(0.0958, 'f 2'),
      ),
    ],
  };
}

function entryTool(): JudgeTool {
  return {
    id: 'entry',
    title: m.judge_nova_tool_entry(),
    what: m.judge_nova_tool_entry_what(),
    fields: [
      { key: 'text', label: m.judge_nova_field_entry(), kind: 'text', rows: 4 },
      {
        key: 'allowed',
        label: m.judge_nova_allowed(),
        help: m.judge_nova_field_allowed_help(),
        kind: 'line',
        optional: true,
      },
    ],
    examples: [
      example(
        'molecule',
        m.judge_nova_example_molecule_only(),
        { text: 'rxn:1:2:3|~' },
        written(true, 'f 4'),
      ),
      example(
        'empty',
        m.judge_nova_example_empty_part(),
        { text: 'rxn:1:2:3|' },
        written(false, 'f 4'),
      ),
      example(
        'both',
        m.judge_nova_example_both(),
        { text: `rxn:4:1021:77|${VHH}`, allowed: 'rxn:4' },
        null,
      ),
    ],
  };
}

function affinityTool(): JudgeTool {
  return {
    id: 'affinity',
    title: m.judge_nova_tool_affinity(),
    what: m.judge_nova_tool_affinity_what(),
    fields: [
      {
        key: 'molecules',
        label: m.judge_nova_molecules(),
        help: m.judge_nova_field_affinity_help(),
        kind: 'json',
        rows: BIG_ROWS,
      },
    ],
    examples: [
      example(
        'one',
        m.judge_nova_example_one(),
        { molecules: [{ heavy_atoms: 25, targets: [{ probability: 0.9, value: -1.2 }] }] },
        written(0.084, 'f 1'),
      ),
      example(
        'zero',
        m.judge_nova_example_zero(),
        { molecules: [{ heavy_atoms: 20, targets: [{ probability: 0.2, value: 0.2 }] }] },
        recorded(null, 'score_aggregate'),
      ),
    ],
  };
}

function contestTool(): JudgeTool {
  return {
    id: 'contest',
    title: m.judge_nova_tool_contest(),
    what: m.judge_nova_tool_contest_what(),
    fields: [
      { key: 'molecules', label: m.judge_nova_molecules(), kind: 'json', rows: BIG_ROWS },
      {
        key: 'nanobodies',
        label: m.judge_nova_nanobodies(),
        help: m.judge_nova_field_nanobodies_help(),
        kind: 'json',
        rows: BIG_ROWS,
      },
      { key: 'uid', label: m.judge_nova_field_uid(), kind: 'number', min: 0, step: 1 },
    ],
    examples: [
      example('three', m.judge_nova_example_three(), { ...THREE_MINERS, uid: 3 }, null),
      example(
        'recorded',
        m.judge_nova_example_recorded(),
        { ...RECORDED_RANKS, uid: 2 },
        written(0.4, 'e'),
      ),
    ],
  };
}

function epochTool(): JudgeTool {
  const count = (key: string, label: string, help?: string): JudgeField => ({
    key,
    label,
    ...(help === undefined ? {} : { help }),
    kind: 'number',
    min: 0,
    step: 1,
    optional: key !== 'reactions',
  });
  return {
    id: 'epoch',
    title: m.judge_nova_tool_epoch(),
    what: m.judge_nova_tool_epoch_what(),
    fields: [
      { key: 'block_hash', label: m.judge_nova_field_hash(), kind: 'line' },
      count('reactions', m.judge_nova_field_reactions(), m.judge_nova_field_reactions_help()),
      count('block', m.judge_nova_field_block()),
      count('committed', m.judge_nova_field_committed()),
      count('unix_seconds', m.judge_nova_field_seconds()),
    ],
    examples: [
      example(
        'four',
        m.judge_nova_example_rest_three(),
        { block_hash: HASH_OF_THREE, reactions: 5 },
        written('rxn:4', 'f 3'),
      ),
      example(
        'recorded',
        m.judge_nova_example_hash(),
        {
          block_hash: RECORDED_HASH,
          reactions: 5,
          block: 6_122_000,
          committed: 6_121_900,
          unix_seconds: 1_753_000_000,
        },
        recorded('rxn:3', 'allowed_reaction_from_block_hash'),
      ),
    ],
  };
}

function championTool(): JudgeTool {
  return {
    id: 'champion',
    title: m.judge_nova_tool_champion(),
    what: m.judge_nova_tool_champion_what(),
    fields: [
      {
        key: 'champion',
        label: m.judge_nova_field_champion(),
        help: m.judge_nova_field_champion_help(),
        kind: 'line',
        optional: true,
      },
      {
        key: 'epochs',
        label: m.judge_nova_epochs(),
        help: m.judge_nova_field_epochs_help(),
        kind: 'json',
        rows: BIG_ROWS,
      },
      {
        key: 'keeps_above',
        label: m.judge_nova_field_keeps(),
        help: m.judge_nova_field_keeps_help(),
        kind: 'flag',
      },
    ],
    examples: [
      example(
        'wins',
        m.judge_nova_example_wins(),
        { champion: 'A', epochs: FOUR_WINS, keeps_above: false },
        written('B', 'f 7'),
      ),
      example(
        'close',
        m.judge_nova_example_close(),
        { champion: 'A', epochs: FOUR_WINS.slice(0, 3), keeps_above: false },
        null,
      ),
    ],
  };
}

function psichicTool(): JudgeTool {
  return {
    id: 'psichic',
    title: m.judge_nova_tool_psichic(),
    what: m.judge_nova_tool_psichic_what(),
    fields: [
      {
        key: 'rule',
        label: m.judge_nova_field_rule(),
        kind: 'choice',
        options: [
          { value: 'nova', label: m.judge_nova_rule_of_nova() },
          { value: 'blueprint', label: m.judge_nova_rule_of_blueprint() },
        ],
      },
      {
        key: 'targets',
        label: m.judge_nova_wanted(),
        help: m.judge_nova_field_rows_help(),
        kind: 'json',
      },
      { key: 'antitargets', label: m.judge_nova_unwanted(), kind: 'json' },
      {
        key: 'entropy',
        label: m.judge_nova_entropy(),
        kind: 'number',
        min: 0,
        max: 1,
        step: 0.01,
        optional: true,
      },
      {
        key: 'epoch',
        label: m.judge_nova_epoch(),
        kind: 'number',
        min: 0,
        step: 1,
        optional: true,
      },
    ],
    examples: [
      example(
        'two',
        m.judge_nova_example_two_molecules(),
        {
          rule: 'nova',
          targets: [
            [6, 7],
            [5, 8],
          ],
          antitargets: [
            [5, 5],
            [4.5, 3],
          ],
          entropy: 0.31,
          epoch: 16_888,
        },
        recorded(5.6016, 'nova_2025_score'),
      ),
      example(
        'hundred',
        m.judge_nova_example_hundred(),
        { rule: 'nova', ...HUNDRED_ALIKE, entropy: 0.4, epoch: 16_958 },
        written(257.4, 'f 6'),
      ),
      example(
        'blueprint',
        m.judge_nova_example_blueprint(),
        { rule: 'blueprint', ...HUNDRED_ALIKE },
        written(1.95, 'f 6'),
      ),
    ],
  };
}
