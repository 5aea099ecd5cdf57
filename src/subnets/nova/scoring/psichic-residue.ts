import { AppError } from '../../../shared/errors.ts';

// What PSICHIC sees of one residue: 21 flags for the letter, 5 for its kind, 7 scaled properties.

const LETTERS = 'ACDEFGHIKLMNPQRSTVWY';
const UNKNOWN = 'X';
/** Selenocysteine and aspartate-or-asparagine are read as unknown. */
const AS_UNKNOWN = new Set(['U', 'B']);
/** Aliphatic, aromatic, polar neutral, acidic, basic. */
const KINDS = ['AILMV', 'FWY', 'CNQST', 'DE', 'HKR'] as const;

/** Raw values in the order of `LETTERS`. */
const PROPERTIES: readonly (readonly number[])[] = [
  // Weight, g/mol.
  [
    71.08, 103.15, 115.09, 129.12, 147.18, 57.05, 137.14, 113.16, 128.18, 113.16, 131.2, 114.11,
    97.12, 128.13, 156.19, 87.08, 101.11, 99.13, 186.22, 163.18,
  ],
  // pKa.
  [
    2.34, 1.96, 1.88, 2.19, 1.83, 2.34, 1.82, 2.36, 2.18, 2.36, 2.28, 2.02, 1.99, 2.17, 2.17, 2.21,
    2.09, 2.32, 2.83, 2.32,
  ],
  // pKb.
  [
    9.69, 10.28, 9.6, 9.67, 9.13, 9.6, 9.17, 9.6, 8.95, 9.6, 9.21, 8.8, 10.6, 9.13, 9.04, 9.15, 9.1,
    9.62, 9.39, 9.62,
  ],
  // pK of the side chain.
  [0, 8.18, 3.65, 4.25, 0, 0, 6, 0, 10.53, 0, 0, 0, 0, 0, 12.48, 0, 0, 0, 0, 0],
  // Isoelectric point.
  [
    6, 5.07, 2.77, 3.22, 5.48, 5.97, 7.59, 6.02, 9.74, 5.98, 5.74, 5.41, 6.3, 5.65, 10.76, 5.68,
    5.6, 5.96, 5.89, 5.96,
  ],
  // Hydrophobicity at pH 2.
  [47, 52, -18, 8, 92, 0, -42, 100, -37, 100, 74, -41, -46, -18, -26, -7, 13, 79, 84, 49],
  // Hydrophobicity at pH 7.
  [41, 49, -55, -31, 100, 0, 8, 99, -23, 97, 74, -28, -46, -10, -14, -5, 13, 76, 97, 63],
];

/**
 * The 33 features of a residue.
 *
 * @param residue one letter; X, U and B are unknown and get the middle of each property unscaled
 * @returns shape (33): 0 or 1 for the first 26, 0..1 for known residues' properties
 * @throws AppError `input.malformed` for another letter
 *
 * Source: PSICHIC (Apache-2.0) `protein_init.py`, as in nova-blueprint @ 5e023273.
 */
export function residueFeatures(residue: string): number[] {
  const letter = AS_UNKNOWN.has(residue) ? UNKNOWN : residue;
  const index = LETTERS.indexOf(letter);
  if (letter.length !== 1 || (index < 0 && letter !== UNKNOWN)) {
    throw new AppError('input.malformed', `residue ${JSON.stringify(residue)} is no amino acid`);
  }
  return [
    ...[...LETTERS, UNKNOWN].map((other) => Number(other === letter)),
    ...KINDS.map((kind) => Number(kind.includes(letter))),
    ...PROPERTIES.map((values) => {
      const min = Math.min(...values);
      const max = Math.max(...values);
      const value = values[index];
      return value === undefined ? (min + max) / 2 : (value - min) / (max - min);
    }),
  ];
}
