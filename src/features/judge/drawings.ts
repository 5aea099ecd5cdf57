import type { Component } from 'svelte';

// A subnet may draw a judgement: its folder holds a `JudgeDrawing.svelte`.

export interface DrawingProps {
  /** In the shape that the subnet's tools give. */
  readonly drawing: unknown;
}

type Module = { readonly default: Component<DrawingProps & Record<string, unknown>> };

const drawings = import.meta.glob<Module>('../../subnets/*/JudgeDrawing.svelte');

/** Loads how a subnet draws judgements; null where it has nothing to draw. */
export async function loadDrawing(slug: string): Promise<Module['default'] | null> {
  const load = drawings[`../../subnets/${slug}/JudgeDrawing.svelte`];
  return load ? (await load()).default : null;
}
