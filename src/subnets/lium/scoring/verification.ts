// The verification score of a node. Section e.2; task/score_calculator.py 00c0fa56.

/** Most that a provider may ask, as a multiple of the base price. */
export const MAX_PRICE_RATE = 3;
/** Cards that need no collateral. */
const COLLATERAL_FREE = 'NVIDIA B200';

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

/** What takes a score to 0: the price only the actual one, the others both. */
export type VerificationFault =
  'price' | 'cpu' | 'side_load' | 'download' | 'collateral' | 'contract';

export interface VerificationScore {
  /** For rewards: 0 or 1. */
  readonly actual: number;
  /** Reported: 0 or 1, always 1 for a rented node. */
  readonly job: number;
  /** Everything that speaks against the node. */
  readonly faults: readonly VerificationFault[];
}

/** Both scores of a node: a price too high takes only the actual one, the other gates take both. */
export function verificationScore(input: VerificationInput): VerificationScore {
  const limit = input.basePrice * MAX_PRICE_RATE;
  const tooDear = input.pricePerGpu !== null && input.pricePerGpu > 0 && input.pricePerGpu > limit;
  const collateral = collateralFault(input);
  const faults: VerificationFault[] = [
    ...(tooDear ? (['price'] as const) : []),
    ...(input.cpuTrue ? [] : (['cpu'] as const)),
    ...(input.sideLoadFree ? [] : (['side_load'] as const)),
    ...(!input.rented && input.downloadAverage === null ? (['download'] as const) : []),
    ...(collateral ? [collateral] : []),
  ];
  const base = faults.every((fault) => fault === 'price') ? 1 : 0;
  return { actual: tooDear ? 0 : base, job: input.rented ? 1 : base, faults };
}

/** An outdated contract leaves as little as none: 0. */
function collateralFault(input: VerificationInput): 'collateral' | 'contract' | null {
  if (input.model === COLLATERAL_FREE || input.noCollateralAllowed) return null;
  if (!input.collateral) return 'collateral';
  return input.contractOutdated ? 'contract' : null;
}
