import { PYTHON_SPACE, stripPython } from '../../../shared/python-text.ts';

// The plain text of an entry: `m1,m2,…|s1,s2,…`. Section c.

const NOTHING = '~';
const SPACE = new RegExp(`[${PYTHON_SPACE}]`);
const LAST_ASCII = 127;

export interface Entry {
  readonly molecules: readonly string[];
  readonly sequences: readonly string[];
}

/**
 * Reads an entry: white space around it goes, none may stay inside; ASCII only; exactly one `|`;
 * neither part empty; `~` stands for nothing, and empty items between commas are dropped.
 *
 * @returns null for anything else. Source: NOVA `neurons/validator/commitments.py` @ f947557.
 */
export function parseEntry(text: string): Entry | null {
  const inner = stripPython(text);
  if (SPACE.test(inner) || !isAscii(inner)) return null;
  const [molecules, sequences, ...more] = inner.split('|');
  if (!molecules || !sequences || more.length > 0) return null;
  return { molecules: items(molecules), sequences: items(sequences) };
}

function items(part: string): string[] {
  return part === NOTHING ? [] : part.split(',').filter((item) => item !== '');
}

function isAscii(text: string): boolean {
  return [...text].every((letter) => (letter.codePointAt(0) ?? 0) <= LAST_ASCII);
}
