import { m } from '../../../paraglide/messages.js';
import type { ScorePreview } from '../preview.ts';

// What may be drawn over a frame, and what of it a frame has.

export const LAYERS = ['labels', 'trails', 'shirts', 'truth'] as const;
export type Layer = (typeof LAYERS)[number];
export type LayerChoice = Readonly<Record<Layer, boolean>>;

/** Numbers beside boxes cover a small picture: below this width in CSS pixels they start hidden. */
export const WIDTH_FOR_LABELS = 560;

export const LAYER_NAMES: Readonly<Record<Layer, () => string>> = {
  labels: () => m.view_layer_labels(),
  trails: () => m.view_layer_trails(),
  shirts: () => m.view_layer_shirts(),
  truth: () => m.view_layer_truth(),
};

/** The layers that a frame has something for. */
export function layersOf(frame: ScorePreview): Layer[] {
  const has: LayerChoice = {
    labels: frame.boxes.length > 0,
    trails: frame.trails !== undefined,
    shirts: frame.shirts !== undefined && frame.shirts !== null,
    truth: frame.truth !== undefined,
  };
  return LAYERS.filter((layer) => has[layer]);
}

const STAGE_NAMES: Readonly<Record<string, () => string>> = {
  decode: () => m.view_stage_decode(),
  letterbox: () => m.view_stage_letterbox(),
  model: () => m.view_stage_model(),
  boxes: () => m.view_stage_boxes(),
  pitch: () => m.view_stage_pitch(),
  track: () => m.view_stage_track(),
  shirts: () => m.view_stage_shirts(),
};

/** A stage in the reader's language; one without a translation keeps its name. */
export function stageName(stage: string): string {
  return STAGE_NAMES[stage]?.() ?? stage;
}
