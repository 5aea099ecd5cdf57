import type { Judge, Manifest } from './contract.ts';

// The coordinator's register: a subnet's folder registers itself by holding a `judge.ts`.

const manifests = import.meta.glob<Manifest>('./*/manifest.ts', {
  eager: true,
  import: 'manifest',
});
const judges = import.meta.glob<Judge>('./*/judge.ts', { import: 'judge' });

/** Manifests of all subnets, by netuid. */
export const allManifests: readonly Manifest[] = Object.values(manifests).sort(
  (a, b) => a.netuid - b.netuid,
);

/** Loads a subnet's judge; null for an unknown slug. */
export async function loadJudge(slug: string): Promise<Judge | null> {
  const load = judges[`./${slug}/judge.ts`];
  return load ? load() : null;
}
