import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { NANOBODY_RULE } from '../../../../src/subnets/nova/scoring/nanobody-strings.ts';
import { LIST_METRICS } from '../../../../src/subnets/nova/scoring/metric-ranks.ts';
import { adapter } from '../../../conformance/68-nova.ts';
import { describeConformance, readPairs } from '../../../support/conformance.ts';

describeConformance(adapter);

describe('tables of the pairs', () => {
  it('are the settings and weights that the rules use', () => {
    const tables = v.parse(
      v.object({
        nanobody_string_config: v.record(v.string(), v.number()),
        minmax_weighted_rank: v.object({ weights: v.record(v.string(), v.number()) }),
      }),
      readPairs('68-nova').content,
    );
    const { minLength, maxLength, cysteineDistance, signal } = NANOBODY_RULE;

    expect(tables.nanobody_string_config).toEqual({
      min_len: minLength,
      max_len: maxLength,
      max_homopolymer_run: NANOBODY_RULE.maxRun,
      max_di_repeat_pairs: NANOBODY_RULE.maxPairs,
      min_cysteines: NANOBODY_RULE.minCysteines,
      cys_pair_min_separation: cysteineDistance[0],
      cys_pair_max_separation: cysteineDistance[1],
      sp_window: signal.window,
      sp_hydro_min_in_window: signal.hydrophobic,
      sp_scan_prefix: signal.prefix,
    });
    expect(Object.fromEntries(LIST_METRICS.map(({ name, weight }) => [name, weight]))).toEqual(
      tables.minmax_weighted_rank.weights,
    );
  });
});
