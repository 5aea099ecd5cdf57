import type { DecodedImage } from '../../contract.ts';

// The colour of a shirt: the part of a person's box where the torso is, without the grass around it.

/** CIE L*a*b*: lightness 0..100, green to red, blue to yellow. */
export interface ShirtColour {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

interface Corners {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The torso, in shares of a standing person's box: below the head, above the shorts. */
const TORSO = { left: 0.25, right: 0.75, top: 0.18, bottom: 0.48 };
/** Pixels that are looked at along each side, at most about. */
const SAMPLES = 16;
/** With less than this share of pixels that are no grass, the shirt itself is green. */
const LEAST_CLOTH = 0.2;

/** Mean colour of the torso's cloth; null for a box without a pixel in the picture. */
export function shirtColour(image: DecodedImage, box: Corners): ShirtColour | null {
  const [width, height] = [box.x2 - box.x1, box.y2 - box.y1];
  const x1 = Math.max(0, Math.floor(box.x1 + TORSO.left * width));
  const x2 = Math.min(image.width, Math.ceil(box.x1 + TORSO.right * width));
  const y1 = Math.max(0, Math.floor(box.y1 + TORSO.top * height));
  const y2 = Math.min(image.height, Math.ceil(box.y1 + TORSO.bottom * height));
  const stepX = Math.max(1, Math.floor((x2 - x1) / SAMPLES));
  const stepY = Math.max(1, Math.floor((y2 - y1) / SAMPLES));
  const all: ShirtColour[] = [];
  const cloth: ShirtColour[] = [];
  for (let y = y1; y < y2; y += stepY) {
    for (let x = x1; x < x2; x += stepX) {
      const at = (y * image.width + x) * 4;
      const rgb = [image.rgba[at] ?? 0, image.rgba[at + 1] ?? 0, image.rgba[at + 2] ?? 0] as const;
      const colour = labOf(rgb);
      all.push(colour);
      if (!isGrass(rgb)) cloth.push(colour);
    }
  }
  if (all.length === 0) return null;
  return meanColour(cloth.length >= LEAST_CLOTH * all.length ? cloth : all);
}

export function meanColour(colours: readonly ShirtColour[]): ShirtColour {
  const mean = (pick: (colour: ShirtColour) => number): number =>
    colours.reduce((sum, colour) => sum + pick(colour), 0) / colours.length;
  return { l: mean(({ l }) => l), a: mean(({ a }) => a), b: mean(({ b }) => b) };
}

/** Light and shade fall on one shirt: lightness says less than hue. */
const LIGHTNESS_WEIGHT = 0.45;

/** Distance of two colours; about 10 is clearly another shirt. */
export function colourDistance(one: ShirtColour, other: ShirtColour): number {
  return Math.hypot(LIGHTNESS_WEIGHT * (one.l - other.l), one.a - other.a, one.b - other.b);
}

type Rgb = readonly [red: number, green: number, blue: number];

/** Green before red and blue, as mown grass is in sun and shade. */
function isGrass([red, green, blue]: Rgb): boolean {
  return green > 30 && green > red * 1.05 && green > blue * 1.15;
}

/** sRGB 0..255 → L*a*b* under D65. Source: IEC 61966-2-1 and CIE 15. */
function labOf(rgb: Rgb): ShirtColour {
  const [r, g, b] = rgb.map(linear);
  const [red = 0, green = 0, blue = 0] = [r, g, b];
  const x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = curve(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return { l: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z) };
}

function linear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function curve(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : (24389 / 27 / 116) * value + 16 / 116;
}
