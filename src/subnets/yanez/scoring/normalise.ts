import { replaceSpaces, splitWords } from '../../../shared/python-parse.ts';
import { compareCodePoints, stripPython } from '../../../shared/python-text.ts';

// Texts reduced to what duplicates have in common. Section 7.7;
// MIID/validator/cheat_detection.py 659496b1.

/** Non-Latin letters as ASCII text; the validator uses the Python package unidecode. */
export type ToAscii = (text: string) => string;

/** Signs and digits that are read as letters; `k` is read as `c`. */
const READ_AS: ReadonlyMap<string, string> = new Map(
  '0o 1i 2z 3e 4a 5s 6g 7t 8b 9g @a $s !i |i #h %o °o öo &and (c ¢c kc +t äa €e ëe §s'
    .split(' ')
    .map((pair) => [pair.slice(0, 1), pair.slice(1)] as const),
);

/** A name as duplicates are compared: lower case, no spaces, digits and signs read as letters, a–z. */
export function normaliseName(text: string): string {
  const compact = replaceSpaces(stripPython(text).toLowerCase(), '');
  const letters = [...compact].map((char) => READ_AS.get(char) ?? char);
  return letters.join('').replace(/[^a-z]/g, '');
}

/** Blocks whose letters are dropped: phonetic, Latin-D and -F, super- and subscripts. */
const DROPPED_BLOCKS = [
  [0x1d00, 0x1dbf],
  [0xa720, 0xa7ff],
  [0x10780, 0x107bf],
  [0x2070, 0x207f],
  [0x2080, 0x209f],
] as const;

/** Words that addresses share without meaning the same place. */
const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    'area district subdistrict sub residential street avenue road boulevard drive lane way city ' +
    'town village province region state county postal zip code country dawha qasabah'
  ).split(' '),
);
const LEAST_WORD = 4;

/**
 * An address as duplicates are compared: its distinct words of at least 4 letters, in ASCII,
 * without digits and common words, sorted. Commas and hyphens vanish without leaving a space.
 */
export function addressWords(address: string, toAscii: ToAscii): string[] {
  const plain = keepLetters(address, ' 0123456789')
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '');
  const ascii = toAscii(plain.toLowerCase())
    .replace(/[0-9]+/g, ' ')
    .replaceAll(',', ' ');
  const words = ascii
    .split(' ')
    .filter((word) => [...word].length >= LEAST_WORD && !COMMON_WORDS.has(word));
  return [...new Set(words)].sort(compareCodePoints);
}

/**
 * The first section of an address, without short words: `10 Baker Street, London` → `baker
 * street`. A section shorter than 4 characters takes the next one with it.
 */
export function firstSection(address: string): string {
  const kept = stripPython(keepLetters(address, ' ,0123456789')).replace(/^[, ]+/, '');
  const [first = '', next] = kept.split(',').map(stripPython);
  const isShort = [...first].length < 4 && next !== undefined;
  return splitWords(isShort ? `${first} ${next}` : first)
    .filter((word) => [...word].length > 2)
    .join(' ')
    .toLowerCase();
}

/** Letters outside the dropped blocks, modifier letters excepted, and the characters allowed. */
function keepLetters(text: string, allowed: string): string {
  return [...text]
    .filter((char) => {
      const code = char.codePointAt(0) ?? 0;
      if (DROPPED_BLOCKS.some(([from, to]) => code >= from && code <= to)) return false;
      return allowed.includes(char) || (/\p{L}/u.test(char) && !/\p{Lm}/u.test(char));
    })
    .join('');
}
