import type { Runner } from './contract.ts';

// The tab's register of work: loaded lazily, so that a tab downloads only what it mines.

const runners = import.meta.glob<() => Runner>('./*/run.ts', { import: 'createRunner' });

/** Makes a subnet's runner; null for an unknown slug. */
export async function loadRunner(slug: string): Promise<Runner | null> {
  const load = runners[`./${slug}/run.ts`];
  return load ? (await load())() : null;
}
