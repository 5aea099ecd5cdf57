import { m } from '../../../paraglide/messages.js';
import { recorded, written } from '../../judge-example.ts';
import type { JudgeExample, JudgeTool } from '../../judge-page.ts';
import {
  RECORDED_ANSWER,
  RECORDED_COLLUSION,
  RECORDED_COPIES,
  RECORDED_NAME,
  RECORDED_SHORT_NAME,
  RECORDED_SOUND,
  RECORDED_TWO,
} from './examples.ts';
import { drawFields, minerField, queryFields } from './fields.ts';

// Tools of the retired task.

const ADDRESS = '115 New Cavendish Street, London W1T 5DU, United Kingdom';

function pair(
  id: string,
  name: string,
  { input, value }: { readonly input: JudgeExample['input']; readonly value: number },
  group: string,
): JudgeExample {
  return {
    id,
    name,
    input,
    documented: recorded(value, group),
  };
}

export function nameTool(): JudgeTool {
  return {
    id: 'name',
    title: m.judge_yanez_tool_name(),
    what: m.judge_yanez_tool_name_what(),
    fields: [
      { key: 'name', label: m.judge_yanez_field_name(), kind: 'line' },
      {
        key: 'variations',
        label: m.judge_yanez_field_variations(),
        help: m.judge_yanez_field_variations_help(),
        kind: 'text',
        rows: 12,
      },
      ...queryFields(),
      {
        key: 'by_sound',
        label: m.judge_yanez_field_by_sound(),
        help: m.judge_yanez_field_by_sound_help(),
        kind: 'flag',
        optional: true,
      },
      ...drawFields(),
    ],
    examples: [
      pair('twelve', m.judge_yanez_example_twelve(), RECORDED_NAME, 'name_variation_quality'),
      pair('few', m.judge_yanez_example_few(), RECORDED_SHORT_NAME, 'name_variation_quality'),
      pair('sound', m.judge_yanez_example_sound(), RECORDED_SOUND, 'phonetic_only_quality'),
    ],
  };
}

export function datesTool(): JudgeTool {
  const seed = '1980-05-14';
  const all = ['1980-05-15', '1980-05-17', '1980-06-10', '1980-08-01', '1981-05-01', '1980-05'];
  const some = ['1980-05-15', '1990-01-01', '1980-06'];
  return {
    id: 'dates',
    title: m.judge_yanez_tool_dates(),
    what: m.judge_yanez_tool_dates_what(),
    fields: [
      { key: 'seed', label: m.judge_yanez_field_seed_date(), kind: 'line' },
      { key: 'dates', label: m.judge_yanez_field_dates(), kind: 'json', rows: 8 },
    ],
    examples: [
      pair(
        'some',
        m.judge_yanez_example_some_dates(),
        { input: { seed, dates: some }, value: 0.166_666_666_666_666_66 },
        'dob_score',
      ),
      pair(
        'all',
        m.judge_yanez_example_all_dates(),
        { input: { seed, dates: all }, value: 1 },
        'dob_score',
      ),
    ],
  };
}

export function addressesTool(): JudgeTool {
  const base = {
    seed: 'United Kingdom',
    gazetteer: { 'United Kingdom': ['London', 'Manchester'], Germany: ['Berlin', 'Munich'] },
  };
  const results = (north: string, west: string) => ({
    [ADDRESS]: [
      {
        place_rank: 30,
        name: '',
        display_name: '115, New Cavendish Street, W1T 5DU, London',
        boundingbox: ['51.52', north, west, '-0.14'],
      },
    ],
  });
  return {
    id: 'addresses',
    title: m.judge_yanez_tool_addresses(),
    what: m.judge_yanez_tool_addresses_what(),
    fields: [
      { key: 'addresses', label: m.judge_yanez_field_addresses(), kind: 'json', rows: 6 },
      { key: 'seed', label: m.judge_yanez_field_region(), kind: 'line' },
      {
        key: 'gazetteer',
        label: m.judge_yanez_field_gazetteer(),
        help: m.judge_yanez_field_gazetteer_help(),
        kind: 'json',
        rows: 4,
      },
      {
        key: 'results',
        label: m.judge_yanez_field_results(),
        help: m.judge_yanez_field_results_help(),
        kind: 'json',
        rows: 9,
        optional: true,
      },
    ],
    examples: [
      pair(
        'exact',
        m.judge_yanez_example_exact_place(),
        {
          input: { ...base, addresses: [ADDRESS], results: results('51.52005', '-0.14005') },
          value: 1,
        },
        'nominatim_score',
      ),
      pair(
        'block',
        m.judge_yanez_example_block(),
        {
          input: { ...base, addresses: [ADDRESS], results: results('51.5206', '-0.1406') },
          value: 0.8,
        },
        'nominatim_score',
      ),
      {
        id: 'short',
        name: m.judge_yanez_example_short_address(),
        input: { ...base, addresses: [ADDRESS, '10 Downing St, London, UK'] },
        documented: written(0, '7.6'),
      },
    ],
  };
}

export function answerTool(): JudgeTool {
  const group = 'identity_reward_before_cheat_checks';
  return {
    id: 'answer',
    title: m.judge_yanez_tool_answer(),
    what: m.judge_yanez_tool_answer_what(),
    fields: [
      {
        key: 'seeds',
        label: m.judge_yanez_field_seeds(),
        help: m.judge_yanez_field_seeds_help(),
        kind: 'json',
        rows: 3,
      },
      {
        key: 'variations',
        label: m.judge_yanez_field_answer(),
        help: m.judge_yanez_field_answer_help(),
        kind: 'json',
        rows: 12,
      },
      {
        key: 'address_score',
        label: m.judge_yanez_field_address_score(),
        help: m.judge_yanez_field_address_score_help(),
        kind: 'number',
        min: 0,
        max: 1,
      },
      ...queryFields(),
      {
        key: 'latin_forms',
        label: m.judge_yanez_field_latin(),
        help: m.judge_yanez_field_latin_help(),
        kind: 'json',
        rows: 2,
        optional: true,
      },
      ...drawFields(),
    ],
    examples: [
      pair('full', m.judge_yanez_example_full(), RECORDED_ANSWER, group),
      pair('two', m.judge_yanez_example_two(), RECORDED_TWO, group),
    ],
  };
}

export function copiesTool(): JudgeTool {
  return {
    id: 'copies',
    title: m.judge_yanez_tool_copies(),
    what: m.judge_yanez_tool_copies_what(),
    fields: [
      {
        key: 'answers',
        label: m.judge_yanez_field_answers(),
        help: m.judge_yanez_field_answer_help(),
        kind: 'json',
        rows: 14,
      },
      { key: 'rewards', label: m.judge_yanez_field_rewards(), kind: 'json', rows: 2 },
      { key: 'seed_names', label: m.judge_yanez_field_seed_names(), kind: 'json', rows: 2 },
      minerField(),
    ],
    examples: [
      pair(
        'copies',
        m.judge_yanez_example_copies(),
        { input: RECORDED_COPIES, value: 0 },
        'cheat_detection',
      ),
      pair(
        'same-reward',
        m.judge_yanez_example_same_reward(),
        { input: RECORDED_COLLUSION, value: 0.125 },
        'cheat_detection',
      ),
    ],
  };
}
