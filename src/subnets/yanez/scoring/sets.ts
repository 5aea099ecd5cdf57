import { compareCodePoints } from '../../../shared/python-text.ts';
import { normaliseName } from './normalise.ts';

// Comparisons of sets of variations. Section 7.7; MIID/validator/cheat_detection.py 659496b1.

/** |A ∩ B| / the smaller size, 0..1; 0 if one is empty. */
export function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const smaller = Math.min(a.size, b.size);
  return smaller === 0 ? 0 : common(a, b) / smaller;
}

/** |A ∩ B| / |A ∪ B|, 0..1; 1 for two empty sets. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const shared = common(a, b);
  const union = a.size + b.size - shared;
  return union === 0 ? 1 : shared / union;
}

/** Distinct normalised names, blank ones left out before. */
export function normalisedSet(names: readonly string[]): Set<string> {
  return new Set(names.filter(Boolean).map(normaliseName));
}

const DJB2_START = 5381n;
const DJB2_FACTOR = 33n;

/**
 * Signature of a response: 64-bit djb2 over sorted names, each in lower case with its sorted
 * distinct normalised variations after it, all joined with `|`.
 *
 * @returns 16 hexadecimal digits
 */
export function responseSignature(
  variationsByName: ReadonlyMap<string, readonly string[]>,
): string {
  const parts = [...variationsByName]
    .sort(([a], [b]) => compareCodePoints(a, b))
    .flatMap(([name, variations]) => [
      name.toLowerCase(),
      ...[...normalisedSet(variations)].sort(compareCodePoints),
    ]);
  let hash = DJB2_START;
  for (const char of parts.join('|')) {
    hash = BigInt.asUintN(64, hash * DJB2_FACTOR + BigInt(char.codePointAt(0) ?? 0));
  }
  return hash.toString(16).padStart(16, '0');
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  return [...a].filter((item) => b.has(item)).length;
}
