import { FOOTBALL_CLASSES } from '../pipeline/contract.ts';
import { DEFAULT_SETTINGS } from '../pipeline/settings.ts';
import type { ModelConfig } from './config.ts';

/** The default model described as any other model is: the same boxes as by `pipeline/detect.ts`. */
export const DEFAULT_CONFIG: ModelConfig = {
  version: 1,
  head: 'centernet',
  input: { width: DEFAULT_SETTINGS.inputWidth, height: DEFAULT_SETTINGS.inputHeight },
  confidence: Object.fromEntries(
    FOOTBALL_CLASSES.map((name) => [
      name,
      name === 'ball' ? DEFAULT_SETTINGS.ballConfidence : DEFAULT_SETTINGS.personConfidence,
    ]),
  ),
  nmsIou: DEFAULT_SETTINGS.nmsIou,
  ballScale: DEFAULT_SETTINGS.ballScale,
  tile: {
    width: DEFAULT_SETTINGS.tileWidth,
    height: DEFAULT_SETTINGS.tileHeight,
    overlap: DEFAULT_SETTINGS.overlap,
  },
  pitchPrior: DEFAULT_SETTINGS.pitchPrior,
};
