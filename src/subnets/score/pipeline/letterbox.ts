import type { DecodedImage } from '../../contract.ts';
import type { DetectSettings, Tile } from './contract.ts';

// Tile → the model's input. Sampling is bilinear between pixel centres, clamped to the tile:
//   source = (target + 0.5) · tile / content - 0.5
// where `content` is the part of the input the scaled tile fills, flush with the top left; the rest
// is black. Channels are RGB planes in 0..1 (the subnet's norm `rgb-01`).

/** How a tile lies in the model's input. */
export interface Fit {
  /** Pixels of the input that the tile fills, from the top left. */
  readonly contentWidth: number;
  readonly contentHeight: number;
  /** Frame pixels per input pixel. */
  readonly stepX: number;
  readonly stepY: number;
}

/** Size of the model's input. */
export type InputSize = Pick<DetectSettings, 'inputWidth' | 'inputHeight'>;

/** The largest content of the tile's aspect that fits the input. */
export function fitTile(tile: Tile, settings: InputSize): Fit {
  const scale = Math.min(settings.inputWidth / tile.width, settings.inputHeight / tile.height);
  const contentWidth = Math.max(1, Math.round(tile.width * scale));
  const contentHeight = Math.max(1, Math.round(tile.height * scale));
  return {
    contentWidth,
    contentHeight,
    stepX: tile.width / contentWidth,
    stepY: tile.height / contentHeight,
  };
}

/** Two neighbours and the weight of the second, for each target position along one side. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float32Array;
}

function taps(content: number, step: number, length: number): Taps {
  const first = new Int32Array(content);
  const second = new Int32Array(content);
  const weight = new Float32Array(content);
  for (let i = 0; i < content; i++) {
    const source = Math.min(Math.max((i + 0.5) * step - 0.5, 0), length - 1);
    const floor = Math.floor(source);
    first[i] = floor;
    second[i] = Math.min(floor + 1, length - 1);
    weight[i] = source - floor;
  }
  return { first, second, weight };
}

/**
 * Writes a tile as planes (3, inputHeight, inputWidth) into `out`, every element.
 *
 * @param out at least 3 · inputWidth · inputHeight values; reused by the caller
 */
export function letterbox(
  image: DecodedImage,
  tile: Tile,
  settings: InputSize,
  out: Float32Array,
): Fit {
  const fit = fitTile(tile, settings);
  drawTile(image, { ...tile, fit }, settings, out);
  return fit;
}

/** The same for a content of any shape that fits the input. */
export function drawTile(
  image: DecodedImage,
  { fit, ...tile }: Tile & { readonly fit: Fit },
  { inputWidth, inputHeight }: InputSize,
  out: Float32Array,
): void {
  const plane = inputWidth * inputHeight;
  if (fit.contentWidth < inputWidth || fit.contentHeight < inputHeight) out.fill(0, 0, 3 * plane);
  if (fit.stepX === 1 && fit.stepY === 1) {
    copyTile(image, tile, { out, inputWidth, plane });
    return;
  }
  const across = taps(fit.contentWidth, fit.stepX, tile.width);
  const down = taps(fit.contentHeight, fit.stepY, tile.height);
  for (let y = 0; y < fit.contentHeight; y++) {
    const top = ((tile.y + (down.first[y] ?? 0)) * image.width + tile.x) * 4;
    const bottom = ((tile.y + (down.second[y] ?? 0)) * image.width + tile.x) * 4;
    sampleRow(image.rgba, { top, bottom, weight: down.weight[y] ?? 0 }, across, {
      out,
      offset: y * inputWidth,
      plane,
    });
  }
}

/** A tile of the content's own size: the same numbers as by sampling, in a third of the time. */
function copyTile(
  { rgba, width }: DecodedImage,
  tile: Tile,
  { out, inputWidth, plane }: { out: Float32Array; inputWidth: number; plane: number },
): void {
  const scale = 1 / 255;
  for (let y = 0; y < tile.height; y++) {
    let from = ((tile.y + y) * width + tile.x) * 4;
    const end = y * inputWidth + tile.width;
    for (let to = y * inputWidth; to < end; to++) {
      out[to] = (rgba[from] ?? 0) * scale;
      out[plane + to] = (rgba[from + 1] ?? 0) * scale;
      out[2 * plane + to] = (rgba[from + 2] ?? 0) * scale;
      from += 4;
    }
  }
}

interface RowSource {
  /** Byte offsets of the two source rows, and the weight of the lower one. */
  readonly top: number;
  readonly bottom: number;
  readonly weight: number;
}

interface RowTarget {
  readonly out: Float32Array;
  readonly offset: number;
  readonly plane: number;
}

function sampleRow(
  rgba: Uint8Array | Uint8ClampedArray,
  row: RowSource,
  across: Taps,
  target: RowTarget,
): void {
  const { out, plane } = target;
  const lower = row.weight / 255;
  const upper = (1 - row.weight) / 255;
  for (let x = 0; x < across.first.length; x++) {
    const left = (across.first[x] ?? 0) * 4;
    const right = (across.second[x] ?? 0) * 4;
    const weight = across.weight[x] ?? 0;
    const ul = upper * (1 - weight);
    const ur = upper * weight;
    const ll = lower * (1 - weight);
    const lr = lower * weight;
    const a = row.top + left;
    const b = row.top + right;
    const c = row.bottom + left;
    const d = row.bottom + right;
    for (let channel = 0; channel < 3; channel++) {
      out[channel * plane + target.offset + x] =
        (rgba[a + channel] ?? 0) * ul +
        (rgba[b + channel] ?? 0) * ur +
        (rgba[c + channel] ?? 0) * ll +
        (rgba[d + channel] ?? 0) * lr;
    }
  }
}
