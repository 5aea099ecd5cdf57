import type { SubnetCard } from '../contract.ts';

/** Vanta (subnet 8): traders paid for profit under prop-firm risk rules. Judged here, not yet mined. */
export const manifest: SubnetCard = {
  slug: 'vanta',
  netuid: 8,
  title: 'Vanta',
  purpose: 'Pays traders for profit made under the risk rules of a trading firm.',
  work: 'practice',
  score: 'exact',
};
