import type { Judge, Manifest, SubnetCard } from './contract.ts';

// The coordinator's register: a subnet's folder registers itself by holding a `judge.ts`.

const cards = import.meta.glob<SubnetCard | Manifest>('./*/manifest.ts', {
  eager: true,
  import: 'manifest',
});
const judges = import.meta.glob<Judge>('./*/judge.ts', { import: 'judge' });

/** Every subnet there is a folder of, by netuid. */
export const allSubnets: readonly (SubnetCard | Manifest)[] = Object.values(cards).sort(
  (a, b) => a.netuid - b.netuid,
);

/** Manifests of the subnets whose work a tab can do here, by netuid. */
export const allManifests: readonly Manifest[] = allSubnets.filter((card) => isMineable(card));

/** Whether a subnet's work can be done here, or only judged. */
export function isMineable(card: SubnetCard | Manifest): card is Manifest {
  return 'verification' in card;
}

/** Loads a subnet's judge; null for an unknown slug. */
export async function loadJudge(slug: string): Promise<Judge | null> {
  const load = judges[`./${slug}/judge.ts`];
  return load ? load() : null;
}
