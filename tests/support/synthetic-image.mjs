/**
 * Red, green or blue (0..255) of the deterministic picture the converter is tested with: waves,
 * edges and blocks, so that every layer of a network has something to do.
 *
 * @param {number} x
 * @param {number} y
 * @param {number} channel 0..2
 * @returns {number}
 */
export function syntheticPixel(x, y, channel) {
  const blocks = (((x >> 5) ^ (y >> 4)) * 37) % 128;
  const waves = ((x * (3 + channel) + y * 5) >> 2) % 96;
  const edge = (x - 200) ** 2 + (y - 260) ** 2 < 90 ** 2 ? 31 * (channel + 1) : 0;
  return (blocks + waves + edge) % 256;
}
