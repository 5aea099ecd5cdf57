// The verification score of a node. Section e.2; task/score_calculator.py 00c0fa56.

/** Most that a provider may ask, as a multiple of the base price. */
const MAX_PRICE_RATE = 3;
/** Cards that need no collateral. */
const COLLATERAL_FREE = 'NVIDIA B200';
/** What an outdated collateral contract leaves of the score. */
const OLD_CONTRACT_SHARE = 0;

export interface VerificationInput {
  readonly model: string;
  /** USD per GPU-hour that the provider asks; null or 0 where none is given. */
  readonly pricePerGpu: number | null;
  /** 0 for a model without a price. */
  readonly basePrice: number;
  readonly collateral: boolean;
  /** Collateral sits in a contract that is not the current one. */
  readonly contractOutdated: boolean;
  /** Collateral is not enforced. */
  readonly noCollateralAllowed: boolean;
  readonly rented: boolean;
  /** Average download, Mbit/s; null when never measured. */
  readonly downloadAverage: number | null;
  readonly cpuTrue: boolean;
  readonly sideLoadFree: boolean;
}

export interface VerificationScore {
  /** For rewards: 0 or 1. */
  readonly actual: number;
  /** Reported: 0 or 1, always 1 for a rented node. */
  readonly job: number;
}

/** Both scores of a node: a price too high takes only the actual one, the other gates take both. */
export function verificationScore(input: VerificationInput): VerificationScore {
  const limit = input.basePrice * MAX_PRICE_RATE;
  const tooDear = input.pricePerGpu !== null && input.pricePerGpu > 0 && input.pricePerGpu > limit;
  const unmeasured = !input.rented && input.downloadAverage === null;
  const gatesHold = input.cpuTrue && input.sideLoadFree && !unmeasured;
  const base = gatesHold ? collateralShare(input) : 0;
  return { actual: tooDear ? 0 : base, job: input.rented ? 1 : base };
}

function collateralShare(input: VerificationInput): number {
  if (input.model === COLLATERAL_FREE || input.noCollateralAllowed) return 1;
  if (!input.collateral) return 0;
  return input.contractOutdated ? OLD_CONTRACT_SHARE : 1;
}
