import { webVerifiers } from '../../miner/web-verifiers.ts';
import type { Receipt } from '../../protocol/submission.ts';
import { type TrustReport, checkReceipt } from '../../protocol/trust.ts';

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

/** Saves a receipt as a JSON file with the given name. */
export function exportReceipt(receipt: Receipt): void {
  const text = `${JSON.stringify(receipt, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `adit-receipt-${receipt.body.unitId}.json`;
  link.click();
  // The download reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
