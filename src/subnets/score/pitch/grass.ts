import type { DecodedImage } from '../../contract.ts';

// Where the pitch is: the cells of the frame's commonest colour, joined up. The colour is taken
// from the frame itself, since floodlight, shadow and cameras make grass anything from yellow to
// blue-green.

/** Side of a cell in pixels. */
const CELL = 8;
/** Chromaticity bins along red and green shares. */
const BINS = 40;
/** How far from the commonest chromaticity grass may be. */
const NEAR = 0.055;
/** Cells that are filled in around a player or a line: this many to each side. */
const CLOSING = 4;
/** A smaller share of grass is no pitch. */
const LEAST_SHARE = 0.15;

export interface GrassCells {
  readonly width: number;
  readonly height: number;
  /** Pixels a cell. */
  readonly cell: number;
  /** 1 where a cell is pitch, players and lines on it included; row-major. */
  readonly cells: Uint8Array;
}

/** The largest patch of grass; null where it is less than a sixth of the frame. */
export function grassCells(image: DecodedImage): GrassCells | null {
  const width = Math.floor(image.width / CELL);
  const height = Math.floor(image.height / CELL);
  const colours = cellColours(image, width, height);
  const mode = commonest(colours, width, height);
  const raw = new Uint8Array(width * height);
  for (let i = 0; i < raw.length; i++) {
    const red = colours[i * 3] ?? 0;
    const green = colours[i * 3 + 1] ?? 0;
    const isNear = Math.hypot(red - mode.red, green - mode.green) < NEAR;
    raw[i] = isNear && (colours[i * 3 + 2] ?? 0) > 18 ? 1 : 0;
  }
  const opened = dilate(erode(raw, width, height, 1), width, height, 1);
  const closed = erode(dilate(opened, width, height, CLOSING), width, height, CLOSING);
  const cells = largestPatch(closed, width, height);
  const share = cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
  return share < LEAST_SHARE ? null : { width, height, cell: CELL, cells };
}

/** (cells, 3): share of red and of green in the sum of channels, and the mean level 0..255. */
function cellColours({ width, rgba }: DecodedImage, columns: number, rows: number): Float32Array {
  const out = new Float32Array(columns * rows * 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let [red, green, blue] = [0, 0, 0];
      for (let v = 0; v < CELL; v += 2) {
        for (let u = 0; u < CELL; u += 2) {
          const at = ((row * CELL + v) * width + column * CELL + u) * 4;
          red += rgba[at] ?? 0;
          green += rgba[at + 1] ?? 0;
          blue += rgba[at + 2] ?? 0;
        }
      }
      const sum = red + green + blue + 1;
      out.set(
        [red / sum, green / sum, (sum * 4) / (3 * CELL * CELL)],
        (row * columns + column) * 3,
      );
    }
  }
  return out;
}

/** The commonest chromaticity of the middle and lower part of the frame, where a pitch is. */
function commonest(
  colours: Float32Array,
  width: number,
  height: number,
): { red: number; green: number } {
  const counts = new Float32Array(BINS * BINS);
  const binOf = (share: number): number => Math.min(BINS - 1, Math.floor(share * BINS));
  for (let row = Math.floor(height * 0.3); row < height * 0.9; row++) {
    for (let column = Math.floor(width * 0.1); column < width * 0.9; column++) {
      const i = (row * width + column) * 3;
      const [red, green] = [colours[i] ?? 0, colours[i + 1] ?? 0];
      // Grey and blue are stands and boards: grass has at least as much green as anything else.
      if (green < 0.345) continue;
      const bin = binOf(red) * BINS + binOf(green);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  const best = counts.indexOf(Math.max(...counts));
  let [red, green, weight] = [0, 0, 0];
  for (let i = 0; i < width * height; i++) {
    const [r, g] = [colours[i * 3] ?? 0, colours[i * 3 + 1] ?? 0];
    const isNear =
      Math.abs(binOf(r) - Math.floor(best / BINS)) <= 1 && Math.abs(binOf(g) - (best % BINS)) <= 1;
    if (!isNear) continue;
    red += r;
    green += g;
    weight++;
  }
  return { red: red / Math.max(1, weight), green: green / Math.max(1, weight) };
}

function dilate(cells: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  return spread(cells, { width, height, reach, value: 1 });
}

/** Outside the frame counts as grass, so that closing does not eat the frame's edge. */
function erode(cells: Uint8Array, width: number, height: number, reach: number): Uint8Array {
  return spread(cells, { width, height, reach, value: 0 });
}

/** Every cell within `reach` (along rows, then columns) of one with `value` takes it. */
function spread(
  cells: Uint8Array,
  { width, height, reach, value }: { width: number; height: number; reach: number; value: number },
): Uint8Array {
  const across = Uint8Array.from(cells);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (cells[y * width + x] !== value) continue;
      const end = Math.min(width - 1, x + reach);
      across.fill(value, y * width + Math.max(0, x - reach), y * width + end + 1);
    }
  }
  const out = Uint8Array.from(across);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (across[y * width + x] !== value) continue;
      for (let v = Math.max(0, y - reach); v <= Math.min(height - 1, y + reach); v++) {
        out[v * width + x] = value;
      }
    }
  }
  return out;
}

/** The largest patch of neighbouring cells. */
function largestPatch(cells: Uint8Array, width: number, height: number): Uint8Array {
  const label = new Int32Array(cells.length);
  let [best, bestSize, labels] = [0, 0, 0];
  for (let start = 0; start < cells.length; start++) {
    if (cells[start] === 0 || label[start] !== 0) continue;
    labels++;
    const open = [start];
    label[start] = labels;
    let size = 0;
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      size++;
      const [x, y] = [at % width, Math.floor(at / width)];
      const next: number[] = [];
      if (x > 0) next.push(at - 1);
      if (x < width - 1) next.push(at + 1);
      if (y > 0) next.push(at - width);
      if (y < height - 1) next.push(at + width);
      for (const i of next) {
        if (cells[i] === 0 || label[i] !== 0) continue;
        label[i] = labels;
        open.push(i);
      }
    }
    if (size > bestSize) [best, bestSize] = [labels, size];
  }
  return Uint8Array.from(label, (value) => (value === best && best !== 0 ? 1 : 0));
}
