import { PYTHON_SPACE, stripPython } from '../../../shared/python-text.ts';

// The plain text of an entry: `m1,m2,…|s1,s2,…`. Section c.

const NOTHING = '~';
const BAR = '|';
const SPACE = new RegExp(`[${PYTHON_SPACE}]`);
const LAST_ASCII = 127;

export interface Entry {
  readonly molecules: readonly string[];
  readonly sequences: readonly string[];
}

/** What a readable entry keeps to. */
export type EntryRule = 'no space' | 'ascii' | 'one bar' | 'both parts';

/** Every rule of an entry's text, and whether it is kept, before anything is read. */
export function entryRules(text: string): Readonly<Record<EntryRule, boolean>> {
  const inner = stripPython(text);
  const parts = inner.split(BAR);
  return {
    'no space': !SPACE.test(inner),
    ascii: isAscii(inner),
    'one bar': parts.length === 2,
    'both parts': parts.every((part) => part !== ''),
  };
}

/**
 * Reads an entry: white space around it goes, none may stay inside; ASCII only; exactly one `|`;
 * neither part empty; `~` stands for nothing, and empty items between commas are dropped.
 *
 * @returns null for anything else. Source: NOVA `neurons/validator/commitments.py` @ f947557.
 */
export function parseEntry(text: string): Entry | null {
  if (!Object.values(entryRules(text)).every(Boolean)) return null;
  const [molecules = '', sequences = ''] = stripPython(text).split(BAR);
  return { molecules: items(molecules), sequences: items(sequences) };
}

function items(part: string): string[] {
  return part === NOTHING ? [] : part.split(',').filter((item) => item !== '');
}

function isAscii(text: string): boolean {
  return [...text].every((letter) => (letter.codePointAt(0) ?? 0) <= LAST_ASCII);
}
