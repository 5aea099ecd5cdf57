import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { MoleculeReader } from '../../../shared/chemistry/chemistry.ts';
import type { Finding, Improvement, Judgement, JudgeContext } from '../../judge-page.ts';
import { BLUEPRINT_RULES } from '../scoring/blueprint-entry.ts';
import { PAIR_BELOW, identicalMolecules, maccsEntropy, tanimoto } from '../scoring/fingerprints.ts';
import { readMolecules } from './ask-facts.ts';

// Several molecules together: how varied they are, which are the same, which too like each other.

const MAX_CHARACTERS = 400;
const MAX_MOLECULES = 100;
const MAX_ROWS = 30;

const Input = v.object({
  smiles: v.pipe(
    v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MAX_CHARACTERS))),
    v.minLength(1),
    v.maxLength(MAX_MOLECULES),
  ),
});

/** @throws AppError `input.malformed`; `worker.blocked` without chemistry */
export async function judgeVariety(value: unknown, context?: JudgeContext): Promise<Judgement> {
  const { smiles } = parseAs(Input, value, 'input.malformed');
  const chemistry = await readMolecules(smiles, context);
  const entropy = maccsEntropy(smiles, chemistry);
  const pairs = likePairs(smiles, chemistry);
  const { october2025, june2026 } = BLUEPRINT_RULES;
  return {
    score: {
      name: m.judge_nova_entropy(),
      value: entropy,
      unit: 'bit',
      label: 'exact',
      rule: m.judge_nova_entropy_rule(),
      ...(entropy === null ? { note: m.judge_nova_not_a_molecule() } : {}),
    },
    findings: [
      aboveFinding(m.judge_nova_rule_of_blueprint(), entropy, october2025.entropyAbove),
      aboveFinding(m.judge_nova_rule_of_2026(), entropy, june2026.entropyAbove),
      identicalFinding(smiles, chemistry),
      {
        name: m.judge_nova_like_pairs(),
        value: pairs.filter(({ likeness }) => likeness >= PAIR_BELOW).length,
        format: 'count',
        state: pairs.every(({ likeness }) => likeness < PAIR_BELOW) ? 'pass' : 'fail',
        rule: `< ${PAIR_BELOW}`,
      },
    ],
    improvements: entropy === null ? [] : dropImprovement(smiles, entropy, chemistry),
    tables: [
      {
        caption: m.judge_nova_closest(),
        columns: [
          { label: m.judge_nova_molecule() },
          { label: m.judge_nova_molecule() },
          { label: 'Tanimoto', numeric: true },
        ],
        rows: pairs.slice(0, MAX_ROWS).map(({ a, b, likeness }) => [a, b, likeness]),
      },
    ],
  };
}

function aboveFinding(name: string, entropy: number | null, bound: number): Finding {
  return {
    name,
    value: entropy,
    state: (entropy ?? 0) > bound ? 'pass' : 'fail',
    rule: `> ${bound}`,
  };
}

function identicalFinding(smiles: readonly string[], chemistry: MoleculeReader): Finding {
  const groups = [...identicalMolecules(smiles, chemistry)];
  return {
    name: m.judge_nova_identical(),
    value: groups.length,
    format: 'count',
    state: groups.length === 0 ? 'pass' : 'fail',
    rule: m.judge_nova_identical_rule(),
    children: groups.map(([key, places]) => ({
      name: key,
      value: places.map((place) => place + 1).join(', '),
    })),
  };
}

/** Every pair of molecules, the most alike first. */
function likePairs(smiles: readonly string[], chemistry: MoleculeReader) {
  const prints = smiles.flatMap((text) => {
    const bits = chemistry.morgan(text);
    return bits ? [{ text, bits }] : [];
  });
  return prints
    .flatMap((a, index) =>
      prints
        .slice(index + 1)
        .map((b) => ({ a: a.text, b: b.text, likeness: tanimoto(a.bits, b.bits) })),
    )
    .sort((a, b) => b.likeness - a.likeness);
}

/** The molecule whose leaving raises the variety most. */
function dropImprovement(
  smiles: readonly string[],
  now: number,
  chemistry: MoleculeReader,
): Improvement[] {
  return smiles
    .map((text, index) => ({
      text: m.judge_nova_replace_for_variety({ number: index + 1, smiles: text }),
      gain: (maccsEntropy(smiles.toSpliced(index, 1), chemistry) ?? 0) - now,
    }))
    .sort((a, b) => b.gain - a.gain)
    .slice(0, 1)
    .filter(({ gain }) => gain > 0);
}
