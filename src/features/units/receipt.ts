import { webVerifiers } from '../../miner/web-verifiers.ts';
import type { Receipt } from '../../protocol/submission.ts';
import { type TrustReport, checkReceipt } from '../../protocol/trust.ts';
import { saveJson } from '../data/save.ts';

/**
 * Checks a receipt's chain of trust in the reader's own browser, without asking anybody.
 *
 * @param coordinatorKey the key that the coordinator shows in `hello`, null when not known
 * @returns null in a browser without Ed25519
 */
export async function checkHere(
  receipt: Receipt,
  coordinatorKey: string | null,
): Promise<TrustReport | null> {
  try {
    return await checkReceipt(receipt, webVerifiers, coordinatorKey ? { coordinatorKey } : {});
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return null;
    throw error;
  }
}

/** Saves a receipt as a JSON file. */
export function exportReceipt(receipt: Receipt): void {
  saveJson(`adit-receipt-${receipt.body.unitId}.json`, receipt);
}
