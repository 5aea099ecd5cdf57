const view = new DataView(new ArrayBuffer(4));

/** The bfloat16 nearest to a number (first rounded to f32), halves to even; NaN and ±∞ stay. */
export function bfloat16(value: number): number {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single;
  view.setFloat32(0, single);
  const bits = view.getUint32(0);
  const rounded = bits + 0x7fff + ((bits >>> 16) & 1);
  view.setUint32(0, rounded & 0xffff0000);
  return view.getFloat32(0);
}
