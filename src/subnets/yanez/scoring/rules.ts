import { splitWords } from '../../../shared/python-parse.ts';
import { compareCodePoints } from '../../../shared/python-text.ts';
import { editDistance } from './similarity.ts';

// Which rule turned one name into another? Section 7.4; MIID/validator/rule_evaluator.py 659496b1.
// Texts are compared by code points. Lower case is what a predicate sees unless its name is in EXACT.

const SPECIAL = '!@#$%^&*()_+-=[]{}|;:,.<>?';
const TITLES = (
  'mr. mrs. ms. mr mrs ms miss dr. dr prof. prof sir lady lord dame master mistress rev. hon. ' +
  'capt. col. lt. sgt. maj.'
).split(' ');
const SUFFIXES = ['jr.', 'sr.', 'iii', 'iv', 'v', 'phd', 'md', 'esq.', 'jr', 'sr'];
/** Edits allowed in a name beside its title. */
const NEAR = 2;

type Predicate = (original: string, variation: string) => boolean;
type Test = (char: string) => boolean;

export const isVowel: Test = (char) => 'aeiou'.includes(char.toLowerCase());
export const isConsonant: Test = (char) => /\p{L}/u.test(char) && !isVowel(char);
const isSpecial: Test = (char) => SPECIAL.includes(char);

/** Rules that tell upper from lower case. */
const EXACT: ReadonlySet<string> = new Set([
  'replace_spaces_with_random_special_characters',
  'replace_random_special_character_with_random_special_character',
  'swap_random_letter',
  'swap_adjacent_syllables',
  'delete_random_letter',
  'insert_random_letter',
  'remove_random_special_character',
  'remove_all_spaces',
  'shorten_name_to_abbreviations',
  'name_parts_permutations',
]);

const PREDICATES: Readonly<Record<string, Predicate>> = {
  replace_spaces_with_random_special_characters: spacesReplaced,
  replace_double_letters_with_single_letter: (o, v) =>
    removals(o, (char, i, chars) => char === chars[i + 1] && /\p{L}/u.test(char)).includes(v),
  replace_random_vowel_with_random_vowel: (o, v) => replaced(o, v, isVowel),
  replace_random_consonant_with_random_consonant: (o, v) => replaced(o, v, isConsonant),
  replace_random_special_character_with_random_special_character: (o, v) =>
    replaced(o, v, isSpecial),
  swap_random_letter: neighboursSwapped,
  swap_adjacent_syllables: neighboursSwapped,
  swap_adjacent_consonants: (o, v) => consonantSwaps(o).includes(v),
  delete_random_letter: (o, v) => lengthOf(v) === lengthOf(o) - 1 && editDistance(o, v) === 1,
  insert_random_letter: (o, v) => lengthOf(v) === lengthOf(o) + 1 && editDistance(o, v) === 1,
  remove_random_vowel: (o, v) => removals(o, isVowel).includes(v),
  remove_random_consonant: (o, v) => removals(o, isConsonant).includes(v),
  remove_random_special_character: (o, v) => removals(o, isSpecial).includes(v),
  remove_all_spaces: (o, v) => o.includes(' ') && v === o.replaceAll(' ', ''),
  duplicate_random_letter_as_double_letter: (o, v) => doublings(o).includes(v),
  remove_title: (o, v) => afterTitle(o).some((rest) => editDistance(v, rest) <= NEAR),
  add_random_leading_title: (o, v) => afterTitle(v).some((rest) => editDistance(o, rest) <= NEAR),
  add_random_trailing_title: (o, v) =>
    SUFFIXES.filter((suffix) => v.endsWith(` ${suffix}`)).some(
      (suffix) => editDistance(o, v.slice(0, -suffix.length - 1)) <= NEAR,
    ),
  initial_only_first_name: firstInitial,
  shorten_name_to_initials: initials,
  shorten_name_to_abbreviations: abbreviated,
  name_parts_permutations: permuted,
};

/** All rules by their wire names, in a fixed order. */
export const RULE_NAMES: readonly string[] = Object.keys(PREDICATES);

/** Whether a variation follows a rule; never for the original itself or an unknown rule. */
export function followsRule(rule: string, original: string, variation: string): boolean {
  const predicate = Object.hasOwn(PREDICATES, rule) ? PREDICATES[rule] : undefined;
  if (!predicate || original === variation) return false;
  if (EXACT.has(rule)) return predicate(original, variation);
  const [o, v] = [original.toLowerCase(), variation.toLowerCase()];
  return o !== v && predicate(o, v);
}

/** Every rule that a variation follows. */
export function rulesFollowed(original: string, variation: string): string[] {
  return RULE_NAMES.filter((rule) => followsRule(rule, original, variation));
}

