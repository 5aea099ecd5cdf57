// Running average of a node's download speed, and its gate. Section e.1;
// checks/network_ema.py b19fd5f4, checks/verifyx.py 0bc72547.

const ALPHA = 0.5;
/** Average that an idle node needs, Mbit/s. */
export const LEAST_DOWNLOAD_MBPS = 100;

/**
 * The average after one cycle, Mbit/s: the first sample as it is, then half now, half before.
 *
 * @param before  null before the first measurement
 * @param current null when nothing was measured, which keeps the average; a failed probe counts 0
 */
export function networkAverage(before: number | null, current: number | null): number | null {
  if (current === null) return before;
  return before === null ? current : ALPHA * current + (1 - ALPHA) * before;
}

/** Whether an idle node's average reaches the gate; never measured fails. */
export function passesDownloadGate(average: number | null): boolean {
  return average !== null && average >= LEAST_DOWNLOAD_MBPS;
}

/** A node that was never measured and falls below the gate is measured once more. */
export function needsSecondMeasurement(before: number | null, current: number | null): boolean {
  return before === null && !passesDownloadGate(current);
}

/** The better of two first measurements counts. */
export function betterMeasurement(first: number | null, second: number | null): number | null {
  if (first === null || second === null) return first ?? second;
  return Math.max(first, second);
}
