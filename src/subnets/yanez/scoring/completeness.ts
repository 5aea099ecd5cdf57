import { splitWords } from '../../../shared/python-parse.ts';
import { firstSection } from './normalise.ts';
import type { Answer, Variation } from './answer.ts';

// Penalties for what an answer lacks, repeats or adds. Section 7.7; MIID/validator/reward.py
// 659496b1.

const EXTRA_NAME = { each: 0.1, most: 0.7 } as const;
const MISSING_NAME = { each: 0.2, most: 0.9 } as const;
/** Variations beyond ⌊1.2 × count⌋, per name, date and address. */
const TOO_MANY = { grace: 1.2, each: 0.05 } as const;
const DUPLICATE = { each: 0.05, mostDates: 0.1, mostAddresses: 0.5 } as const;
/** Fewer than ⌊0.8 × count⌋ dates or addresses of a name. */
const TOO_FEW = { share: 0.8, each: 0.1, mostPerName: 0.5, mostAddresses: 0.4, mostDates: 0.1 };
/** Names with more than 2 characters that are neither letter nor space; digits in many names. */
const NON_LETTERS = { allowed: 2, each: 0.05, digitShare: 0.4, digits: 0.2 } as const;
const MOST_TOTAL = 0.9;
const LEAST_MULTIPLIER = 0.1;

export interface ExtraPenalties {
  readonly unrequested: number;
  readonly tooMany: number;
  readonly names: number;
  readonly dates: number;
  readonly addresses: number;
}

export interface Penalties {
  /** Unrequested names, too many variations and duplicates, at most 1. */
  readonly extraNames: number;
  /** What these are made of, before that bound. */
  readonly extras: ExtraPenalties;
  readonly missingNames: number;
  readonly insufficientAddresses: number;
  readonly insufficientDates: number;
  readonly nonLetters: number;
  /** Sum, at most 0.9; 1 for an empty answer. */
  readonly total: number;
  /** Completeness, 0.1..1; 0 for an empty answer. */
  readonly multiplier: number;
}

/**
 * Completeness of an answer. Every name of it counts, unrequested ones too.
 *
 * @param count variations requested of each name
 */
export function penaltiesOf(
  answer: Answer,
  seedNames: readonly string[],
  count: number,
): Penalties {
  if (answer.length === 0) {
    const none = { extraNames: 0, insufficientAddresses: 0, insufficientDates: 0, nonLetters: 0 };
    const extras = { unrequested: 0, tooMany: 0, names: 0, dates: 0, addresses: 0 };
    return { ...none, extras, missingNames: 1, total: 1, multiplier: 0 };
  }
  const names = answer.map(([name]) => name);
  const unasked = names.filter((name) => !seedNames.includes(name)).length;
  const missing = new Set(seedNames.filter((name) => !names.includes(name))).size;
  const perName = answer.map(([, variations]) => repetition(variations, count));
  const unrequested = Math.min(EXTRA_NAME.most, EXTRA_NAME.each * unasked);
  const extra = unrequested + sum(perName.map((own) => sum(Object.values(own))));
  const few = sum(answer.map(([, variations]) => tooFew(variations.length, count)));
  const penalties = {
    extraNames: Math.min(1, extra),
    missingNames: Math.min(MISSING_NAME.most, MISSING_NAME.each * missing),
    insufficientAddresses: Math.min(TOO_FEW.mostAddresses, few),
    insufficientDates: Math.min(TOO_FEW.mostDates, few),
    nonLetters: nonLetters(answer),
  };
  const total = Math.min(MOST_TOTAL, sum(Object.values(penalties)));
  const of = (kind: keyof ReturnType<typeof repetition>) => sum(perName.map((own) => own[kind]));
  const extras = {
    unrequested,
    tooMany: of('tooMany'),
    names: of('names'),
    dates: of('dates'),
    addresses: of('addresses'),
  };
  return { ...penalties, extras, total, multiplier: Math.max(LEAST_MULTIPLIER, 1 - total) };
}

/** Variations of a name that cost nothing, of those requested. */
export function mostVariations(count: number): number {
  return Math.floor(count * TOO_MANY.grace);
}

/** Too many variations (each costs for its name, date and address) and duplicates of one name. */
function repetition(variations: readonly Variation[], count: number) {
  const beyond = count > 0 ? variations.length - mostVariations(count) : 0;
  const dates = filled(variations.map(({ dob }) => normaliseDate(dob)));
  const addresses = filled(variations.map(({ address }) => address));
  const repeatedAddresses =
    duplicates(addresses.map(normaliseSeparators)) +
    duplicates(filled(addresses.map(firstSection)));
  return {
    tooMany: Math.max(0, beyond) * 3 * TOO_MANY.each,
    names: DUPLICATE.each * duplicates(variations.map(({ name }) => name)),
    dates: Math.min(DUPLICATE.mostDates, DUPLICATE.each * duplicates(dates)),
    addresses: Math.min(DUPLICATE.mostAddresses, DUPLICATE.each * repeatedAddresses),
  };
}

function tooFew(given: number, count: number): number {
  if (count <= 0) return 0;
  const required = Math.max(1, Math.floor(count * TOO_FEW.share));
  return Math.min(TOO_FEW.mostPerName, TOO_FEW.each * Math.max(0, required - given));
}

function nonLetters(answer: Answer): number {
  const odd = answer
    .flatMap(([, variations]) => variations)
    .filter(({ name }) => {
      const others = [...name].filter((char) => !/[\p{L}\s]/u.test(char));
      return others.length > NON_LETTERS.allowed;
    }).length;
  const withDigits = answer.filter(([, variations]) =>
    variations.some(({ name }) => /\p{Nd}/u.test(name)),
  ).length;
  const manyDigits = withDigits / answer.length > NON_LETTERS.digitShare;
  return NON_LETTERS.each * odd + (manyDigits ? NON_LETTERS.digits : 0);
}

function normaliseDate(date: string): string {
  return date.replace(/[ \-/.]/g, '').toLowerCase();
}

function normaliseSeparators(address: string): string {
  return splitWords(address.toLowerCase().replace(/[,;-]/g, ' ')).join(' ');
}

function filled(texts: readonly string[]): string[] {
  return texts.filter(Boolean);
}

function duplicates(texts: readonly string[]): number {
  return texts.length - new Set(texts).size;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
