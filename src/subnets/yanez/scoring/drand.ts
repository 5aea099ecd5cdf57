// Round of the drand quicknet chain that a time lock opens with. Section 3.1;
// MIID/validator/drand_utils.py d71f292b.

export const QUICKNET = { genesisSeconds: 1692803367, periodSeconds: 3 } as const;
/** How long after a request answers are revealed, seconds. */
export const REVEAL_DELAY_SECONDS = 2400;

export interface DrandRound {
  readonly round: number;
  /** Unix seconds at which the round is published. */
  readonly revealSeconds: number;
}

/** The round whose randomness is out at a time, unix seconds. */
export function drandRound(seconds: number): DrandRound {
  const { genesisSeconds, periodSeconds } = QUICKNET;
  const round = Math.floor((seconds - genesisSeconds) / periodSeconds) + 1;
  return { round, revealSeconds: genesisSeconds + (round - 1) * periodSeconds };
}
