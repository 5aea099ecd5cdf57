import type { SubnetCard } from '../contract.ts';

/** IOTA (subnet 9): one language model trained by many. Judged here, not yet mined. */
export const manifest: SubnetCard = {
  slug: 'iota',
  netuid: 9,
  title: 'IOTA',
  purpose:
    'Trains one language model across many machines, none of which could hold or train it alone.',
  work: 'practice',
  score: 'from the specification',
};
