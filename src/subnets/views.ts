import type { Component } from 'svelte';

// What a subnet draws of its work: it registers by holding a `View.svelte`.

export type SubnetView = Component<{ preview: unknown }>;

const views = import.meta.glob<SubnetView>('./*/View.svelte', { import: 'default' });

/** Loads a subnet's view; null where it has none. */
export async function loadView(slug: string): Promise<SubnetView | null> {
  const load = views[`./${slug}/View.svelte`];
  return load ? load() : null;
}
