import { compareCodePoints } from '../../../shared/python-text.ts';

// How a model's tensors are named and cut into fragments (section c). Source: QUASAR-SUBNET
// `incentive/fragments/artifacts.py` @ 5d8d8632.

/** Fragments of a run unless it says otherwise. */
export const FRAGMENT_COUNT = 24;

export const COMPONENTS = ['embedding', 'router', 'expert', 'norm', 'attention', 'other'] as const;
export type Component = (typeof COMPONENTS)[number];

/** First component with a mark in the lower-case name wins: `gate_proj` of a layer is a router. */
const MARKS: readonly (readonly [Component, readonly string[]])[] = [
  ['embedding', ['embed', 'tok_embeddings', 'wte']],
  ['router', ['router', '.gate', 'gate.weight']],
  ['expert', ['expert', 'moe']],
  ['norm', ['norm', 'ln_']],
  ['attention', ['attn', 'attention', 'raven', 'gla']],
];

/** Name without wrappers: empty parts, one leading `module`, every `_fsdp_wrapped_module`. */
export function canonicalName(name: string): string {
  const parts = name.split('.').filter((part) => part !== '');
  const inner = parts[0] === 'module' ? parts.slice(1) : parts;
  return inner.filter((part) => part !== '_fsdp_wrapped_module').join('.');
}

/** Kind of a tensor by its canonical name. */
export function componentOf(name: string): Component {
  const lower = canonicalName(name).toLowerCase();
  return MARKS.find(([, marks]) => marks.some((mark) => lower.includes(mark)))?.[0] ?? 'other';
}

export interface SizedTensor {
  readonly name: string;
  readonly bytes: number;
}

export interface Fragment {
  /** Canonical, sorted. */
  readonly names: readonly string[];
  readonly bytes: number;
}

/**
 * Cuts tensors into fragments: largest first, ties by name, each to the fragment that is smallest
 * so far, the first of equals. Tensors without bytes are left out, a canonical name counts once,
 * and a fragment may stay empty.
 *
 * @param count below 1 means 1
 */
export function planFragments(
  tensors: readonly SizedTensor[],
  count: number = FRAGMENT_COUNT,
): Fragment[] {
  const sizes = new Map<string, number>();
  for (const { name, bytes } of tensors) {
    const canonical = canonicalName(name);
    if (bytes > 0 && !sizes.has(canonical)) sizes.set(canonical, bytes);
  }
  const ordered = [...sizes].sort(([a, x], [b, y]) => y - x || compareCodePoints(a, b));
  const bins = Array.from({ length: Math.max(1, Math.trunc(count)) }, () => ({
    names: [] as string[], // filled below
    bytes: 0,
  }));
  for (const [name, bytes] of ordered) {
    const bin = bins.reduce((smallest, other) => (other.bytes < smallest.bytes ? other : smallest));
    bin.names.push(name);
    bin.bytes += bytes;
  }
  return bins.map(({ names, bytes }) => ({ names: names.sort(compareCodePoints), bytes }));
}

/** Fragment that the synchroniser asks for at a step, 0..count − 1. */
export function fragmentOfStep(globalStep: number, count: number = FRAGMENT_COUNT): number {
  return ((globalStep % count) + count) % count;
}
