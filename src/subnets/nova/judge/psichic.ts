import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Finding, Improvement, Judgement, JudgementTable } from '../../judge-page.ts';
import {
  ANTITARGET_WEIGHT,
  type MoleculeParts,
  blueprintScore2025,
  entropyWeight,
  moleculeParts,
  roundScore,
  score2025,
} from '../scoring/psichic-score.ts';

// The score of 2025 from affinities of PSICHIC, of the network and of its blueprint.

const MAX_PROTEINS = 20;
const MAX_MOLECULES = 1000;
const MAX_AFFINITY = 1000;
const MAX_EPOCH = 1e7;
/** Variety that is tried on top. */
const MORE_ENTROPY = 0.05;

const Affinity = v.nullable(
  v.pipe(v.number(), v.minValue(-MAX_AFFINITY), v.maxValue(MAX_AFFINITY)),
);
const Rows = v.pipe(
  v.array(v.pipe(v.array(Affinity), v.minLength(1), v.maxLength(MAX_MOLECULES))),
  v.minLength(1),
  v.maxLength(MAX_PROTEINS),
);

const Input = v.object({
  rule: v.picklist(['nova', 'blueprint']),
  targets: Rows,
  antitargets: Rows,
  entropy: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  epoch: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_EPOCH))),
});

interface Rating {
  readonly rule: 'nova' | 'blueprint';
  readonly entropy: number | null;
  readonly epoch: number;
}

/** @throws AppError `input.malformed` */
export function judgePsichic(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const { rule, targets, antitargets } = input;
  sameLengths([...targets, ...antitargets]);
  if (rule === 'nova' && input.epoch === undefined) {
    throw new AppError('input.malformed', 'epoch: is needed for the weight of variety');
  }
  const rating: Rating = { rule, entropy: input.entropy ?? null, epoch: input.epoch ?? 0 };
  const parts = moleculeParts(targets, antitargets);
  const scores = parts.map(({ score }) => score);
  const score = rate(scores, rating);
  const isKnown = Number.isFinite(score);
  return {
    score: {
      name: m.judge_nova_score_2025(),
      value: isKnown ? roundScore(score) : null,
      label: 'exact',
      rule: rule === 'nova' ? m.judge_nova_rule_nova() : m.judge_nova_rule_blueprint(),
      ...(isKnown ? {} : { note: m.judge_nova_no_score() }),
    },
    findings: isKnown ? sumFindings(scores, rating) : [],
    improvements: isKnown ? better(scores, rating) : [],
    tables: [moleculeTable(parts)],
  };
}

function sameLengths(rows: readonly (readonly unknown[])[]): void {
  const [first] = rows;
  const other = rows.find((row) => row.length !== first?.length);
  if (other) {
    throw new AppError(
      'input.malformed',
      `targets: a protein has ${other.length} affinities, the first has ${first?.length}`,
    );
  }
}

/** Before rounding. */
function rate(scores: readonly number[], { rule, entropy, epoch }: Rating): number {
  return rule === 'nova' ? score2025(scores, entropy, epoch) : blueprintScore2025(scores);
}

function sumFindings(scores: readonly number[], rating: Rating): Finding[] {
  if (rating.rule === 'blueprint') {
    return [{ name: m.judge_nova_mean(), value: blueprintScore2025(scores) }];
  }
  const sum = score2025(scores, null, rating.epoch);
  const bonus = rate(scores, rating) - sum;
  return [
    { name: m.judge_nova_sum(), value: sum },
    {
      name: m.judge_nova_bonus(),
      value: bonus,
      rule: m.judge_nova_bonus_rule(),
      ...(bonus === 0 ? { note: m.judge_nova_no_bonus() } : {}),
      children: [
        { name: m.judge_nova_entropy_weight(), value: entropyWeight(rating.epoch) },
        { name: m.judge_nova_entropy(), value: rating.entropy },
      ],
    },
  ];
}

/** The weakest molecule as good as the best, and more variety. */
function better(scores: readonly number[], rating: Rating): Improvement[] {
  const now = rate(scores, rating);
  const worst = scores.indexOf(Math.min(...scores));
  const replaced = rate(scores.with(worst, Math.max(...scores)), rating) - now;
  const entropy = Math.min(1, (rating.entropy ?? 0) + MORE_ENTROPY);
  const varied = rate(scores, { ...rating, entropy }) - now;
  return [
    { text: m.judge_nova_replace({ number: worst + 1 }), gain: replaced },
    { text: m.judge_nova_vary({ step: MORE_ENTROPY }), gain: varied },
  ].filter(({ gain }) => gain > 0);
}

function moleculeTable(parts: readonly MoleculeParts[]): JudgementTable {
  return {
    caption: m.judge_nova_molecules(),
    columns: [
      { label: m.judge_nova_molecule(), numeric: true },
      { label: m.judge_nova_wanted(), numeric: true },
      { label: m.judge_nova_unwanted(), numeric: true },
      { label: m.judge_nova_difference({ weight: ANTITARGET_WEIGHT }), numeric: true },
    ],
    rows: parts.map(({ wanted, unwanted, score }, index) => [index + 1, wanted, unwanted, score]),
  };
}
