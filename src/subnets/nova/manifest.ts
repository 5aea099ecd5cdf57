import type { SubnetCard } from '../contract.ts';

/** NOVA (subnet 68): molecules and nanobodies for drug discovery. Judged here, not yet mined. */
export const manifest: SubnetCard = {
  slug: 'nova',
  netuid: 68,
  title: 'NOVA',
  purpose:
    'Searches for molecules and nanobodies that bind one protein and leave others alone: the first step to a drug.',
  work: 'practice',
  score: 'exact',
};
