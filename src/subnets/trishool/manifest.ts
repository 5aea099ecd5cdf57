import type { SubnetCard } from '../contract.ts';

/** Trishool (subnet 23): tests of guarded language models. Judged here, not yet mined. */
export const manifest: SubnetCard = {
  slug: 'trishool',
  netuid: 23,
  title: 'Trishool',
  purpose: 'Tests how well guarded language models hold, so that their guards can be trained.',
  work: 'practice',
  score: 'exact',
};
