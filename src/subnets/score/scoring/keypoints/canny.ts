import { type Plane, planeOf } from './plane.ts';

// Edges as OpenCV's `Canny` finds them: Sobel 3 × 3 with the border repeated, |dx| + |dy|, only
// crests across the gradient's direction (three cases, told apart in fixed point), then strong
// edges and whatever weak ones touch them. Source: OpenCV 4, imgproc/canny; Canny 1986.

/** tan 22.5° in fixed point of 15 bits. */
const TAN_22_5 = 13573;

interface Gradient {
  readonly dx: Int16Array;
  readonly dy: Int16Array;
  /** |dx| + |dy| with a border of zeros: (height + 2, width + 2). */
  readonly strength: Int32Array;
}

/** Mask of the edges stronger than `low` that are, or touch, one stronger than `high`. */
export function edges(plane: Plane, low: number, high: number): Plane {
  const { width, height } = plane;
  const gradient = sobel(plane);
  const stride = width + 2;
  const out = planeOf(plane);
  /** 1 weak, 2 strong and visited. */
  const kind = new Uint8Array(stride * (height + 2));
  const open: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y + 1) * stride + x + 1;
      const strength = gradient.strength[at] ?? 0;
      if (strength <= low || !isCrest(gradient, y * width + x, at, stride)) continue;
      kind[at] = strength > high ? 2 : 1;
      if (strength > high) open.push(at);
    }
  }
  const around = [-stride - 1, -stride, -stride + 1, -1, 1, stride - 1, stride, stride + 1];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    out.pixels[(Math.floor(at / stride) - 1) * width + (at % stride) - 1] = 1;
    for (const offset of around) {
      if (kind[at + offset] !== 1) continue;
      kind[at + offset] = 2;
      open.push(at + offset);
    }
  }
  return out;
}

function sobel({ width, height, pixels }: Plane): Gradient {
  const dx = new Int16Array(pixels.length);
  const dy = new Int16Array(pixels.length);
  const stride = width + 2;
  const strength = new Int32Array(stride * (height + 2));
  for (let y = 0; y < height; y++) {
    const rows = [Math.max(0, y - 1), y, Math.min(height - 1, y + 1)].map((row) => row * width);
    const [above = 0, here = 0, below = 0] = rows;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - 1);
      const right = Math.min(width - 1, x + 1);
      const at = (i: number): number => pixels[i] ?? 0;
      const gx =
        at(above + right) +
        2 * at(here + right) +
        at(below + right) -
        (at(above + left) + 2 * at(here + left) + at(below + left));
      const gy =
        at(below + left) +
        2 * at(below + x) +
        at(below + right) -
        (at(above + left) + 2 * at(above + x) + at(above + right));
      dx[here + x] = gx;
      dy[here + x] = gy;
      strength[(y + 1) * stride + x + 1] = Math.abs(gx) + Math.abs(gy);
    }
  }
  return { dx, dy, strength };
}

/** Whether a pixel is stronger than its neighbours along the gradient. */
function isCrest({ dx, dy, strength }: Gradient, i: number, at: number, stride: number): boolean {
  const [gx, gy] = [dx[i] ?? 0, dy[i] ?? 0];
  const here = strength[at] ?? 0;
  const of = (offset: number): number => strength[at + offset] ?? 0;
  const level = Math.abs(gx) * TAN_22_5;
  const rise = Math.abs(gy) * 32768;
  if (rise < level) return here > of(-1) && here >= of(1);
  if (rise > level + Math.abs(gx) * 65536) return here > of(-stride) && here >= of(stride);
  const side = gx < 0 === gy < 0 ? 1 : -1;
  return here > of(-stride - side) && here > of(stride + side);
}
