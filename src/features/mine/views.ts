import type { Component } from 'svelte';
import type { WorkshopProps } from '../../subnets/workshop.ts';

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

type WorkshopModule = { readonly default: Component<WorkshopProps> };

const workshops = import.meta.glob<WorkshopModule>('../../subnets/*/Workshop.svelte');

/** Loads a subnet's workshop; null where it has none. */
export async function loadWorkshop(subnet: string): Promise<WorkshopModule['default'] | null> {
  const load = workshops[`../../subnets/${subnet}/Workshop.svelte`];
  return load ? (await load()).default : null;
}
