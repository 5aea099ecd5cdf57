import type { DetectSettings, Tile } from './contract.ts';

/** How a frame is cut; lengths for a frame whose longer side has `resizeLong` pixels. */
export type Tiling = Pick<DetectSettings, 'resizeLong' | 'tileWidth' | 'tileHeight' | 'overlap'>;

/**
 * Covers a frame with equal tiles in reading order.
 *
 * Tile sizes scale with the frame (`resizeLong`); a tile is never larger than the frame. Along each
 * side the fewest tiles are used that overlap by at least `overlap`, spread evenly, the first and
 * the last flush with the frame's edges.
 *
 * @param width, height frame in pixels
 * @returns at least one tile, in whole pixels inside the frame
 */
export function planTiles(width: number, height: number, settings: Tiling): Tile[] {
  const scale = Math.max(width, height) / settings.resizeLong;
  const tileWidth = Math.min(width, Math.round(settings.tileWidth * scale));
  const tileHeight = Math.min(height, Math.round(settings.tileHeight * scale));
  const tiles: Tile[] = [];
  for (const y of offsets(height, tileHeight, settings.overlap)) {
    for (const x of offsets(width, tileWidth, settings.overlap)) {
      tiles.push({ x, y, width: tileWidth, height: tileHeight });
    }
  }
  return tiles;
}

function offsets(length: number, tile: number, overlap: number): number[] {
  if (tile >= length) return [0];
  const step = Math.max(1, tile * (1 - overlap));
  const count = Math.ceil((length - tile) / step) + 1;
  return Array.from({ length: count }, (_, i) => Math.round(((length - tile) * i) / (count - 1)));
}

/**
 * The part of the frame a tile answers for: neighbouring tiles share their overlap at its middle.
 * A detection belongs to the tile whose territory holds its centre, so an object cut by one tile's
 * edge is taken from the neighbour that sees it whole.
 *
 * @returns territory in frame pixels, x2 and y2 exclusive; without end at the frame's edges
 */
export function territoryOf(tile: Tile, tiles: readonly Tile[]) {
  const [x1, x2] = range(tile.x, tile.width, tiles, (other) => other.x);
  const [y1, y2] = range(tile.y, tile.height, tiles, (other) => other.y);
  return { x1, y1, x2, y2 };
}

function range(
  start: number,
  size: number,
  tiles: readonly Tile[],
  startOf: (tile: Tile) => number,
): [from: number, to: number] {
  let previous = -Infinity;
  let next = Infinity;
  for (const tile of tiles) {
    const other = startOf(tile);
    if (other < start) previous = Math.max(previous, other);
    if (other > start) next = Math.min(next, other);
  }
  return [(previous + size + start) / 2, (start + size + next) / 2];
}
