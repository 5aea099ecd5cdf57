import type { SubnetCard } from '../contract.ts';

/** Quasar (subnet 24): training of a shared language model. Judged here, not yet mined. */
export const manifest: SubnetCard = {
  slug: 'quasar',
  netuid: 24,
  title: 'Quasar',
  purpose: 'Trains one large language model on many machines, fragment by fragment.',
  work: 'practice',
  score: 'exact',
};
