import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { Finding, Judgement, JudgementTable } from '../../judge-page.ts';
import { isReactionAllowed } from '../scoring/allowed-reaction.ts';
import { repeatedId } from '../scoring/entry-validity.ts';
import { type Entry, type EntryRule, entryRules, parseEntry } from '../scoring/submission.ts';

const MAX_CHARACTERS = 20 * 1024;
/** Items that are shown. */
const MAX_ROWS = 200;

const Input = v.object({
  text: v.pipe(v.string(), v.maxLength(MAX_CHARACTERS)),
  allowed: v.optional(v.pipe(v.string(), v.regex(/^rxn:\d{1,6}$/, 'must look like rxn:4'))),
});

/** The text of an entry, as a validator reads it. @throws AppError `input.malformed` */
export function judgeEntry(value: unknown): Judgement {
  const { text, allowed = null } = parseAs(Input, value, 'input.malformed');
  const rules = entryRules(text);
  const entry = parseEntry(text);
  const names: Readonly<Record<EntryRule, string>> = {
    'no space': m.judge_nova_no_space(),
    ascii: m.judge_nova_ascii(),
    'one bar': m.judge_nova_one_bar(),
    'both parts': m.judge_nova_both_parts(),
  };
  const findings = (Object.keys(names) as EntryRule[]) // keys are rules by type
    .map((rule): Finding => ({ name: names[rule], state: rules[rule] ? 'pass' : 'fail' }));
  const broken = findings.filter(({ state }) => state === 'fail').map(({ name }) => name);
  return {
    score: {
      name: m.judge_nova_readable(),
      value: entry !== null,
      label: 'exact',
      ...(entry ? {} : { note: m.judge_nova_broken({ rules: broken.join(', ') }) }),
    },
    findings: [...findings, ...(entry ? contentFindings(entry, allowed) : [])],
    improvements: entry ? [] : repairs(text),
    ...(entry ? { tables: [itemTable(entry, allowed)] } : {}),
  };
}

function contentFindings({ molecules, sequences }: Entry, allowed: string | null): Finding[] {
  const twice = repeatedId(molecules);
  const foreign = molecules.find((id) => !isReactionAllowed(id, allowed));
  return [
    { name: m.judge_nova_molecules(), value: molecules.length, format: 'count' },
    {
      name: m.judge_nova_twice(),
      value: twice ?? false,
      state: twice === undefined ? 'pass' : 'fail',
      rule: m.judge_nova_twice_rule(),
      label: 'from the specification',
    },
    ...(allowed === null
      ? []
      : [
          {
            name: m.judge_nova_reaction(),
            value: foreign ?? allowed,
            state: foreign === undefined ? 'pass' : 'fail',
            rule: allowed,
          } satisfies Finding,
        ]),
    {
      name: m.judge_nova_nanobodies(),
      value: sequences.length,
      format: 'count',
      ...(sequences.length > 1
        ? ({ state: 'warn', note: m.judge_nova_extra_sequences() } as const)
        : {}),
    },
  ];
}

function itemTable({ molecules, sequences }: Entry, allowed: string | null): JudgementTable {
  const rows = [
    ...molecules.map((id) => [m.judge_nova_molecule(), id, isReactionAllowed(id, allowed)]),
    ...sequences.map((letters) => [m.judge_nova_nanobody(), letters, null]),
  ];
  return {
    caption: m.judge_nova_items(),
    columns: [
      { label: m.judge_nova_kind() },
      { label: m.judge_nova_item() },
      { label: m.judge_nova_reaction() },
    ],
    rows: rows.slice(0, MAX_ROWS),
  };
}

/** The mend that makes the text readable, found by reading it again. */
function repairs(text: string): Judgement['improvements'] {
  const tries = [
    {
      text: m.judge_nova_fix_tilde(),
      mended: text.trim().replace(/^\|/, '~|').replace(/\|$/, '|~'),
    },
    { text: m.judge_nova_fix_space(), mended: text.replace(/\s/g, '') },
    { text: m.judge_nova_fix_bar(), mended: `${text.trim()}|~` },
  ];
  return tries
    .filter(({ mended }) => parseEntry(mended) !== null)
    .slice(0, 1)
    .map((one) => ({ text: one.text, gain: null }));
}
