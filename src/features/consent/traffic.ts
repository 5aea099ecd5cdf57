const HOUR_MS = 3_600_000;

/** Size of one frame as the coordinator sends it (1280×720): measured median 187 kB, rounded up. */
export const BYTES_PER_ITEM = 200_000;

/**
 * Bytes of material an hour.
 *
 * @param msPerItem measured milliseconds per item at full share
 * @param share     0.1..1 of the time spent working
 */
export function bytesPerHour(msPerItem: number, share: number): number {
  return (HOUR_MS / msPerItem) * share * BYTES_PER_ITEM;
}
