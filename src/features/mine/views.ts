import type { Component } from 'svelte';

// A subnet draws its own work: its folder holds a `View.svelte`.

export interface ViewProps {
  /** In the shape that the subnet's run reports; null between units. */
  readonly preview: unknown;
}

type Module = { readonly default: Component<ViewProps & Record<string, unknown>> };

const views = import.meta.glob<Module>('../../subnets/*/View.svelte');

/** Loads a subnet's view; null where it has none. */
export async function loadView(subnet: string): Promise<Module['default'] | null> {
  const load = views[`../../subnets/${subnet}/View.svelte`];
  return load ? (await load()).default : null;
}
