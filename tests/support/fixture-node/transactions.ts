import type { SignedExtrinsic } from './extrinsic.ts';
import { RpcError } from './rpc-error.ts';
import { accountOf, type World } from './world.ts';

// Transactions that wait for a block, and everybody who watches one.

export type TransactionStatus =
  | 'future'
  | 'ready'
  | 'dropped'
  | 'invalid'
  | { readonly broadcast: readonly string[] }
  | { readonly inBlock: string }
  | { readonly retracted: string }
  | { readonly usurped: string }
  | { readonly finalityTimeout: string }
  | { readonly finalized: string };

export type Watch = (status: TransactionStatus) => void;

interface Entry {
  readonly extrinsic: SignedExtrinsic;
  readonly watches: Set<Watch>;
  isFuture: boolean;
  /** Hash of the block it is in. */
  block: string | null;
}

/** Peer that the node says it gossips to. */
const PEER = '12D3KooWFixtureNodeHasNoPeersAndOnlySaysSo0000000000';

export interface TransactionPool {
  isKnown(hash: string): boolean;
  /** @throws RpcError when it is known, or another with its nonce pays as much */
  add(extrinsic: SignedExtrinsic, watch?: Watch): void;
  /** Nonce after everything that waits in order. */
  nextIndex(signer: string): number;
  waiting(): readonly SignedExtrinsic[];
  /** Offers what waits until a round takes nothing; invalid ones go. */
  take(offer: (extrinsic: SignedExtrinsic) => 'ready' | 'future' | 'invalid'): readonly string[];
  included(hashes: readonly string[], block: string): void;
  finalized(block: string): void;
  retracted(block: string): void;
  /** Ends everything that waits (or, for a time-out, is in a block) with a status. */
  end(status: 'dropped' | 'invalid' | 'usurped' | 'finalityTimeout'): void;
}

export function createTransactionPool(world: () => World): TransactionPool {
  const entries = new Map<string, Entry>();

  function say({ watches }: Entry, status: TransactionStatus): void {
    for (const watch of watches) watch(status);
  }

  function remove(entry: Entry, status: TransactionStatus): void {
    entries.delete(entry.extrinsic.hash);
    say(entry, status);
  }

  const waitingEntries = (): Entry[] => [...entries.values()].filter((one) => one.block === null);

  function nextIndex(signer: string): number {
    const nonces = new Set(
      waitingEntries()
        .filter(({ extrinsic }) => extrinsic.signer === signer)
        .map(({ extrinsic }) => extrinsic.nonce),
    );
    let next = accountOf(world(), signer).nonce;
    while (nonces.has(next)) next += 1;
    return next;
  }

  /** Says `ready` to those whose turn has come. */
  function promote(signer: string): void {
    const next = nextIndex(signer);
    for (const entry of waitingEntries()) {
      const { extrinsic, isFuture } = entry;
      if (!isFuture || extrinsic.signer !== signer || extrinsic.nonce >= next) continue;
      entry.isFuture = false;
      say(entry, 'ready');
      say(entry, { broadcast: [PEER] });
    }
  }

  /** Takes the place of one with the same nonce that pays less. */
  function replace(extrinsic: SignedExtrinsic): void {
    const rival = waitingEntries().find(
      (one) => one.extrinsic.signer === extrinsic.signer && one.extrinsic.nonce === extrinsic.nonce,
    );
    if (!rival) return;
    if (rival.extrinsic.tip >= extrinsic.tip) {
      throw new RpcError(
        1014,
        `Priority is too low: (${rival.extrinsic.tip} vs ${extrinsic.tip})`,
        'The transaction has too low priority to replace another transaction already in the pool.',
      );
    }
    remove(rival, { usurped: extrinsic.hash });
  }

  return {
    isKnown: (hash) => entries.has(hash),
    nextIndex,
    waiting: () => waitingEntries().map(({ extrinsic }) => extrinsic),
    add(extrinsic, watch) {
      if (entries.has(extrinsic.hash)) {
        throw new RpcError(1013, 'Transaction Already Imported', extrinsic.hash);
      }
      replace(extrinsic);
      const watches = new Set(watch ? [watch] : []);
      const entry: Entry = { extrinsic, watches, isFuture: true, block: null };
      entries.set(extrinsic.hash, entry);
      promote(extrinsic.signer);
      if (entry.isFuture) say(entry, 'future');
    },
    take(offer) {
      const taken: string[] = [];
      for (let progress = true; progress;) {
        progress = false;
        for (const entry of waitingEntries()) {
          const { hash } = entry.extrinsic;
          if (taken.includes(hash)) continue;
          const verdict = offer(entry.extrinsic);
          if (verdict === 'invalid') remove(entry, 'invalid');
          if (verdict !== 'ready') continue;
          taken.push(hash);
          progress = true;
        }
      }
      return taken;
    },
    included(hashes, block) {
      for (const hash of hashes) {
        const entry = entries.get(hash);
        if (!entry) continue;
        entry.block = block;
        say(entry, { inBlock: block });
      }
    },
    finalized(block) {
      for (const entry of entries.values()) {
        if (entry.block === block) remove(entry, { finalized: block });
      }
    },
    retracted(block) {
      for (const entry of entries.values()) {
        if (entry.block !== block) continue;
        entry.block = null;
        say(entry, { retracted: block });
      }
    },
    end(status) {
      for (const entry of entries.values()) {
        const { block } = entry;
        if (status === 'finalityTimeout') {
          if (block !== null) remove(entry, { finalityTimeout: block });
        } else if (block === null) {
          remove(entry, status === 'usurped' ? { usurped: `0x${'11'.repeat(32)}` } : status);
        }
      }
    },
  };
}
