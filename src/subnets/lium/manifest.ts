import type { SubnetCard } from '../contract.ts';

/** Lium (subnet 51): GPU servers for rent. Judged here, not yet mined. */
export const manifest: SubnetCard = {
  slug: 'lium',
  netuid: 51,
  title: 'Lium',
  purpose: 'Rents out GPU servers of independent providers and checks that each is what it claims.',
  work: 'practice',
  score: 'exact',
};
