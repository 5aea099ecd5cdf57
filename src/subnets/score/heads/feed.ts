import { present } from '../../../shared/assert.ts';
import type { DecodedImage, Tensor } from '../../contract.ts';
import type { Tile } from '../pipeline/contract.ts';
import { drawTile, fitTile } from '../pipeline/letterbox.ts';
import type { ModelConfig } from './config.ts';
import type { InputPlace } from './contract.ts';

// Tile → a model's input of any layout, channel order and normalisation. Sampling is the
// pipeline's own (see pipeline/letterbox.ts).

export type Feed = Readonly<Required<ModelConfig['input']>>;

/** A tile as the model gets it, and where its pixels come from. */
export interface Fed {
  readonly images: Tensor;
  readonly place: InputPlace;
}

/** Makes inputs one after the other; their memory is the same, so each is used before the next. */
export function createFeeder(feed: Feed): (image: DecodedImage, tile: Tile) => Fed {
  const { width, height } = feed;
  const size = { inputWidth: width, inputHeight: height };
  const drawn = new Float32Array(3 * width * height);
  const isPlain = needsNoChange(feed);
  const data = isPlain ? drawn : new Float32Array(drawn.length);
  const dims = feed.layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3];
  return (image, tile) => {
    const fit = feed.fit === 'stretch' ? stretch(tile, feed) : fitTile(tile, size);
    drawTile(image, { ...tile, fit }, size, drawn);
    const left = feed.fit === 'letterbox-middle' ? Math.floor((width - fit.contentWidth) / 2) : 0;
    const top = feed.fit === 'letterbox-middle' ? Math.floor((height - fit.contentHeight) / 2) : 0;
    if (!isPlain) normalise(drawn, { ...fit, left, top }, feed, data);
    const { stepX, stepY } = fit;
    const place = { originX: tile.x - left * stepX, originY: tile.y - top * stepY, stepX, stepY };
    return { images: { dims, data }, place };
  };
}

function needsNoChange({ layout, channels, scale, mean, std, fit, pad }: Feed): boolean {
  return (
    layout === 'nchw' &&
    channels === 'rgb' &&
    scale === 1 / 255 &&
    mean.every((value) => value === 0) &&
    std.every((value) => value === 1) &&
    fit !== 'letterbox-middle' &&
    pad === 0
  );
}

function stretch(tile: Tile, { width, height }: Feed) {
  return {
    contentWidth: width,
    contentHeight: height,
    stepX: tile.width / width,
    stepY: tile.height / height,
  };
}

interface Content {
  readonly contentWidth: number;
  readonly contentHeight: number;
  /** Where the content starts in the input. */
  readonly left: number;
  readonly top: number;
}

/** RGB planes 0..1, flush with the top left → the model's own numbers. */
function normalise(drawn: Float32Array, content: Content, feed: Feed, out: Float32Array): void {
  const { width, height, layout, channels, scale, mean, std, pad } = feed;
  const { contentWidth, contentHeight, left, top } = content;
  const plane = width * height;
  const [spread, offset] = layout === 'nchw' ? [1, plane] : [3, 1];
  for (let channel = 0; channel < 3; channel++) {
    const from = (channels === 'rgb' ? channel : 2 - channel) * plane;
    const [centre, deviation] = [present(mean[channel], 'mean'), present(std[channel], 'std')];
    const start = channel * offset;
    const empty = (pad * scale - centre) / deviation;
    for (let i = 0; i < plane; i++) out[start + i * spread] = empty;
    const gain = (255 * scale) / deviation;
    const shift = -centre / deviation;
    for (let y = 0; y < contentHeight; y++) {
      const row = from + y * width;
      let to = start + ((y + top) * width + left) * spread;
      for (let x = 0; x < contentWidth; x++, to += spread) {
        out[to] = (drawn[row + x] ?? 0) * gain + shift;
      }
    }
  }
}
