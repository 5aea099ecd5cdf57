import type { SubnetCard } from '../contract.ts';

/** Yanez MIID (subnet 54): altered identities for compliance tests. Judged here, not yet mined. */
export const manifest: SubnetCard = {
  slug: 'yanez',
  netuid: 54,
  title: 'Yanez MIID',
  purpose:
    'Alters identities as forgers would, so that compliance checks can be tested on what they miss.',
  work: 'practice',
  score: 'exact',
};
