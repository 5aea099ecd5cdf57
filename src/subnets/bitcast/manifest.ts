import type { SubnetCard } from '../contract.ts';

/** Bitcast (subnet 93): creators paid for videos and posts that sponsors asked for. Judged here. */
export const manifest: SubnetCard = {
  slug: 'bitcast',
  netuid: 93,
  title: 'Bitcast',
  purpose:
    'Pays creators for videos and posts that sponsors asked for, by the audience they reach.',
  work: 'practice',
  score: 'exact',
};
