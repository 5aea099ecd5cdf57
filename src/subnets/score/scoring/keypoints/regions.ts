import type { Plane } from './plane.ts';

// Connected regions of a mask, eight neighbours each, as `connectedComponents` and
// `findContours(RETR_EXTERNAL)` see them.

/** A region's tight box in pixels, and whether it lies in no hole of another. */
export interface Region {
  readonly width: number;
  readonly height: number;
  readonly isOuter: boolean;
}

/** The regions of a mask in reading order. */
export function regionsOf(mask: Plane): Region[] {
  const stride = mask.width + 2;
  const cells = padded(mask);
  const outside = flood(cells, stride);
  const open: number[] = [];
  const found: Region[] = [];
  for (let start = 0; start < cells.length; start++) {
    if (cells[start] !== 1) continue;
    let [left, right, bottom] = [start % stride, start % stride, 0];
    let isOuter = false;
    cells[start] = 2;
    open.push(start);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const x = at % stride;
      left = Math.min(left, x);
      right = Math.max(right, x);
      bottom = Math.max(bottom, Math.floor(at / stride));
      isOuter ||= [-1, 1, -stride, stride].some((step) => outside[(at ?? 0) + step] === 1);
      for (const row of [-stride, 0, stride]) {
        for (const next of [at + row - 1, at + row, at + row + 1]) {
          if (cells[next] !== 1) continue;
          cells[next] = 2;
          open.push(next);
        }
      }
    }
    const top = Math.floor(start / stride);
    found.push({ width: right - left + 1, height: bottom - top + 1, isOuter });
  }
  return found;
}

/** The mask with a border of zeros. */
function padded({ width, height, pixels }: Plane): Uint8Array {
  const cells = new Uint8Array((width + 2) * (height + 2));
  for (let y = 0; y < height; y++) {
    cells.set(pixels.subarray(y * width, (y + 1) * width), (y + 1) * (width + 2) + 1);
  }
  return cells;
}

/** 1 for the background that reaches the border, over four neighbours. */
function flood(cells: Uint8Array, stride: number): Uint8Array {
  const outside = new Uint8Array(cells.length);
  const open = [0];
  outside[0] = 1;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % stride;
    for (const step of [-1, 1, -stride, stride]) {
      const next = at + step;
      const wraps = (step === -1 && x === 0) || (step === 1 && x === stride - 1);
      if (wraps || next < 0 || next >= cells.length) continue;
      if (cells[next] === 1 || outside[next] === 1) continue;
      outside[next] = 1;
      open.push(next);
    }
  }
  return outside;
}
