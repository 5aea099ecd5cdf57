import { describe, expect, test } from 'vitest';
import { merkleRoot } from '../../../src/protocol/merkle.ts';

// Leaves and roots of the Certificate Transparency reference tree (RFC 6962, merkletree tests).
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS: Readonly<Record<number, string>> = {
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
};

describe('the Merkle root', () => {
  test.each(Object.entries(ROOTS))('over %s leaves is that of RFC 6962', (count, root) => {
    expect(merkleRoot(LEAVES.slice(0, Number(count)))).toBe(root);
  });

  test('of nothing is none', () => {
    expect(merkleRoot([])).toBeNull();
  });

  test('tells order, and a leaf from a node', () => {
    const [a, b, c] = ['aa', 'bb', 'cc'] as const;
    expect(merkleRoot([a, b])).not.toBe(merkleRoot([b, a]));
    const inner = merkleRoot([a, b]) ?? '';
    expect(merkleRoot([inner, c])).not.toBe(merkleRoot([a, b, c]));
  });
});
