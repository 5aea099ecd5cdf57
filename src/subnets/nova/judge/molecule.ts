import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { MoleculeReader } from '../../../shared/chemistry/chemistry.ts';
import type { Finding, Judgement, JudgeContext } from '../../judge-page.ts';
import { checkFilters } from '../scoring/blueprint-filters.ts';
import { NOVEL_BELOW, tanimoto } from '../scoring/fingerprints.ts';
import {
  MOLECULE_RULES,
  type MoleculeFault,
  isBoltzSafe,
  moleculeFaults,
} from '../scoring/molecule-checks.ts';
import { readMolecules } from './ask-facts.ts';

// One molecule against every rule that is about itself, and against molecules that are known.

/** Longer texts are no molecule of the subnet, and would keep a page waiting. */
const MAX_CHARACTERS = 400;
const MAX_KNOWN = 50;
const Smiles = v.pipe(v.string(), v.trim(), v.maxLength(MAX_CHARACTERS));

const Input = v.object({
  smiles: v.pipe(Smiles, v.minLength(1)),
  rule: v.picklist(['today', 'psichic2025', 'blueprint']),
  known: v.optional(v.pipe(v.array(Smiles), v.maxLength(MAX_KNOWN)), []),
});
type Input = v.InferOutput<typeof Input>;

/** @throws AppError `input.malformed`; `worker.blocked` without chemistry */
export async function judgeMolecule(value: unknown, context?: JudgeContext): Promise<Judgement> {
  const input = parseAs(Input, value, 'input.malformed');
  const { smiles, rule, known } = input;
  const chemistry = await readMolecules([smiles, ...known], context);
  const isMolecule = chemistry.molecule(smiles) !== null;
  const rules =
    rule === 'blueprint'
      ? filterFindings(smiles, chemistry)
      : ruleFindings(smiles, rule, chemistry);
  const findings = [
    { name: m.judge_nova_is_molecule(), state: isMolecule ? 'pass' : 'fail' } as const,
    ...rules,
    ...known.map((other) => likenessFinding(smiles, other, chemistry)),
  ];
  const broken = findings.filter(({ state }) => state === 'fail').map(({ name }) => name);
  return {
    score: {
      name: m.judge_nova_may_enter(),
      value: broken.length === 0,
      label: 'exact',
      note:
        broken.length === 0
          ? m.judge_nova_all_kept()
          : m.judge_nova_broken({ rules: broken.join(', ') }),
    },
    findings: isMolecule ? [...findings, identityFinding(smiles, chemistry)] : findings,
    improvements: [],
  };
}

function ruleFindings(
  smiles: string,
  name: 'today' | 'psichic2025',
  chemistry: MoleculeReader,
): Finding[] {
  const molecule = chemistry.molecule(smiles);
  const found = chemistry.descriptors(smiles);
  if (!molecule || !found) return [];
  const rule = MOLECULE_RULES[name];
  const faults = moleculeFaults(smiles, chemistry, rule);
  const state = (fault: MoleculeFault): NonNullable<Finding['state']> =>
    faults.includes(fault) ? 'fail' : 'pass';
  const isSafe = isBoltzSafe(molecule);
  return [
    {
      name: m.judge_nova_heavy_atoms(),
      value: found.heavyAtoms,
      format: 'count',
      state: state('too few heavy atoms'),
      rule: `≥ ${rule.minHeavyAtoms}`,
    },
    {
      name: m.judge_nova_rotatable(),
      value: found.rotatableBonds,
      format: 'count',
      state: state('rotatable bonds'),
      rule: `${rule.minRotatable} ≤ n ≤ ${rule.maxRotatable}`,
    },
    ...(rule.banElements
      ? [
          {
            name: m.judge_nova_banned(),
            value: faults.includes('banned element'),
            state: state('banned element'),
            rule: m.judge_nova_banned_rule(),
          },
          {
            name: m.judge_nova_boltz_safe(),
            value: isSafe,
            state: isSafe ? ('pass' as const) : ('fail' as const),
            rule: m.judge_nova_boltz_safe_rule(),
          },
        ]
      : []),
  ];
}

function filterFindings(smiles: string, chemistry: MoleculeReader): Finding[] {
  const report = checkFilters(smiles, chemistry);
  if (!report) return [];
  const broken = new Set(report.failures.map(({ filter }) => filter));
  return Object.entries(report.values).map(([name, value]) => ({
    name,
    value,
    state: broken.has(name) ? 'fail' : 'pass',
    rule: report.limits[name] ?? '',
  }));
}

function likenessFinding(smiles: string, other: string, chemistry: MoleculeReader): Finding {
  const name = m.judge_nova_likeness({ smiles: other });
  const [left, right] = [chemistry.morgan(smiles), chemistry.morgan(other)];
  if (!left || !right) return { name, value: null, note: m.judge_nova_not_a_molecule() };
  const likeness = tanimoto(left, right);
  const isSame = chemistry.inchiKey(smiles) === chemistry.inchiKey(other);
  return {
    name,
    value: likeness,
    state: likeness < NOVEL_BELOW ? 'pass' : 'fail',
    rule: `< ${NOVEL_BELOW}`,
    ...(isSame ? { note: m.judge_nova_same_key() } : {}),
  };
}

function identityFinding(smiles: string, chemistry: MoleculeReader): Finding {
  return {
    name: m.judge_nova_canonical(),
    value: chemistry.molecule(smiles)?.smiles ?? null,
    note: `InChIKey ${chemistry.inchiKey(smiles) ?? '–'}`,
  };
}
