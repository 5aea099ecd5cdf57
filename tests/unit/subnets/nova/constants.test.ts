import { describe, expect, it } from 'vitest';
import { BLUEPRINT_RULES } from '../../../../src/subnets/nova/scoring/blueprint-entry.ts';
import { NOVEL_BELOW, PAIR_BELOW } from '../../../../src/subnets/nova/scoring/fingerprints.ts';
import { LIST_METRICS, LIST_SIZE } from '../../../../src/subnets/nova/scoring/metric-ranks.ts';
import { MOLECULE_RULES } from '../../../../src/subnets/nova/scoring/molecule-checks.ts';
import { NANOBODY_QUALITY } from '../../../../src/subnets/nova/scoring/nanobody-duplicates.ts';
import { NANOBODY_RULE } from '../../../../src/subnets/nova/scoring/nanobody-strings.ts';
import { REWARD_SHARES } from '../../../../src/subnets/nova/scoring/ranking.ts';

describe('numbers of the rules', () => {
  it('are those of the specification', () => {
    expect(BLUEPRINT_RULES).toEqual({
      october2025: { molecules: 100, entropyAbove: 0.1, filters: false },
      june2026: { molecules: 100, entropyAbove: 0.25, filters: true },
    });
    expect(MOLECULE_RULES).toEqual({
      today: { minHeavyAtoms: 10, minRotatable: 1, maxRotatable: 10, banElements: true },
      psichic2025: { minHeavyAtoms: 20, minRotatable: 1, maxRotatable: 10, banElements: false },
    });
    expect(NANOBODY_RULE).toEqual({
      minLength: 90,
      maxLength: 150,
      maxRun: 6,
      maxPairs: 4,
      minCysteines: 1,
      cysteineDistance: [35, 80],
      signal: { window: 12, hydrophobic: 8, prefix: 30 },
    });
    expect(NANOBODY_QUALITY).toEqual({ nativeness: 0.45, humanFramework: 0.75 });
    expect(REWARD_SHARES).toEqual({ nanobody: 0.6, molecule: 0.4 });
    expect([NOVEL_BELOW, PAIR_BELOW, LIST_SIZE]).toEqual([0.6, 0.9, 50]);
    expect(LIST_METRICS.map(({ weight }) => weight)).toEqual([1, 2, 1, 2, 2, 2]);
  });
});
