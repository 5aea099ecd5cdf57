// What the rules of the subnets say of any input: where a tool's number lies, and what moves it.

export interface ToolRule {
  /** Bounds of the score, both included; any finite number without them. */
  readonly within?: readonly [least: number, most: number];
  /** Fields whose items stand in no order: another order is another way to write the same. */
  readonly unordered?: readonly string[];
  /** Fields of which more never lowers the score. */
  readonly rises?: readonly string[];
  /** Fields of which more never raises it. */
  readonly falls?: readonly string[];
  /** The score may be infinite, as the subnet's own code has it. */
  readonly infinite?: boolean;
}

const SHARE = [0, 1] as const;
const POSITIVE = [0, Infinity] as const;

/** By slug and tool; a tool that answers with a word or yes and no has no bounds. */
export const JUDGE_RULES: Readonly<Record<string, Readonly<Record<string, ToolRule>>>> = {
  bitcast: {
    match: { within: SHARE },
    engagement: { within: POSITIVE },
    campaign: { within: POSITIVE, unordered: ['campaigns'] },
    video: { within: POSITIVE },
    pay: { rises: ['later_usd'], falls: ['earlier_usd'] },
    emissions: { within: SHARE },
  },
  iota: {
    reproduction: { within: [-3, 1] },
    pairing: { within: POSITIVE },
    pay: { within: SHARE, rises: ['score', 'share', 'allocation'], falls: ['burn', 'run_total'] },
    weights: { within: [-1, 1], unordered: ['scores'] },
    window: { unordered: ['uids', 'events'] },
    rate: { within: [0, 2e-4] },
    stages: { within: POSITIVE },
  },
  lium: {
    doctor: { within: SHARE },
    pool: { within: SHARE, falls: ['alike'] },
    cycle: { within: SHARE },
    burn: { within: SHARE },
    referral: { within: POSITIVE },
    weights: { within: [0, 65_535] },
  },
  nova: {
    variety: { within: SHARE, unordered: ['smiles'] },
    affinity: { unordered: ['molecules'] },
    contest: { within: SHARE, unordered: ['molecules', 'nanobodies'] },
  },
  quasar: {
    update: { within: POSITIVE },
    plan: { within: POSITIVE },
    merge: { within: POSITIVE },
    window: { within: SHARE },
    league: { within: SHARE, unordered: ['submissions'] },
  },
  readyai: {
    windows: { within: POSITIVE },
    weights: { within: SHARE },
    skill: { within: [-1, 1] },
  },
  score: {
    boxes: { within: SHARE, unordered: ['truth', 'answer'] },
    required: { within: [0.3, 0.7] },
    worth: { within: POSITIVE, rises: ['s', 'delta_floor', 'beta'], falls: ['theta'] },
    winner: { unordered: ['miners'] },
    rerun: { within: SHARE, unordered: ['recorded', 'rerun'] },
    actions: { within: SHARE, unordered: ['predicted'] },
    delivery: { within: SHARE },
    card: { within: SHARE },
    legacy: { within: SHARE, rises: ['bbox', 'keypoints'], falls: ['seconds'] },
    points: {
      within: [0, 100],
      rises: [
        'keypoint_score',
        'player_score',
        'on_line',
        'inside',
        'stability',
        'plausibility',
        'weighted_stability',
        'scale',
        'valid',
      ],
    },
  },
  trishool: {
    verdict: { within: [0, 2] },
    sheet: { within: POSITIVE },
    tiers: { within: SHARE },
  },
  vanta: {
    payout: { within: POSITIVE, falls: ['paid_usd'] },
    weights: { within: SHARE, unordered: ['traders'] },
    ranking: { within: SHARE, unordered: ['traders'] },
  },
  yanez: {
    name: { within: SHARE },
    dates: { within: SHARE },
    addresses: { within: SHARE },
    answer: { within: SHARE },
    copies: { within: SHARE },
    // Identity breaks ties in the sixth decimal, above the whole as well.
    rank: { within: [0, 1 + 1e-5] },
    payout: { within: SHARE },
  },
};
