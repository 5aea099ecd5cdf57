import { sha256 } from '@noble/hashes/sha2.js';
import { fromHex, toHex } from '../shared/bytes.ts';

// The Merkle tree over an epoch's submissions, as RFC 6962, section 2.1: a leaf is
// sha256(0x00 ‖ id), a node sha256(0x01 ‖ left ‖ right), so that no leaf can pass for a node; the
// left subtree is the largest full one that leaves something for the right.

/**
 * @param ids submission ids (hexadecimal), in the order of the leaves
 * @returns root as hexadecimal; null for no leaves
 */
export function merkleRoot(ids: readonly string[]): string | null {
  return ids.length === 0 ? null : toHex(rootOf(ids.map((id) => sha256(prefixed(0, fromHex(id))))));
}

function rootOf(hashes: readonly Uint8Array[]): Uint8Array {
  const [only] = hashes;
  if (only && hashes.length === 1) return only;
  let left = 1;
  while (left * 2 < hashes.length) left *= 2;
  return sha256(prefixed(1, rootOf(hashes.slice(0, left)), rootOf(hashes.slice(left))));
}

function prefixed(domain: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.of(domain, ...parts.flatMap((part) => [...part]));
}
