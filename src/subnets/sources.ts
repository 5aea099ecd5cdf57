import type { TaskSource } from './contract.ts';

// Where each subnet's material comes from: a subnet registers by holding a `source.ts`.

const sources = import.meta.glob<TaskSource>('./*/source.ts', { import: 'source' });

/** Loads a subnet's source; null where it has none. */
export async function loadSource(slug: string): Promise<TaskSource | null> {
  const load = sources[`./${slug}/source.ts`];
  return load ? load() : null;
}
