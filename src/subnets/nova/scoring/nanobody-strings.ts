import { sha256Hex } from '../../../shared/hash.ts';
import { compareCodePoints, stripPython } from '../../../shared/python-text.ts';

// What a nanobody's sequence of letters must look like. Section e, "Nanobody validity".

const AMINO_ACIDS = new Set('ACDEFGHIKLMNPQRSTVWY');
const HYDROPHOBIC = new Set('AILMFWV');

export interface NanobodyRule {
  readonly minLength: number;
  readonly maxLength: number;
  /** Longest run of one letter. */
  readonly maxRun: number;
  /** Longest repeat ABAB…, in pairs. */
  readonly maxPairs: number;
  readonly minCysteines: number;
  /** Distance of a plausible pair of cysteines; asked only when more than one is needed. */
  readonly cysteineDistance: readonly [number, number];
  /** So many hydrophobic letters in one window of the beginning make a signal peptide. */
  readonly signal: {
    readonly window: number;
    readonly hydrophobic: number;
    readonly prefix: number;
  };
}

export const NANOBODY_RULE: NanobodyRule = {
  minLength: 90,
  maxLength: 150,
  maxRun: 6,
  maxPairs: 4,
  minCysteines: 1,
  cysteineDistance: [35, 80],
  signal: { window: 12, hydrophobic: 8, prefix: 30 },
};

export interface SequenceReport {
  /** Trimmed, upper-cased. */
  readonly sequence: string;
  /** sha256 of the sequence, by which an entry must be the only one. */
  readonly sha256: string;
  readonly length: number;
  readonly longestRun: number;
  readonly longestPairs: number;
  readonly cysteines: number;
  readonly plausibleCysteinePair: boolean;
  readonly signalPeptide: boolean;
  /** Shannon entropy of the 20 letters, bits. */
  readonly entropy: number;
  /** Letters that are no amino acid, each once, in order. */
  readonly strangers: readonly string[];
  /** Every rule, and whether it is kept. */
  readonly kept: Readonly<Record<StringRule, boolean>>;
  readonly passes: boolean;
}

export type StringRule =
  'length' | 'letters' | 'run' | 'pairs' | 'cysteines' | 'cysteinePair' | 'signalPeptide';

/** All string checks of one sequence. Source: NOVA `utils/nanobodies.py` @ f947557. */
export function checkSequence(raw: string, rule: NanobodyRule = NANOBODY_RULE): SequenceReport {
  const sequence = stripPython(raw).toUpperCase();
  const cysteines = [...sequence].filter((letter) => letter === 'C').length;
  const strangers = [...new Set(sequence)].filter((letter) => !AMINO_ACIDS.has(letter));
  const found = {
    sequence,
    sha256: sha256Hex(sequence),
    length: sequence.length,
    longestRun: longestRun(sequence),
    longestPairs: longestPairs(sequence),
    cysteines,
    plausibleCysteinePair: hasCysteinePair(sequence, rule.cysteineDistance),
    signalPeptide: isSignalPeptide(sequence, rule.signal),
    entropy: residueEntropy(sequence),
    strangers: strangers.sort(compareCodePoints),
  };
  const kept = keptRules(found, rule);
  return { ...found, kept, passes: Object.values(kept).every(Boolean) };
}

function keptRules(
  found: Omit<SequenceReport, 'kept' | 'passes'>,
  rule: NanobodyRule,
): SequenceReport['kept'] {
  return {
    length: found.length >= rule.minLength && found.length <= rule.maxLength,
    letters: found.strangers.length === 0,
    run: found.longestRun <= rule.maxRun,
    pairs: found.longestPairs <= rule.maxPairs,
    cysteines: found.cysteines >= rule.minCysteines,
    cysteinePair: rule.minCysteines <= 1 || found.plausibleCysteinePair,
    signalPeptide: !found.signalPeptide,
  };
}

/** Letters of the longest run of one letter; 0 for an empty text. */
export function longestRun(text: string): number {
  let longest = 0;
  let run = 0;
  for (const [index, letter] of [...text].entries()) {
    run = index > 0 && text[index - 1] === letter ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/**
 * Pairs of the longest repeat ABAB… of two different letters. Starts beyond length − 4 are not
 * looked at, so `AB` alone counts 0 and every longer text with two different neighbours at least 1.
 */
export function longestPairs(text: string): number {
  let longest = 0;
  for (let start = 0; start <= text.length - 4; start++) {
    const pair = text.slice(start, start + 2);
    if (pair[0] === pair[1]) continue;
    let pairs = 1;
    while (text.startsWith(pair, start + 2 * pairs)) pairs++;
    longest = Math.max(longest, pairs);
  }
  return longest;
}

function hasCysteinePair(text: string, [least, most]: readonly [number, number]): boolean {
  const places = [...text].flatMap((letter, index) => (letter === 'C' ? [index] : []));
  return places.some((a) => places.some((b) => b - a >= least && b - a <= most));
}

function isSignalPeptide(
  text: string,
  { window, hydrophobic, prefix }: NanobodyRule['signal'],
): boolean {
  const flags = Array.from(text.slice(0, prefix), (letter) => HYDROPHOBIC.has(letter));
  for (let start = 0; start + window <= flags.length; start++) {
    const count = flags.slice(start, start + window).filter(Boolean).length;
    if (count >= hydrophobic) return true;
  }
  return false;
}

/** Shannon entropy in bits over the 20 letters; others are left out of the total; 0 for none. */
export function residueEntropy(text: string): number {
  const letters = [...text].filter((letter) => AMINO_ACIDS.has(letter));
  const counts = new Map<string, number>();
  for (const letter of letters) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / letters.length;
    return sum - share * Math.log2(share);
  }, 0);
}

/** Class of an antibody domain by two residues of framework 2, numbered as IMGT does. */
export function vhhClass(position49: string, position50: string): 'VHH' | 'VH' {
  return (position49 === 'E' || position49 === 'Q') && position50 === 'R' ? 'VHH' : 'VH';
}
