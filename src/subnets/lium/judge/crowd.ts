import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import { PLAIN_NODE, type LiumNode } from '../scoring/node.ts';
import { MAX_GPUS } from '../task.ts';

// Nodes as somebody sketches them, and the prices of a cycle.

/** Nodes of one cycle here; the network has a few hundred. */
const MOST_NODES = 1000;
const MOST_PRICE = 1e9;

export const Gpus = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_GPUS));
const Count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_NODES));
export const Price = v.pipe(v.number(), v.minValue(0), v.maxValue(MOST_PRICE));
export const Unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

const Sketch = v.strictObject({
  /** Exact driver name of its GPUs. */
  model: v.pipe(v.string(), v.maxLength(256)),
  gpus: Gpus,
  count: v.optional(Count, 1),
  rented: v.optional(v.boolean(), false),
  rented_gpus: v.optional(v.nullable(Gpus), null),
  split_min: v.optional(v.nullable(Gpus), null),
  sysbox: v.optional(v.boolean(), true),
  driver: v.optional(v.pipe(v.string(), v.maxLength(256)), ''),
  excluded: v.optional(v.boolean(), false),
});

export const Crowd = v.pipe(v.array(Sketch), v.maxLength(MOST_NODES));
export type Crowd = v.InferOutput<typeof Crowd>;

export const CyclePrices = {
  tao_usd: Price,
  alpha_per_block: Price,
};

/**
 * Nodes of a sketch, in order; rentals began at `nowMs`.
 *
 * @param key field of the form that a fault names
 * @throws AppError `input.malformed` for more than 1,000
 */
export function nodesOf(crowd: Crowd, nowMs: number, key: string): LiumNode[] {
  const total = crowd.reduce((sum, { count }) => sum + count, 0);
  if (total > MOST_NODES) {
    throw new AppError('input.malformed', `${key}: ${total} nodes, at most ${MOST_NODES}`);
  }
  return crowd.flatMap((sketch, place) =>
    Array.from({ length: sketch.count }, (_, i): LiumNode => ({
      ...PLAIN_NODE,
      uuid: `${key}-${pad(place)}-${pad(i)}`,
      model: sketch.model,
      gpus: sketch.gpus,
      rented: sketch.rented,
      rentedGpus: sketch.rented_gpus,
      rentedSinceMs: nowMs,
      splitMin: sketch.split_min,
      sysbox: sketch.sysbox,
      driver: sketch.driver,
      banned: sketch.excluded,
    })),
  );
}

/** Nodes move between buckets in order of their names. */
function pad(place: number): string {
  return String(place).padStart(4, '0');
}
