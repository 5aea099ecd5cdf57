import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Improvement, Judgement } from '../../judge-page.ts';
import {
  type Identities,
  NANOBODY_QUALITY,
  type QualityRule,
  copyRule,
  hasQuality,
} from '../scoring/nanobody-duplicates.ts';
import {
  NANOBODY_RULE,
  type SequenceReport,
  type StringRule,
  checkSequence,
  vhhClass,
} from '../scoring/nanobody-strings.ts';

// One nanobody against every rule that is known; what needs a service or a closed list is asked of
// the reader, and left out where it is not given.

const MAX_LETTERS = 2000;
/** Letters that are tried in place of another: small, polar, and the one that has a rule of its own. */
const TRIED = ['S', 'T', 'C'] as const;

const Share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const Letter = v.optional(v.pipe(v.string(), v.regex(/^[A-Z]$/, 'must be one capital letter')));

const Input = v.object({
  sequence: v.pipe(v.string(), v.maxLength(MAX_LETTERS)),
  position49: Letter,
  position50: Letter,
  nativeness: v.optional(Share),
  human_framework: v.optional(Share),
  nearest: v.optional(
    v.object({
      sequence: Share,
      cdr1: v.nullish(Share),
      cdr2: v.nullish(Share),
      cdr3: v.nullish(Share),
    }),
  ),
});

/** Whether a nanobody may enter, with every rule. @throws AppError `input.malformed` */
export function judgeNanobody(value: unknown): Judgement {
  const input = parseAs(Input, value, 'input.malformed');
  const report = checkSequence(input.sequence);
  const strings = stringFindings(report);
  const others = [...classFinding(input.position49, input.position50), ...qualityFindings(input)];
  const copies = input.nearest ? [copyFinding(input.nearest)] : [];
  const broken = [...strings, ...others, ...copies].filter(({ state }) => state === 'fail');
  const isOnlyText = copies.length === 0 && others.length === 0;
  return {
    score: {
      name: m.judge_nova_may_enter(),
      value: broken.length === 0,
      label: isOnlyText ? 'exact' : 'from the specification',
      note:
        broken.length === 0
          ? m.judge_nova_all_kept()
          : m.judge_nova_broken({ rules: broken.map(({ name }) => name).join(', ') }),
    },
    findings: [
      { name: m.judge_nova_letters_rules(), label: 'exact', children: strings },
      ...(others.length > 0
        ? [{ name: m.judge_nova_service_rules(), children: others } satisfies Finding]
        : []),
      ...copies,
      {
        name: m.judge_nova_residue_entropy(),
        value: report.entropy,
        unit: 'bit',
        note: m.judge_nova_residue_entropy_note(),
      },
      { name: 'SHA-256', value: report.sha256, note: m.judge_nova_sha_note() },
    ],
    improvements: report.passes ? [] : repairs(report),
  };
}

function stringFindings(report: SequenceReport): Finding[] {
  const rule = NANOBODY_RULE;
  const [near, far] = rule.cysteineDistance;
  const { window, hydrophobic, prefix } = rule.signal;
  const facts: Readonly<Record<StringRule, Omit<Finding, 'state'>>> = {
    length: {
      name: m.judge_nova_length(),
      value: report.length,
      format: 'count',
      rule: `${rule.minLength} ≤ n ≤ ${rule.maxLength}`,
    },
    letters: {
      name: m.judge_nova_letters(),
      value: report.strangers.join(' ') || m.judge_nova_no_strangers(),
      rule: m.judge_nova_letters_rule(),
    },
    run: {
      name: m.judge_nova_run(),
      value: report.longestRun,
      format: 'count',
      rule: `≤ ${rule.maxRun}`,
    },
    pairs: {
      name: m.judge_nova_pairs(),
      value: report.longestPairs,
      format: 'count',
      rule: m.judge_nova_pairs_rule({ most: rule.maxPairs }),
    },
    cysteines: {
      name: m.judge_nova_cysteines(),
      value: report.cysteines,
      format: 'count',
      rule: `≥ ${rule.minCysteines}`,
    },
    cysteinePair: {
      name: m.judge_nova_cysteine_pair(),
      value: report.plausibleCysteinePair,
      rule: m.judge_nova_cysteine_pair_rule({ near, far }),
      ...(rule.minCysteines > 1 ? {} : { note: m.judge_nova_cysteine_pair_note() }),
    },
    signalPeptide: {
      name: m.judge_nova_signal(),
      value: report.signalPeptide,
      rule: m.judge_nova_signal_rule({ window, hydrophobic, prefix }),
    },
  };
  return (Object.keys(facts) as StringRule[]) // keys are rules by type
    .map((key) => ({ ...facts[key], state: report.kept[key] ? 'pass' : 'fail' }));
}

