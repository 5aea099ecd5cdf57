import * as v from 'valibot';
import type { ConformanceCase } from './contract.ts';

/** Cases of a group `{what, cases: [{in, out}]}`; what ran on `in` is compared with `out`. */
export function pairs<Schema extends v.GenericSchema>(
  schema: Schema,
  run: (input: v.InferOutput<Schema>) => unknown,
) {
  const Group = v.object({ cases: v.array(v.object({ in: schema, out: v.unknown() })) });
  return (data: unknown): ConformanceCase[] =>
    v.parse(Group, data).cases.map(({ in: input, out }, index) => ({
      name: String(index),
      actual: run(input),
      expected: out,
    }));
}

/** A number, where JSON writes as text what it cannot hold. */
export const Real = v.pipe(
  v.union([v.number(), v.picklist(['inf', '-inf', 'nan'])]),
  v.transform((value) =>
    typeof value === 'number' ? value : { inf: Infinity, '-inf': -Infinity, nan: NaN }[value],
  ),
);
export const Reals = v.array(Real);
