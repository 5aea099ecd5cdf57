/**
 * Everything in a preview that can move to another thread instead of being copied: buffers of
 * typed arrays, image bitmaps, video frames. Looks through plain objects and arrays.
 */
export function transferablesOf(value: unknown): Transferable[] {
  const found = new Set<Transferable>();
  collect(value, found);
  return [...found];
}

function collect(value: unknown, found: Set<Transferable>): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof ArrayBuffer) found.add(value);
  else if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof ImageBitmap !== 'undefined' && value instanceof ImageBitmap) found.add(value);
  else if (typeof VideoFrame !== 'undefined' && value instanceof VideoFrame) found.add(value);
  else for (const member of Object.values(value)) collect(member, found);
}
