// Who gets the burned part, and what referrals take from it. Section e.6;
// incentive/burn_service.py 427cabf0.

/** Ten slots, all of one UID. */
export const BURN_SLOTS: readonly number[] = Array.from({ length: 10 }, () => 47);
/** Coldkey that must hold a burn UID, or its part is withheld. */
export const BURN_COLDKEYS: Readonly<Record<number, string>> = {
  47: '5G694c15wAu1LKi9rpSQqJjpBfg4K1oiBxEm5QSVdVZAfp9f',
};

export interface Neuron {
  readonly uid: number;
  readonly coldkey: string;
}

/**
 * Burn by UID: share × its slots / all slots. What belongs to a UID that is absent or held by
 * another coldkey is paid to nobody.
 *
 * @param share part of emission to burn, 0..1
 */
export function burnByUid(
  share: number,
  neurons: readonly Neuron[],
  slots: readonly number[] = BURN_SLOTS,
  coldkeys: Readonly<Record<number, string>> = BURN_COLDKEYS,
): Map<number, number> {
  const burn = new Map<number, number>();
  for (const { uid, coldkey } of neurons) {
    const own = slots.filter((slot) => slot === uid).length;
    const expected = coldkeys[uid];
    if (own === 0 || (expected !== undefined && expected !== coldkey)) continue;
    burn.set(uid, (share / slots.length) * own);
  }
  return burn;
}

export interface ReferralInput {
  /** Score by hotkey, burn included. */
  readonly scores: ReadonlyMap<string, number>;
  /** Burn by hotkey. */
  readonly burn: ReadonlyMap<string, number>;
  /** Backend's average of referred revenue by hotkey. */
  readonly revenue: ReadonlyMap<string, number>;
  /** Clamped to 0..1; the network's default is 0. */
  readonly share: number;
}

/**
 * Scores after the referral pool: min(share × Σ scores, Σ burn), taken from the burn hotkeys in
 * proportion to their burn and given to scored hotkeys that do not burn in proportion to their
 * positive averages. Nothing moves without such a hotkey. The sum of scores stays.
 */
export function applyReferrals({
  scores,
  burn,
  revenue,
  share,
}: ReferralInput): Map<string, number> {
  const after = new Map(scores);
  const burned = sum(burn.values());
  const pool = Math.min(clampShare(share) * sum(scores.values()), burned);
  const averages = [...revenue].filter(
    ([hotkey, average]) => average > 0 && scores.has(hotkey) && !burn.has(hotkey),
  );
  const total = sum(averages.map(([, average]) => average));
  if (!(pool > 0) || !(total > 0)) return after;
  for (const [hotkey, amount] of burn) {
    after.set(hotkey, (after.get(hotkey) ?? 0) - (pool * amount) / burned);
  }
  for (const [hotkey, average] of averages) {
    after.set(hotkey, (after.get(hotkey) ?? 0) + (pool * average) / total);
  }
  return after;
}

function clampShare(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
