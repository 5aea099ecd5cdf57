import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../../src/subnets/score/scoring/actions.ts';
import { CRICKET_FIELDS } from '../../../../src/subnets/score/scoring/fields.ts';
import { adapter } from '../../../conformance/44-score.ts';
import { describeConformance, readPairs } from '../../../support/conformance.ts';

describeConformance(adapter);

describe('tables of the pairs', () => {
  it('are those of actions and cricket fields that the rules use', () => {
    const tables = v.parse(
      v.object({
        action_table: v.record(v.string(), v.record(v.string(), v.number())),
        cricket_weights: v.record(v.string(), v.number()),
        cricket_tolerances: v.record(v.string(), v.number()),
      }),
      readPairs('44-score').content,
    );

    const actions = Object.entries(ACTIONS).map(([name, rule]) => [
      name,
      {
        weight: rule.weight,
        min_score: rule.minScore,
        tolerance_seconds: rule.toleranceSeconds,
      },
    ]);
    const fields = Object.entries(CRICKET_FIELDS);
    const paid = Object.entries(tables.cricket_weights).filter(([, weight]) => weight > 0);

    expect(Object.fromEntries(actions)).toEqual(tables.action_table);
    expect(fields.map(([name, { weight }]) => [name, weight])).toEqual(paid);
    expect(Object.fromEntries(fields.map(([name, { tolerance }]) => [name, tolerance]))).toEqual(
      tables.cricket_tolerances,
    );
  });
});
