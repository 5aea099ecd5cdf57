// The football head: what it reads and gives, and where its parameters lie in one flat array.
// At every cell of the heatmap, from the detector's neck and early features (3×3 depthwise each):
//   hidden = relu(Wn · dwn(neck) + We · dwe(early) + b)
//   out    = Wo · hidden + bo
// out: 2 heat logits, 8 sides, 3 roles. The detector's own logits and sides are added to the first
// ones, so that an untrained head is the detector.

export const NECK = 128;
export const EARLY = 72;
export const HIDDEN = 64;
export const TAPS = 9;
export const HEAT = 2;
export const SIDES = 8;
export const ROLES = 3;
export const OUT = HEAT + SIDES + ROLES;

/** Sides are learnt in units of this many input pixels, as the detector's own. */
export const SIDE_UNIT = 16;

/** Values of one sample: neck patch (tap, channel), early patch (tap, channel), 2 logits, 4 sides. */
export const SAMPLE = TAPS * (NECK + EARLY) + HEAT + 4;

/** Offsets of each block in the flat parameter array. */
export const AT = (() => {
  const neckDw = 0;
  const earlyDw = neckDw + TAPS * NECK;
  const neckPw = earlyDw + TAPS * EARLY;
  const earlyPw = neckPw + HIDDEN * NECK;
  const bias = earlyPw + HIDDEN * EARLY;
  const outW = bias + HIDDEN;
  const outB = outW + OUT * HIDDEN;
  return { neckDw, earlyDw, neckPw, earlyPw, bias, outW, outB, total: outB + OUT };
})();
