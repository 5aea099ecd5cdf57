import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from '../../../../src/subnets/score/scoring/actions.ts';
import { CRICKET_FIELDS } from '../../../../src/subnets/score/scoring/fields.ts';
import { adapter } from '../../../conformance/44-score.ts';
import { runConformance } from '../../../conformance/runner.ts';

const content: unknown = JSON.parse(
  readFileSync(new URL('../../../fixtures/conformance/44-score.json', import.meta.url), 'utf8'),
);
const failures: string[] = [];
const report = runConformance([{ name: '44-score', content }], [adapter], (line) =>
  failures.push(line),
);

describe('recorded pairs of the subnet', () => {
  it.each(report.subnets[0]?.groups ?? [])('agrees with every pair of $name', (group) => {
    const faults = failures.filter((line) => line.startsWith(`44-score ${group.name}`));

    expect(group.implemented).toBe(true);
    expect(faults).toEqual([]);
    expect(group.passed).toBeGreaterThan(0);
  });

  it('keeps the tables of actions and cricket fields that the pairs refer to', () => {
    const tables = v.parse(
      v.object({
        action_table: v.record(v.string(), v.record(v.string(), v.number())),
        cricket_weights: v.record(v.string(), v.number()),
        cricket_tolerances: v.record(v.string(), v.number()),
      }),
      content,
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
