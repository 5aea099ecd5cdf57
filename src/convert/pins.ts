import type { PinnedPackage } from './fetch.ts';

// What set-up may fetch and what must come out of it. A change of the converter or of the football
// head changes `sha256`: run `npm run models -- --repin` and review the new value.

export const CENTERNET_PACKAGE: PinnedPackage = {
  name: '@vladmandic/human',
  version: '3.3.6',
  integrity:
    'sha512-Nr5mPfq1gQ+uKeXY5uM3Fj8UxvF5CEh2s6txM5wRThqaW0mF9huooOuZSrT8hhGho0hGaXLFdAwfD/2+teCv6A==',
};

export const CENTERNET_FILES = {
  graph: 'package/models/centernet.json',
  weights: 'package/models/centernet.bin',
  licence: 'package/LICENSE',
} as const;

/** sha256 of public/models/centernet.onnx. */
export const CENTERNET_SHA256 = 'd04d5af6d855e61deaa0dd197229cc1afe213fa0b70ca97eab38c9e8bc9a14ac';
