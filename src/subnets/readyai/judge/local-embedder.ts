import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../../../shared/bytes.ts';
import type { Vector } from '../scoring/cosine.ts';

// A stand-in for the network's embedding model where somebody has no vectors at hand: words and
// their letter triples, each hashed to a place and a sign. It sees shared words and stems, and no
// meaning; every number from it is a proxy.

const DIMENSIONS = 256;
const TRIPLE = 3;
/** A whole word says more than a part of one. */
const WORD_WEIGHT = 2;

/** Embedding of a text, shape (256), not normalised; zeros for a text without letters or digits. */
export function embedLocally(text: string): Vector {
  const vector = Array.from({ length: DIMENSIONS }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    add(vector, word, WORD_WEIGHT);
    const padded = `^${word}$`;
    for (let start = 0; start + TRIPLE <= padded.length; start++) {
      add(vector, `3:${padded.slice(start, start + TRIPLE)}`, 1);
    }
  }
  return vector;
}

function add(vector: number[], feature: string, weight: number): void {
  const [place = 0, sign = 0] = sha256(utf8(feature));
  vector[place] = (vector[place] ?? 0) + (sign % 2 === 0 ? weight : -weight);
}
