import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';

// Shapes that travel between validators and miners: briefs of the YouTube mechanism, campaigns of
// the X mechanism, and what a miner of either sends back. Sections b, c.

const Hex = (digits: number) =>
  v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`), `expected ${digits} hex digits`));
const Digits = v.pipe(v.string(), v.regex(/^\d{1,20}$/, 'expected digits'));
const Utc = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/, 'expected a UTC time'));
const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, 'expected YYYY-MM-DD'));
const Usd = v.pipe(v.string(), v.regex(/^\d+(?:\.\d+)?$/, 'expected a decimal number'));
const Name = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const Amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const Block = v.pipe(v.number(), v.integer(), v.minValue(0));
const Count = v.nullish(v.pipe(v.number(), v.integer(), v.minValue(0)), null);

/** Most accounts of one miner that a validator looks at. */
export const MAX_ACCOUNTS = 1000;
export const MAX_EVENTS = 65_535;
export const MAX_DRAFT = 20_000;

export const Brief = v.object({
  id: v.string(),
  brief: v.string(),
  format: v.string(),
  start_date: Day,
  end_date: Day,
  unique_identifier: v.nullish(v.string(), null),
  weight: Amount,
  boost: v.optional(Amount, 1),
  cap: v.optional(Amount, 1),
  /** Paid videos per account; null and 0: no limit. */
  max_count: Count,
  prompt_version: v.optional(v.picklist([4, 5, 6]), 6),
});
export type Brief = v.InferOutput<typeof Brief>;

export const Campaign = v.strictObject({
  access: v.strictObject({
    campaign_id: Name,
    mechanism_id: v.literal(1),
    mining_protocol: v.picklist(['preclaim_v2', 'legacy_connection']),
    scoring_close_block: Block,
    exclusive_miner_hotkey: v.nullable(v.string()),
  }),
  display: v.unknown(),
  brief: v.pipe(v.string(), v.maxLength(20_000)),
  pools: v.array(v.unknown()),
  opens_at: Utc,
  closes_at: Utc,
  reward_pool_usd: Usd,
  required_terms: v.array(v.string()),
  tag: v.nullable(v.string()),
  quoted_tweet_id: v.nullable(v.string()),
  inclusion_keywords: v.array(v.string()),
  prompt_version: v.picklist([1, 2, 5]),
  max_tweets_per_creator: Count,
  max_members: Count,
  cap: v.nullish(Amount, null),
  emission_start_block: Block,
  emission_end_block: Block,
});
export type Campaign = v.InferOutput<typeof Campaign>;

export const TaskInput = v.variant('mechanism', [
  v.object({ mechanism: v.literal('youtube'), items: v.array(Brief) }),
  v.object({ mechanism: v.literal('x'), campaigns: v.array(Campaign) }),
]);
export type TaskInput = v.InferOutput<typeof TaskInput>;

/** All that a miner of the YouTube mechanism answers. */
const AccessTokens = v.strictObject({
  YT_access_tokens: v.pipe(v.array(v.string()), v.maxLength(MAX_ACCOUNTS)),
});

const Claim = v.strictObject({
  version: v.literal(2),
  kind: v.literal('claim'),
  claim_id: Hex(32),
  campaign_id: Name,
  creator_x_id: Digits,
  created_at: Utc,
  draft_commitment: Hex(64),
});

const Submission = v.strictObject({
  version: v.literal(2),
  kind: v.literal('submission'),
  submission_id: Hex(32),
  campaign_id: Name,
  tweet_id: Digits,
  claim_id: v.nullable(Hex(32)),
  miner_hotkey: Name,
});

const Reveal = v.strictObject({
  claim_id: Hex(32),
  draft: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_DRAFT)),
  nonce: Hex(64),
});

/** A batch as a miner serves it. */
export const Batch = v.pipe(
  v.strictObject({
    version: v.literal(2),
    miner_hotkey: Name,
    sequence: v.pipe(v.number(), v.integer(), v.minValue(1)),
    previous_batch_hash: v.nullable(Hex(64)),
    events: v.pipe(
      v.array(v.variant('kind', [Claim, Submission])),
      v.minLength(1),
      v.maxLength(MAX_EVENTS),
    ),
    batch_hash: Hex(64),
    reveals: v.array(Reveal),
  }),
  v.check(
    ({ sequence, previous_batch_hash }) => (sequence === 1) === (previous_batch_hash === null),
    'previous_batch_hash is null for sequence 1 and only there',
  ),
);
export type Batch = v.InferOutput<typeof Batch>;

export const TaskResult = v.union([AccessTokens, Batch]);
export type TaskResult = v.InferOutput<typeof TaskResult>;

/** @throws AppError `input.malformed` with the path of the first fault */
export function parseInput(value: unknown): TaskInput {
  return parseAs(TaskInput, value, 'input.malformed');
}

/**
 * A miner's answer: a batch where it names events, otherwise access tokens.
 *
 * @throws AppError `submission.malformed` with the path of the first fault
 */
export function parseResult(value: unknown): TaskResult {
  const isBatch = typeof value === 'object' && value !== null && 'events' in value;
  return parseAs(isBatch ? Batch : AccessTokens, value, 'submission.malformed');
}
