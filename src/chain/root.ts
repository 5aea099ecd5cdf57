// Subnet 0, the root: its stake is TAO itself, one to one, without a pool, a price or a fee.

export const ROOT = 0;

/** Rao of TAO per unit: 1. */
export const ROOT_PRICE = 1_000_000_000n;