/** Whether a rule can be followed at all by variations of a name. */
export function isApplicable(rule: string, original: string): boolean {
  const lower = [...original.toLowerCase()];
  switch (rule) {
    case 'name_parts_permutations':
    case 'initial_only_first_name':
    case 'shorten_name_to_initials':
    case 'shorten_name_to_abbreviations':
      return splitWords(original).length >= 2;
    case 'replace_spaces_with_random_special_characters':
    case 'remove_all_spaces':
      return original.includes(' ');
    case 'replace_double_letters_with_single_letter':
      return lower.some((char, i) => char === lower[i + 1]);
    case 'swap_adjacent_consonants':
      return consonantSwaps(lower.join('')).some((swapped) => swapped !== lower.join(''));
    default:
      return true;
  }
}

/** Levenshtein distance at most spaces + 1, so that plain removal of the spaces counts too. */
function spacesReplaced(original: string, variation: string): boolean {
  const spaces = original.split(' ').length - 1;
  if (spaces === 0 || variation.includes(' ')) return false;
  if (Math.abs(lengthOf(variation) - lengthOf(original)) > spaces) return false;
  return editDistance(original.replaceAll(' ', ''), variation) <= spaces + 1;
}

/** Same length, at least one change within a class, at most one other change. */
function replaced(original: string, variation: string, inClass: Test): boolean {
  const [from, to] = [[...original], [...variation]];
  if (from.length !== to.length) return false;
  const changes = from.flatMap((char, i) => (char === to[i] ? [] : [[char, to[i] ?? ''] as const]));
  const within = changes.filter(([a, b]) => inClass(a) && inClass(b)).length;
  return within >= 1 && changes.length - within <= 1;
}

function neighboursSwapped(original: string, variation: string): boolean {
  const [from, to] = [[...original], [...variation]];
  if (from.length !== to.length) return false;
  const at = from.flatMap((char, i) => (char === to[i] ? [] : [i]));
  const [a = 0, b = 0] = at;
  return at.length === 2 && b === a + 1 && from[a] === to[b] && from[b] === to[a];
}

/** The text with one adjacent pair of consonants exchanged, for each such pair. */
function consonantSwaps(text: string): string[] {
  const chars = [...text];
  return chars.flatMap((char, i) => {
    const next = chars[i + 1];
    if (next === undefined || !isConsonant(char) || !isConsonant(next)) return [];
    return [[...chars.slice(0, i), next, char, ...chars.slice(i + 2)].join('')];
  });
}

/** The text with one of the chosen characters removed, for each of them. */
function removals(
  text: string,
  chosen: (char: string, i: number, chars: readonly string[]) => boolean,
): string[] {
  const chars = [...text];
  return chars.flatMap((char, i) =>
    chosen(char, i, chars) ? [[...chars.slice(0, i), ...chars.slice(i + 1)].join('')] : [],
  );
}

function doublings(text: string): string[] {
  const chars = [...text];
  return chars.map((char, i) => [...chars.slice(0, i), char, ...chars.slice(i)].join(''));
}

/** What follows each title that a text starts with. */
function afterTitle(text: string): string[] {
  return TITLES.filter((title) => text.startsWith(`${title} `)).map((title) =>
    text.slice(title.length + 1),
  );
}

function firstInitial(original: string, variation: string): boolean {
  const [first, ...others] = splitWords(original);
  if (first === undefined || others.length === 0) return false;
  const rest = others.join(' ');
  return ['. ', '.'].some((dot) => variation === `${[...first][0] ?? ''}${dot}${rest}`);
}

function initials(original: string, variation: string): boolean {
  const letters = splitWords(original).map((word) => [...word][0] ?? '');
  if (letters.length < 2) return false;
  return [`${letters.join('.')}.`, `${letters.join('. ')}.`, letters.join('')].includes(variation);
}

/** Each token a strictly shorter prefix; a single-token name ignores case. */
function abbreviated(original: string, variation: string): boolean {
  const [from, to] = [splitWords(original), splitWords(variation)];
  if (from.length === 0 || from.length !== to.length) return false;
  const isSingle = from.length === 1;
  return from.every((word, i) => {
    const short = to[i] ?? '';
    const starts = isSingle
      ? word.toLowerCase().startsWith(short.toLowerCase())
      : word.startsWith(short);
    return lengthOf(short) < lengthOf(word) && starts;
  });
}

function permuted(original: string, variation: string): boolean {
  const [from, to] = [splitWords(original), splitWords(variation)];
  if (from.length < 2 || from.length !== to.length) return false;
  const [a, b] = [from, to].map((words) => words.toSorted(compareCodePoints).join(' '));
  return a === b && from.join(' ') !== to.join(' ');
}

function lengthOf(text: string): number {
  return [...text].length;
}
