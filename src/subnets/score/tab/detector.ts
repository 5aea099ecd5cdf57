import type { DetectSettings, Detection } from '../pipeline/contract.ts';
import type { Frame } from './frame.ts';
import type { StageTimes } from './stage-times.ts';

/** A loaded model that turns frames into boxes, on whichever back end. */
export interface Detector {
  /** Books its stages `letterbox`, `model` and `boxes` in `times`. */
  detect(frame: Frame, settings: DetectSettings, times: StageTimes): Promise<Detection[]>;
  dispose(): Promise<void>;
}
