// Recorded inputs of the validators' own code (tests/fixtures/conformance/93-bitcast.json), and a
// video of invented figures.

export const RECORDED_DRAFT =
  'Just tried the new Bitcast app and the payout landed in minutes. Honestly impressed by how simple it is.';
export const RECORDED_TWEET =
  'just tried the new bitcast app & the payout landed in minutes! honestly impressed by how simple it is https://t.co/abc';

export const LAUNCH_BATCH = {
  version: 2,
  miner_hotkey: '5DAoDtMxVqtMu2Nd5E7QhPEGXDMgrySvE1b3rRT5ARDhfNNK',
  sequence: 1,
  previous_batch_hash: null,
  events: [
    {
      version: 2,
      kind: 'claim',
      claim_id: '00000000000000000000000000000000',
      campaign_id: 'camp-1',
      creator_x_id: '123',
      created_at: '2026-08-01T10:00:00Z',
      draft_commitment: '35106b7214a1b9bf20b3403fa3dc2a06b1845c5e85f1478de5a86b9d668ffa05',
    },
  ],
  batch_hash: '8c4480e1a18f8ca17aa4386875d139e571b7beac89b7d039922f0b2ff661d186',
  reveals: [],
};

const FIRST_DAY = Date.UTC(2026, 7, 3);
const DAY_MS = 86_400_000;
const REVENUE = [0.21, 0.34, 0.28, 0.19, 0.15, 0.16, 0.12, 0.1, 0.09, 0.11];

export const VIDEO = {
  today: '2026-08-15',
  days: REVENUE.map((usd, i) => ({
    day: new Date(FIRST_DAY + i * DAY_MS).toISOString().slice(0, 10),
    estimatedRedPartnerRevenue: usd,
  })),
  partner: true,
  has_stake: false,
  opened: '2024-03-01',
  subscribers: 18_400,
  retention_percent: 41.5,
  minutes_90d: 96_000,
  published: '2026-08-02T16:00:00Z',
  description: 'My honest look at it. #bitcast42',
  has_captions: false,
  brief_start: '2026-08-01',
  brief_end: '2026-08-20',
  identifier: '#bitcast42',
  format: 'dedicated',
  boost: 1,
  alpha_price_usd: 0.5,
  daily_alpha: 2_000,
};
