import type { DetectSettings } from './contract.ts';

/** The operating point used where the operator sets nothing else; measured by npm run score:eval. */
export const DEFAULT_SETTINGS: DetectSettings = {
  resizeLong: 1280,
  tileWidth: 1280,
  tileHeight: 720,
  inputWidth: 1280,
  inputHeight: 736,
  overlap: 0.1,
  personConfidence: 0.3,
  ballConfidence: 0.25,
  nmsIou: 0.5,
  maxBalls: 1,
  maxBoxes: 100,
  ballScale: 1.15,
  pitchPrior: false,
  sides: true,
};
