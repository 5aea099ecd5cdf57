// Which run a miner joins. Section d.

export interface Run {
  readonly runId: string;
  /** Share of the subnet's incentive, 0..1. */
  readonly incentive: number;
  readonly burn: number;
  readonly miners: number;
  /** IRON 0, BRONZE 1, SILVER 2, GOLD 3. */
  readonly tier: number;
  readonly whitelisted: boolean;
  readonly forceAllow: boolean;
  readonly authorized: boolean;
  readonly isMinerPool: boolean;
}

/** What one more miner would earn: incentive × (1 − burn) / (miners + 1). */
export function expectedIncentive({ incentive, burn, miners }: Run): number {
  return (incentive * (1 - burn)) / (miners + 1);
}

/**
 * Authorised runs of the kind that is asked for, best first: forced, tier, whitelisted, expected
 * incentive; equal ones keep their order.
 */
export function rankRuns(runs: readonly Run[], wantsMinerPool = false): Run[] {
  return runs
    .filter((run) => run.authorized && run.isMinerPool === wantsMinerPool)
    .sort(
      (a, b) =>
        Number(b.forceAllow) - Number(a.forceAllow) ||
        b.tier - a.tier ||
        Number(b.whitelisted) - Number(a.whitelisted) ||
        expectedIncentive(b) - expectedIncentive(a),
    );
}
