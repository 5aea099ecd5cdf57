const HOUR_MS = 3_600_000;

/**
 * Bytes of material an hour.
 *
 * @param msPerItem    measured milliseconds per item at full share
 * @param share        0.1..1 of the time spent working
 * @param bytesPerItem size of one item as the coordinator sends it
 */
export function bytesPerHour(msPerItem: number, share: number, bytesPerItem: number): number {
  return (HOUR_MS / msPerItem) * share * bytesPerItem;
}