function classFinding(position49?: string, position50?: string): Finding[] {
  if (position49 === undefined || position50 === undefined) return [];
  const found = vhhClass(position49, position50);
  return [
    {
      name: m.judge_nova_hallmark(),
      value: found,
      state: found === 'VHH' ? 'pass' : 'fail',
      rule: m.judge_nova_hallmark_rule(),
    },
  ];
}

function qualityFindings(input: v.InferOutput<typeof Input>): Finding[] {
  const finding = (rule: QualityRule, name: string, value: number | undefined): Finding[] =>
    value === undefined
      ? []
      : [
          {
            name,
            value,
            state: hasQuality(rule, value) ? 'pass' : 'fail',
            rule: `≥ ${NANOBODY_QUALITY[rule]}`,
          },
        ];
  return [
    ...finding('nativeness', m.judge_nova_nativeness(), input.nativeness),
    ...finding('humanFramework', m.judge_nova_human(), input.human_framework),
  ];
}

function copyFinding(nearest: NonNullable<v.InferOutput<typeof Input>['nearest']>): Finding {
  const identities: Identities = {
    sequence: nearest.sequence,
    cdr1: nearest.cdr1 ?? null,
    cdr2: nearest.cdr2 ?? null,
    cdr3: nearest.cdr3 ?? null,
  };
  const rule = copyRule(identities);
  const words = {
    sequence: m.judge_nova_copy_sequence,
    'sequence alone': m.judge_nova_copy_alone,
    cdr3: m.judge_nova_copy_cdr3,
    'all loops': m.judge_nova_copy_loops,
  };
  return {
    name: m.judge_nova_copy(),
    value: rule !== null,
    state: rule === null ? 'pass' : 'fail',
    rule: rule === null ? m.judge_nova_copy_none() : words[rule](),
    children: [
      { name: m.judge_nova_identity(), value: identities.sequence, format: 'percent' },
      { name: 'CDR1', value: identities.cdr1, format: 'percent' },
      { name: 'CDR2', value: identities.cdr2, format: 'percent' },
      { name: 'CDR3', value: identities.cdr3, format: 'percent' },
    ],
  };
}

/** The one change that keeps most rules: another letter, or the end cut off. Each is checked again. */
function repairs({ sequence, kept }: SequenceReport): Improvement[] {
  const { minLength, maxLength } = NANOBODY_RULE;
  if (sequence.length < minLength) {
    return [{ text: m.judge_nova_add({ count: minLength - sequence.length }), gain: null }];
  }
  const count = (rules: SequenceReport['kept']): number =>
    Object.values(rules).filter(Boolean).length;
  if (sequence.length > maxLength) {
    const after = checkSequence(sequence.slice(0, maxLength));
    const text = m.judge_nova_cut({
      count: sequence.length - maxLength,
      kept: count(after.kept),
      all: Object.keys(after.kept).length,
    });
    return count(after.kept) > count(kept) ? [{ text, gain: null }] : [];
  }
  const changes = Array.from(sequence).flatMap((from, index) =>
    TRIED.filter((to) => to !== from).map((to) => {
      const changed = sequence.slice(0, index) + to + sequence.slice(index + from.length);
      return { from, to, place: index + 1, kept: count(checkSequence(changed).kept) };
    }),
  );
  const best = changes.reduce<(typeof changes)[number] | null>(
    (top, one) => (one.kept > (top?.kept ?? count(kept)) ? one : top),
    null,
  );
  return best
    ? [{ text: m.judge_nova_change({ ...best, all: Object.keys(kept).length }), gain: null }]
    : [];
}
