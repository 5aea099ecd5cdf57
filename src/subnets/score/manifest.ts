import type { Manifest } from '../contract.ts';

/** Score (subnet 44): detect players and the ball in football frames. Practice: no payout from the network. */
export const manifest: Manifest = {
  slug: 'score',
  netuid: 44,
  title: 'Score',
  purpose:
    'Finds players and the ball in football video, the task that Score’s customers pay its miners for.',
  work: 'practice',
  score: 'proxy',
  item: 'frame',
  needs: {
    gpuFeatures: [],
    // Measured from the first request to the first frame: app 0.3, runtime 3.5 (compressed), model
    // 8.1 MB, and what the probe asks for.
    downloadBytes: 12_500_000,
    // A frame of 1280×720: measured median 187 kB, rounded up.
    bytesPerItem: 200_000,
    memoryBytes: 400_000_000,
    models: ['centernet'],
  },
  unitSeconds: [3, 8],
  unitItems: [3, 64],
  workShare: 0.8,
  verification: {
    knownShare: 0.04,
    auditShare: 0.015,
    quorum: 2,
    trustedAfter: 10,
    auditFloor: 0.05,
    secondVoteAfterMs: 5_000,
    secondVotesPerDevice: 20,
    newDeviceItems: 8,
  },
};
