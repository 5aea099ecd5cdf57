import type * as Mediabunny from 'mediabunny';

/** `jpg` at quality 0.95, or `png` without loss. */
export type StillFormat = 'jpg' | 'png';

/** One still: its file name and the start of its frame in seconds of the clip. */
export interface Still {
  readonly file: string;
  readonly seconds: number;
}

export interface GrabOptions {
  /** Stills a second; a clip with fewer frames gives each of them once. */
  readonly fps: number;
  /** Longer side of a still in pixels at most. */
  readonly longest: number;
  readonly format: StillFormat;
}

export type GrabOutcome = { readonly stills: Still[] } | { readonly fault: string };

/**
 * Runs in a page of servePage: decodes `/clip` and posts each still. Refers to nothing
 * outside itself, since only its text goes to the page.
 */
export async function grabStills({ fps, longest, format }: GrabOptions): Promise<GrabOutcome> {
  const path = '/mediabunny.mjs';
  const library = (await import(/* @vite-ignore */ path)) as typeof Mediabunny; // its bundle
  const { CanvasSink, Input, MATROSKA, MP4, QTFF, UrlSource, WEBM } = library;
  const input = new Input({
    source: new UrlSource(new URL('/clip', location.href)),
    formats: [MP4, QTFF, WEBM, MATROSKA],
  });
  if (!(await input.canRead())) return { fault: 'not an MP4 or WebM file' };
  const track = await input.getPrimaryVideoTrack();
  if (track === null) return { fault: 'no video in it' };
  if (!(await track.canDecode())) {
    return { fault: `the browser does not decode its codec (${String(await track.getCodec())})` };
  }
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  const scale = Math.min(1, longest / Math.max(width, height));
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  const sink = new CanvasSink(track, { ...size, fit: 'fill', poolSize: 2 });
  const paint = new OffscreenCanvas(size.width, size.height).getContext('2d');
  if (paint === null) return { fault: 'the browser has no canvas' };
  const first = await track.getFirstTimestamp();
  const end = await track.computeDuration();
  const count = Math.max(1, Math.ceil((end - first) * fps - 1e-6));
  const times = Array.from({ length: count }, (_, index) => first + index / fps + 1e-6);
  const stills: Still[] = [];
  const type = format === 'png' ? 'image/png' : 'image/jpeg';
  let last = -1;
  for await (const frame of sink.canvasesAtTimestamps(times)) {
    if (frame === null || frame.timestamp === last) continue;
    last = frame.timestamp;
    paint.drawImage(frame.canvas, 0, 0);
    const picture = await paint.canvas.convertToBlob({ type, quality: 0.95 });
    const file = `${String(stills.length + 1).padStart(6, '0')}.${format}`;
    const answer = await fetch(`/stills/${file}`, { method: 'POST', body: picture });
    if (!answer.ok) return { fault: `still ${file} was not stored: ${await answer.text()}` };
    stills.push({ file, seconds: Math.round((frame.timestamp - first) * 1e6) / 1e6 });
  }
  return stills.length > 0 ? { stills } : { fault: 'no frame could be decoded' };
}
