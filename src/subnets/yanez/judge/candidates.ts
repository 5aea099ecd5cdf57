import { splitWords } from '../../../shared/python-parse.ts';
import { ORTHOGRAPHIC_BANDS, PHONETIC_BANDS, bandOf } from '../scoring/bands.ts';
import type { PartScore } from '../scoring/name-part.ts';
import { followsRule, isVowel } from '../scoring/rules.ts';
import {
  type PhoneticWeights,
  hasExcessiveRepetition,
  orthographicSimilarity,
  phoneticSimilarity,
} from '../scoring/similarity.ts';

// Texts to try in the place of others: small edits of a name, and what follows a rule.

const VOWELS = [...'aeiou'];
/** Consonants that are easily taken for each other, and signs. */
const SOUNDS_LIKE = new Map(
  [...'ckkcszzsfvvftddtpbbpgjjgmnnmlrrlhwwh-..-'.matchAll(/../g)].map(pairOf),
);
const ENDINGS = ['e', 'a', 'h', 's', 'ov'];
/** Texts of one edit that are edited again, for spellings that lie farther off. */
const EDITED_AGAIN = 12;
const TIMES_EDITED = 4;
const NEAR_DIGITS = 3;
/** A longer token has enough edits in its first letters. */
const EDITED_LETTERS = 12;

/**
 * Edits of a token, one for each sound and band of spelling that was found: those first that fall
 * into bands which lack something, then the nearest.
 *
 * @param token lower case
 * @param part  the token's present score
 */
export function tokenCandidates(
  token: string,
  weights: PhoneticWeights,
  part: PartScore | null,
): string[] {
  const lacking = [part?.phoneticBands, part?.orthographicBands].map(
    (report) =>
      new Set(report?.bands.filter(({ wanted, found }) => found < wanted).map(({ band }) => band)),
  );
  const found = new Map<string, { readonly text: string; readonly filled: number }>();
  let texts = [token];
  for (let times = 0; times < TIMES_EDITED; times += 1) {
    texts = [...new Set(texts.flatMap(edits))].filter((text) => !hasExcessiveRepetition(text));
    for (const text of texts) {
      const sound = phoneticSimilarity(token, text, weights);
      const bands = [
        bandOf(sound, PHONETIC_BANDS),
        bandOf(orthographicSimilarity(token, text), ORTHOGRAPHIC_BANDS),
      ];
      const kind = `${sound.toFixed(NEAR_DIGITS)} ${bands[1] ?? ''}`;
      if (text === token || found.has(kind)) continue;
      const filled = bands.filter((band, i) => band !== null && lacking[i]?.has(band)).length;
      found.set(kind, { text, filled });
    }
    const stride = Math.max(1, Math.floor(texts.length / EDITED_AGAIN));
    texts = texts.filter((_, i) => i % stride === 0);
  }
  return [...found.values()].sort((a, b) => b.filled - a.filled).map(({ text }) => text);
}

/** Texts that follow a rule, made from a name in lower case. */
export function ruleCandidates(rule: string, name: string): string[] {
  const words = splitWords(name);
  const made = [
    ...edits(name),
    `dr. ${name}`,
    `${name} jr.`,
    words.slice(1).join(' '),
    words.join(''),
    words.join('-'),
    [...words.slice(1), words[0] ?? ''].join(' '),
    [`${initialOf(words[0])}.`, ...words.slice(1)].join(' '),
    words.map(initialOf).join(''),
    words.map((word) => [...word].slice(0, -1).join('')).join(' '),
  ];
  return [...new Set(made)].filter((text) => text !== '' && followsRule(rule, name, text));
}

function edits(text: string): string[] {
  const all = [...text];
  const at = all.slice(0, EDITED_LETTERS).flatMap((char, i) => {
    const [before, after] = [all.slice(0, i).join(''), all.slice(i + 1).join('')];
    const next = all[i + 1];
    const swapped = next === undefined ? [] : [before + next + char + all.slice(i + 2).join('')];
    const replaced = replacementsOf(char).map((other) => before + other + after);
    return [before + char + char + after, ...replaced, ...swapped, before + after];
  });
  return [...at, ...ENDINGS.map((ending) => text + ending)].filter((made) => made !== '');
}

function replacementsOf(char: string): string[] {
  if (isVowel(char)) return VOWELS.filter((vowel) => vowel !== char).slice(0, 2);
  const alike = SOUNDS_LIKE.get(char);
  return alike === undefined ? [] : [alike];
}

function initialOf(word = ''): string {
  return [...word][0] ?? '';
}

function pairOf([pair]: RegExpExecArray): [string, string] {
  return [pair.slice(0, 1), pair.slice(1)];
}
