import { variationsOf } from './answer.ts';
import { penaltiesOf } from './completeness.ts';
import { scoreDates } from './dob.ts';
import { scoreName } from './name.ts';
import type { Answer } from './answer.ts';
import type { BandTargets } from './bands.ts';
import type { Penalties } from './completeness.ts';
import type { NameScore, PartWeights, RuleBlock } from './name.ts';
import type { WeightSource } from './similarity.ts';

// A whole answer before it is compared with others'. Section 7.7; MIID/validator/reward.py 659496b1.

export const IDENTITY_WEIGHTS = { quality: 0.2, dates: 0.1, address: 0.7 } as const;

export interface SeedIdentity {
  readonly name: string;
  readonly dob: string;
  /** Null where the name is written in Latin letters, else its Latin form: scored by sound alone. */
  readonly latinForm: string | null;
}

export interface IdentityQuery {
  readonly seeds: readonly SeedIdentity[];
  /** Variations requested of each name. */
  readonly count: number;
  readonly phonetic: BandTargets;
  readonly orthographic: BandTargets;
  readonly ruleBlock: RuleBlock | null;
  readonly weights: WeightSource;
  readonly partWeights: (name: string) => PartWeights;
}

export interface IdentityScore {
  /** 0..1, like quality and dates. */
  readonly reward: number;
  /** Mean over the seed names that could be graded; 0 without any. */
  readonly quality: number;
  readonly dates: number;
  readonly penalties: Penalties;
  /** Graded names by seed name. */
  readonly names: ReadonlyMap<string, NameScore>;
}

/**
 * (0.2 quality + 0.1 dates + 0.7 address) × completeness; 0 when no name could be graded.
 *
 * @param addressScore 0..1, from the geocoder
 */
export function scoreIdentity(
  answer: Answer,
  addressScore: number,
  query: IdentityQuery,
): IdentityScore {
  const seedNames = query.seeds.map(({ name }) => name);
  const names = new Map<string, NameScore>();
  for (const seed of query.seeds) {
    const variations = variationsOf(answer, seed.name).map(({ name }) => name.toLowerCase());
    if (variations.length === 0) continue;
    const name = (seed.latinForm ?? seed.name).toLowerCase();
    const outcome = scoreName(name, variations, {
      phonetic: query.phonetic,
      orthographic: seed.latinForm === null ? query.orthographic : null,
      expected: query.count,
      weights: query.weights,
      partWeights: query.partWeights(name),
      ruleBlock: query.ruleBlock,
    });
    if ('graded' in outcome) names.set(seed.name, outcome.graded);
  }
  const finals = [...names.values()].map(({ final }) => final);
  const quality = finals.reduce((sum, final) => sum + final, 0) / Math.max(1, finals.length);
  const dates = scoreDates(
    answer,
    query.seeds.map(({ dob }) => dob),
  ).overall;
  const penalties = penaltiesOf(answer, seedNames, query.count);
  const parts =
    IDENTITY_WEIGHTS.quality * quality +
    IDENTITY_WEIGHTS.dates * dates +
    IDENTITY_WEIGHTS.address * addressScore;
  const reward = finals.length === 0 ? 0 : parts * penalties.multiplier;
  return { reward, quality, dates, penalties, names };
}
