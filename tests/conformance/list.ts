import * as v from 'valibot';
import type { ConformanceCase, PairFile } from './contract.ts';

/**
 * A group that is a list of cases of one shape, or `{cases}`; a case without a name is called by its
 * index.
 */
export function list<Schema extends v.GenericSchema>(
  schema: Schema,
  map: (
    data: v.InferOutput<Schema>,
    index: number,
    file: PairFile,
  ) => Omit<ConformanceCase, 'name'> & { readonly name?: string },
) {
  const List = v.union([v.array(schema), v.object({ cases: v.array(schema) })]);
  return (data: unknown, file: PairFile): readonly ConformanceCase[] => {
    const parsed = v.parse(List, data);
    return (Array.isArray(parsed) ? parsed : parsed.cases).map((entry, index) => {
      return { name: String(index), ...map(entry, index, file) };
    });
  };
}
