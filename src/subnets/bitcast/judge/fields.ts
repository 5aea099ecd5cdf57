import { m } from '../../../paraglide/messages.js';
import type { JudgeField } from '../../judge-page.ts';
import { FORMATS } from './pay-words.ts';

// What the tools ask for, in the present language.

type More = Partial<Omit<JudgeField, 'key' | 'label' | 'kind'>>;
const number = (key: string, label: string, more: More = {}): JudgeField => ({
  key,
  label,
  kind: 'number',
  min: 0,
  ...more,
});
const line = (key: string, label: string, more: More = {}): JudgeField => {
  return { key, label, kind: 'line', ...more };
};
const text = (key: string, label: string, more: More = {}): JudgeField => {
  return { key, label, kind: 'text', rows: 4, ...more };
};
const json = (key: string, label: string, more: More = {}): JudgeField => {
  return { key, label, kind: 'json', rows: 4, ...more };
};
const flag = (key: string, label: string): JudgeField => ({ key, label, kind: 'flag' });
const optional = { optional: true };

export function matchFields(): JudgeField[] {
  return [
    text('draft', m.judge_bitcast_field_draft()),
    text('tweet', m.judge_bitcast_field_tweet()),
    text('public_text', m.judge_bitcast_field_public(), {
      help: m.judge_bitcast_field_public_help(),
      ...optional,
    }),
    json('others', m.judge_bitcast_field_others(), {
      help: m.judge_bitcast_field_others_help(),
      ...optional,
    }),
  ];
}

export function tweetFields(): JudgeField[] {
  return [
    text('text', m.judge_bitcast_field_tweet()),
    line('posted', m.judge_bitcast_field_posted()),
    line('creator_id', m.judge_bitcast_field_creator()),
    flag('is_reply', m.judge_bitcast_field_reply()),
    line('quoted_tweet_id', m.judge_bitcast_field_quoted(), optional),
    line('opens_at', m.judge_bitcast_field_opens()),
    line('closes_at', m.judge_bitcast_field_closes()),
    json('eligible', m.judge_bitcast_field_eligible(), { rows: 2 }),
    json('required_terms', m.judge_bitcast_check_terms(), { rows: 2, ...optional }),
    line('tag', m.judge_bitcast_check_tag(), optional),
    line('required_quote_id', m.judge_bitcast_check_quote(), optional),
    json('keywords', m.judge_bitcast_check_keyword(), { rows: 2, ...optional }),
  ];
}

export function claimFields(): JudgeField[] {
  return [
    line('claim_id', m.judge_bitcast_field_claim_id(), {
      help: m.judge_bitcast_field_hex({ digits: 32 }),
    }),
    text('draft', m.judge_bitcast_field_draft()),
    line('nonce', m.judge_bitcast_field_nonce(), {
      help: m.judge_bitcast_field_hex({ digits: 64 }),
    }),
    line('commitment', m.judge_bitcast_field_commitment(), optional),
    json('batch', m.judge_bitcast_field_batch(), {
      help: m.judge_bitcast_field_batch_help(),
      rows: 8,
      ...optional,
    }),
    line('envelope', m.judge_bitcast_field_envelope(), {
      help: m.judge_bitcast_field_hex({ digits: 90 }),
      ...optional,
    }),
  ];
}

export function engagementFields(): JudgeField[] {
  return [
    line('author', m.judge_bitcast_field_author()),
    number('author_influence', m.judge_bitcast_field_influence()),
    json('engagements', m.judge_bitcast_field_engagements(), {
      help: m.judge_bitcast_field_engagements_help(),
      rows: 8,
    }),
  ];
}

export function campaignFields(): JudgeField[] {
  return [
    json('campaigns', m.judge_bitcast_field_campaigns(), {
      help: m.judge_bitcast_field_campaigns_help(),
      rows: 14,
    }),
    line('tweet', m.judge_bitcast_field_tweet_id()),
  ];
}

function termFields(): JudgeField[] {
  return [
    {
      key: 'format',
      label: m.judge_bitcast_field_format(),
      kind: 'choice',
      options: FORMATS.map((value) => ({ value, label: value })),
    },
    number('boost', m.judge_bitcast_field_boost(), optional),
    number('alpha_price_usd', m.judge_bitcast_field_price(), optional),
    number('daily_alpha', m.judge_bitcast_field_daily_alpha(), optional),
  ];
}

export function payFields(): JudgeField[] {
  return [
    number('earlier_usd', m.judge_bitcast_earlier(), { help: m.judge_bitcast_field_mean_help() }),
    number('later_usd', m.judge_bitcast_later()),
    ...termFields(),
  ];
}

export function videoFields(): JudgeField[] {
  return [
    line('today', m.judge_bitcast_field_today()),
    json('days', m.judge_bitcast_field_days(), {
      help: m.judge_bitcast_field_days_help(),
      rows: 8,
    }),
    json('channel_days', m.judge_bitcast_field_channel_days(), {
      help: m.judge_bitcast_field_channel_days_help(),
      ...optional,
    }),
    flag('partner', m.judge_bitcast_field_partner()),
    flag('has_stake', m.judge_bitcast_field_stake()),
    line('opened', m.judge_bitcast_field_opened()),
    number('subscribers', m.judge_bitcast_subscribers()),
    number('retention_percent', m.judge_bitcast_retention()),
    number('minutes_90d', m.judge_bitcast_minutes()),
    line('published', m.judge_bitcast_field_published()),
    text('description', m.judge_bitcast_field_description(), { rows: 2, ...optional }),
    flag('has_captions', m.judge_bitcast_field_captions()),
    line('brief_start', m.judge_bitcast_field_brief_start()),
    line('brief_end', m.judge_bitcast_field_brief_end()),
    line('identifier', m.judge_bitcast_field_identifier(), optional),
    ...termFields(),
  ];
}

export function emissionsFields(): JudgeField[] {
  return [
    json('miners', m.judge_bitcast_field_miners(), {
      help: m.judge_bitcast_field_miners_help(),
      rows: 6,
    }),
    json('caps', m.judge_bitcast_field_caps(), { rows: 2 }),
    number('uid', m.judge_bitcast_field_uid(), { step: 1 }),
  ];
}
