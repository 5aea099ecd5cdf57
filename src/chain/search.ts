import type { ApiPromise } from '@polkadot/api';
import type { EventRecord } from '@polkadot/types/interfaces';
import type { Line } from './line.ts';
import { type Result, readResult } from './outcome.ts';
import type { Session } from './session.ts';

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

/** How often no node may answer, a quarter of a minute each, before its fate is called unknown. */
const PATIENCE = 12;

/**
 * Null when its time is over and no block holds it.
 * @throws AppError `chain.unavailable` when no node answers for minutes, or the line is closed
 */
export async function searchFinalized(line: Line, wanted: Wanted): Promise<Result | null> {
  let next = wanted.from;
  let failures = 0;
  for (;;) {
    try {
      const session = await line.session();
      const found = await searchOn(session, { ...wanted, from: next });
      if (typeof found === 'object') return found;
      next = found;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures === PATIENCE || line.closing.aborted) throw error;
    }
    if (next > wanted.until) return null;
    await nextChange(line);
  }
}

/** Looks through the blocks that are final now; gives the number of the next one otherwise. */
async function searchOn(session: Session, wanted: Wanted): Promise<Result | number> {
  const { api } = session;
  const release = session.hold();
  try {
    const finalized = await session.request('chain_getFinalizedHead', []);
    const head = await api.rpc.chain.getHeader(String(finalized));
    const last = Math.min(head.number.toNumber(), wanted.until);
    for (let number = wanted.from; number <= last; number += 1) {
      const found = await searchBlock(api, number, wanted.hash);
      if (found) return found;
    }
    return Math.max(wanted.from, last + 1);
  } finally {
    release();
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

/** Resolves with the next block or change of the line. */
function nextChange(line: Line): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      leave();
      line.closing.removeEventListener('abort', end);
      resolve();
    };
    const leave = line.subscribe(end);
    line.closing.addEventListener('abort', end, { once: true });
    if (line.closing.aborted) end();
  });
}
