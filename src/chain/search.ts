import type { ApiPromise } from '@polkadot/api';
import type { EventRecord } from '@polkadot/types/interfaces';
import type { Line } from './line.ts';
import { type Result, readResult } from './outcome.ts';

// What became of a transaction whose node was lost: it is looked for in the finalized blocks, on
// any node, until its time is over.

export interface Wanted {
  /** Hash of the transaction. */
  readonly hash: string;
  /** First block that may hold it. */
  readonly from: number;
  /** Last block that may hold it: afterwards the signature is void. */
  readonly until: number;
}

/** Null when its time is over and no block holds it. @throws AppError `chain.unavailable` */
export async function searchFinalized(line: Line, wanted: Wanted): Promise<Result | null> {
  let next = wanted.from;
  for (;;) {
    const session = await line.session();
    const release = session.hold();
    try {
      const { api } = session;
      const head = await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead());
      const last = Math.min(head.number.toNumber(), wanted.until);
      for (; next <= last; next += 1) {
        const found = await searchBlock(api, next, wanted.hash);
        if (found) return found;
      }
    } finally {
      release();
    }
    if (next > wanted.until) return null;
    await nextChange(line);
  }
}

async function searchBlock(api: ApiPromise, number: number, hash: string): Promise<Result | null> {
  const block = await api.rpc.chain.getBlockHash(number);
  const { extrinsics } = (await api.rpc.chain.getBlock(block)).block;
  const index = extrinsics.findIndex((extrinsic) => extrinsic.hash.toHex() === hash);
  if (index < 0) return null;
  const at = await api.at(block);
  const events = at.query['system']?.['events'];
  if (!events) return null;
  // The item is the list of the block's events, by the definition of frame_system.
  const records = (await events()) as unknown as readonly EventRecord[];
  const own = records.filter(
    ({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() === index,
  );
  return readResult(block.toHex(), own);
}

function nextChange(line: Line): Promise<void> {
  return new Promise((resolve) => {
    const leave = line.subscribe(() => {
      leave();
      resolve();
    });
  });
}
