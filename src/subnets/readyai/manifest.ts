import type { SubnetCard } from '../contract.ts';

/** ReadyAI (subnet 33): topic tags of conversations, pages and surveys. Judged here, not yet mined. */
export const manifest: SubnetCard = {
  slug: 'readyai',
  netuid: 33,
  title: 'ReadyAI',
  purpose:
    'Tags conversations, web pages and surveys, so that text can be searched and analysed like a table.',
  work: 'practice',
  score: 'exact',
};
