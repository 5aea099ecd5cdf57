// Soundex, metaphone and NYSIIS as the Python package jellyfish 0.8.9 computes them. Section 7.1.
// Own code: the libraries that are kept differ from it (README.md has the counts).

const VOWELS = 'aeiou';
const SOUNDEX_SETS = ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'] as const;
const SOUNDEX_LENGTH = 4;

/**
 * First letter and three digits. H and W leave the previous digit standing, every other letter
 * without a digit clears it; the first letter's own digit counts as previous. Empty for empty text.
 */
export function soundex(text: string): string {
  const [first, ...rest] = [...text.normalize('NFKD').toUpperCase()];
  if (first === undefined) return '';
  let code = first;
  let last = soundexDigit(first);
  for (const letter of rest) {
    const digit = soundexDigit(letter);
    if (digit !== null && digit !== last) code += digit;
    if (digit !== null) last = digit;
    else if (letter !== 'H' && letter !== 'W') last = null;
    if ([...code].length === SOUNDEX_LENGTH) break;
  }
  return code + '0'.repeat(SOUNDEX_LENGTH - [...code].length);
}

function soundexDigit(letter: string): string | null {
  const at = SOUNDEX_SETS.findIndex((set) => set.includes(letter.toLowerCase()));
  return at < 0 ? null : String(at + 1);
}

interface Place {
  readonly letter: string;
  /** Empty before the start and after the end of the word. */
  readonly before: string;
  readonly next: string;
  readonly afterNext: string;
}

/** Code of a letter, and how many letters it takes beyond its own. */
type Spelled = readonly [code: string, eaten: number];
const SILENT: Spelled = ['', 0];

/** Sound of the whole word, without its vowels but the first. */
export function metaphone(text: string): string {
  let letters = [...text.toLowerCase().normalize('NFKD')];
  if (/^(?:[kgp]n|wr|ae)/.test(letters.join(''))) letters = letters.slice(1);
  let code = '';
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i] ?? '';
    const next = letters[i + 1] ?? '';
    if (letter === next && letter !== 'c') continue;
    const place = { letter, before: letters[i - 1] ?? '', next, afterNext: letters[i + 2] ?? '' };
    if (letter === ' ') {
      if (code !== '' && !code.endsWith(' ')) code += ' ';
      continue;
    }
    const [sound, eaten] = METAPHONE[letter]?.(place) ?? SILENT;
    code += sound;
    i += eaten;
  }
  return code.toUpperCase();
}

const same = ({ letter }: Place): Spelled => [letter, 0];
const vowel = ({ letter, before }: Place): Spelled =>
  before === '' || before === ' ' ? [letter, 0] : SILENT;

const METAPHONE: Readonly<Record<string, (place: Place) => Spelled>> = {
  ...Object.fromEntries([...VOWELS].map((letter) => [letter, vowel])),
  ...Object.fromEntries([...'bfjlmnr'].map((letter) => [letter, same])),
  c: ({ next, afterNext }) => {
    if (next === 'h' || (next === 'i' && afterNext === 'a')) return ['x', 1];
    return isOneOf(next, 'iey') ? ['s', 1] : ['k', 0];
  },
  d: ({ next, afterNext }) => (next === 'g' && isOneOf(afterNext, 'iey') ? ['j', 2] : ['t', 0]),
  g: ({ next, afterNext }) => {
    if (isOneOf(next, 'iey')) return ['j', 0];
    return next === 'h' && !isOneOf(afterNext, VOWELS) ? ['', 1] : ['k', 0];
  },
  // The compiled package, which the pairs were recorded with, has no H after a consonant.
  h: ({ before, next }) => (before === '' || isOneOf(next, VOWELS) ? ['h', 0] : SILENT),
  k: ({ before }) => (before === 'c' ? SILENT : ['k', 0]),
  p: ({ next }) => (next === 'h' ? ['f', 1] : ['p', 0]),
  q: () => ['k', 0],
  s: ({ next, afterNext }) => {
    if (next === 'h') return ['x', 1];
    return next === 'i' && isOneOf(afterNext, 'oa') ? ['x', 2] : ['s', 0];
  },
  t: ({ next, afterNext }) => {
    if (next === 'i' && isOneOf(afterNext, 'oa')) return ['x', 0];
    if (next === 'h') return ['0', 1];
    return next === 'c' && afterNext === 'h' ? SILENT : ['t', 0];
  },
  v: () => ['f', 0],
  w: ({ before, next }) => {
    if (before === '' && next === 'h') return ['w', 1];
    return isOneOf(next, VOWELS) ? ['w', 0] : SILENT;
  },
  x: ({ before, next, afterNext }) => {
    if (before !== '') return ['ks', 0];
    return next === 'h' || (next === 'i' && isOneOf(afterNext, 'oa')) ? ['x', 0] : ['s', 0];
  },
  y: ({ next }) => (isOneOf(next, VOWELS) ? ['y', 0] : SILENT),
  z: () => ['s', 0],
};

function isOneOf(letter: string, set: string): boolean {
  return letter !== '' && set.includes(letter);
}

const PREFIXES = [
  ['MAC', 'MCC'],
  ['KN', 'N'],
  ['K', 'C'],
  ['PH', 'FF'],
  ['PF', 'FF'],
  ['SCH', 'SSS'],
] as const;

/** Key of the whole word, upper case; empty for empty text. */
export function nysiis(text: string): string {
  const letters = [...translateEnds(text.toUpperCase())];
  const [first] = letters;
  if (first === undefined) return '';
  let key = first;
  for (let i = 1; i < letters.length; i++) {
    const [code, eaten] = nysiisLetter(letters, i);
    i += eaten;
    if (code.at(-1) !== key.at(-1)) key += code;
  }
  if (key.endsWith('S') && key.length > 1) key = key.slice(0, -1);
  if (key.endsWith('AY')) key = `${key.slice(0, -2)}Y`;
  return key.endsWith('A') && key.length > 1 ? key.slice(0, -1) : key;
}

function translateEnds(word: string): string {
  const [start, to] = PREFIXES.find(([prefix]) => word.startsWith(prefix)) ?? ['', ''];
  const begun = to + word.slice(start.length);
  if (/(?:IE|EE)$/.test(begun)) return `${begun.slice(0, -2)}Y`;
  return /(?:[DRN]T|[RN]D)$/.test(begun) ? `${begun.slice(0, -2)}D` : begun;
}

function nysiisLetter(letters: readonly string[], i: number): Spelled {
  const [before, letter, next, afterNext] = [-1, 0, 1, 2].map((step) => letters[i + step] ?? '');
  const isVowel = (char: string | undefined): boolean => isOneOf(char ?? '', 'AEIOU');
  if (letter === 'E' && next === 'V') return ['AF', 1];
  if (isVowel(letter)) return ['A', 0];
  if (letter === 'S' && next === 'C' && afterNext === 'H') return ['SS', 2];
  if (letter === 'P' && next === 'H') return ['F', 1];
  if (letter === 'K') return [next === 'N' ? 'N' : 'C', 0];
  if (letter === 'H' && !(isVowel(before) && isVowel(next))) {
    return [isVowel(before) ? 'A' : (before ?? ''), 0];
  }
  if (letter === 'W' && isVowel(before)) return [before ?? '', 0];
  const plain: Readonly<Record<string, string>> = { Q: 'G', Z: 'S', M: 'N' };
  return [plain[letter ?? ''] ?? letter ?? '', 0];
}
