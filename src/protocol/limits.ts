/** Limits that both sides of the wire keep. Sizes in bytes, times in milliseconds. */
export const LIMITS = {
  requestBytes: 1024 * 1024,
  blobBytes: 64 * 1024 * 1024,
  resultBytes: 512 * 1024,
  /** A job's list of items names each by its hash. */
  jobRequestBytes: 4 * 1024 * 1024,
  jobItemBytes: 16 * 1024 * 1024,
  jobItems: 20_000,
  jobNameChars: 120,
  deviceNameChars: 32,
  unitsPage: 100,
  clockSkewMs: 30_000,
  seqWindow: 64,
  leaseFloorMs: 15_000,
  feedPushesPerSecond: 2,
} as const;
