// How a model is cut into stages, and how large it is. Section b.

/** An end stage of this many layers gives one to the middle. */
const ENDS_GIVE_FROM = 3;

/**
 * Layers of each stage: the ends, which also hold embedding and head, get one less than the mean
 * (from 3 on), the middle shares the rest evenly, extras leftmost. Where the middle would get less
 * than a layer each, everything is shared evenly.
 */
export function stageSizes(layers: number, stages: number): number[] {
  if (stages <= 1) return [layers];
  if (stages === 2) return [Math.floor(layers / 2), layers - Math.floor(layers / 2)];
  const base = Math.floor(layers / stages);
  const end = base >= ENDS_GIVE_FROM ? base - 1 : base;
  const middle = layers - 2 * end;
  if (end === 0 || middle < stages - 2) return share(layers, stages);
  return [end, ...share(middle, stages - 2), end];
}

function share(layers: number, stages: number): number[] {
  const base = Math.floor(layers / stages);
  return Array.from({ length: stages }, (_, i) => base + (i < layers % stages ? 1 : 0));
}

export interface ModelShape {
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly heads: number;
  readonly groups: number;
  readonly layers: number;
  readonly bottleneck: number;
  readonly stages: number;
}

/** 2 V E + E + N (2 E² + 2 E G D + 3 E F + 2 E) + 3 (K − 1) E b. */
export function parameterCount(model: ModelShape): number {
  const { vocabulary, embedding: e, hidden, heads, groups, layers, bottleneck, stages } = model;
  const keys = groups * (e / heads);
  const layer = 2 * e * e + 2 * e * keys + 3 * e * hidden + 2 * e;
  return 2 * vocabulary * e + e + layers * layer + 3 * (stages - 1) * e * bottleneck;
}

/** Bytes of one activation in bfloat16. */
export function activationBytes(shape: {
  readonly batch: number;
  readonly tokens: number;
  readonly channels: number;
}): number {
  return shape.batch * shape.tokens * shape.channels * 2;
}

/** First-moment decay of stage s of S: 0.9 + 0.09 (S − (s + 1)) / S; earlier stages are smoother. */
export function stageBeta1(stage: number, stages: number): number {
  return 0.9 + (0.09 * (stages - (stage + 1))) / stages;
}
