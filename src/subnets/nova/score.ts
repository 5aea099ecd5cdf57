import { checkEntry } from './scoring/entry-validity.ts';
import { aggregateScores, boltzScore } from './scoring/boltz-score.ts';
import { maccsEntropy } from './scoring/fingerprints.ts';
import { moleculeScores, roundScore, score2025 } from './scoring/psichic-score.ts';
import type { ScoreLabel } from '../../protocol/primitives.ts';
import type { ScoreComponent } from '../../protocol/verdict.ts';
import type { BoltzAffinity } from './scoring/boltz-score.ts';
import type { EntryContext, EntryValidity } from './scoring/entry-validity.ts';
import type { Affinities } from './scoring/psichic-score.ts';

// An entry of molecules against its targets. Formulas are the validators'; affinities come from
// whoever predicted them: another model than the network's makes every number a proxy.

export type Predictor = 'network' | 'local';

export interface Measurement {
  readonly components: readonly ScoreComponent[];
  /** The subnet's score; −Infinity when a molecule has none. */
  readonly score: number;
}

export interface BoltzUnit {
  readonly ids: readonly string[];
  readonly context: EntryContext;
  /** Per target, by SMILES; a missing one counts as not predicted. */
  readonly affinities: readonly ReadonlyMap<string, BoltzAffinity>[];
  /** Molecules an entry must have. */
  readonly molecules: number;
  readonly predictor: Predictor;
}

/** Scores an entry by today's rule: validity, then the sum of size-normalised scores. */
export function measureBoltz(unit: BoltzUnit): Measurement & { readonly validity: EntryValidity } {
  const { ids, context, affinities, molecules, predictor } = unit;
  const validity = checkEntry(ids, context);
  const targets = affinities.map((bySmiles) =>
    validity.valid.map(({ smiles }) => {
      const affinity = bySmiles.get(smiles);
      const heavy = context.chemistry.descriptors(smiles)?.heavyAtoms ?? 0;
      return affinity ? boltzScore(affinity, heavy) : null;
    }),
  );
  const { combined, final } = aggregateScores(targets, molecules);
  const label = labelOf(predictor);
  return {
    validity,
    score: final,
    components: [
      ...combined.map((value, index) => component(`molecule.${index}`, value, 0, label)),
      component('final', final, 1, label),
    ],
  };
}

export interface PsichicUnit {
  readonly smiles: readonly string[];
  readonly targets: Affinities;
  readonly antitargets: Affinities;
  readonly epoch: number;
  readonly predictor: Predictor;
}

/** Scores an entry by the rule of 2025, rounded as the validators compared it. */
export function measurePsichic(
  unit: PsichicUnit,
  chemistry: EntryContext['chemistry'],
): Measurement {
  const entropy = maccsEntropy(unit.smiles, chemistry);
  const molecules = moleculeScores(unit.targets, unit.antitargets);
  const score = roundScore(score2025(molecules, entropy, unit.epoch));
  const label = labelOf(unit.predictor);
  return {
    score,
    components: [
      ...molecules.map((value, index) => component(`molecule.${index}`, value, 0, label)),
      component('maccs_entropy', entropy ?? 0, 0, 'exact'),
      component('final', score, 1, label),
    ],
  };
}

function labelOf(predictor: Predictor): ScoreLabel {
  return predictor === 'network' ? 'exact' : 'proxy';
}

function component(name: string, value: number, weight: number, label: ScoreLabel): ScoreComponent {
  return { name, value, weight, label };
}
