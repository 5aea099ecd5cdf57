import type * as Mediabunny from 'mediabunny';

/** A box to draw: pixels of its picture. */
export interface DrawnBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Index into the names of the classes. */
  readonly kind: number;
  /** -1 without a track. */
  readonly id: number;
}

export interface DrawOptions {
  readonly fps: number;
  readonly names: readonly string[];
  /** Boxes of each picture; picture `i` is `/pictures/<i>`. */
  readonly frames: readonly (readonly DrawnBox[])[];
}

export type DrawOutcome = { readonly codec: string } | { readonly fault: string };

/**
 * Runs in a page of servePage: draws boxes, ids and trails into the pictures and posts the video as
 * `/annotated.webm`. Refers to nothing outside itself, since only its text goes to the page.
 */
export async function drawFrames({ fps, names, frames }: DrawOptions): Promise<DrawOutcome> {
  const path = '/mediabunny.mjs';
  const library = (await import(/* @vite-ignore */ path)) as typeof Mediabunny; // its bundle
  const { BufferTarget, CanvasSource, Output, QUALITY_HIGH, WebMOutputFormat } = library;
  const COLOURS = ['#ffd400', '#ff8a00', '#35d0ff', '#ff4fd8', '#7dff5a', '#c9a2ff'];
  const picture = async (index: number) => {
    const answer = await fetch(`/pictures/${index}`);
    return createImageBitmap(await answer.blob());
  };
  const first = await picture(0);
  // Codecs take even sides.
  const [width, height] = [first.width & ~1, first.height & ~1];
  const codec = await library.getFirstEncodableVideoCodec(['vp9', 'vp8'], { width, height });
  if (codec === null) return { fault: 'the browser encodes neither VP9 nor VP8' };
  const paint = new OffscreenCanvas(width, height).getContext('2d');
  if (paint === null) return { fault: 'the browser has no canvas' };
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(paint.canvas, { codec, quality: QUALITY_HIGH });
  output.addVideoTrack(source, { frameRate: fps });
  await output.start();
  const line = Math.max(1.5, width / 640);
  const trails = new Map<number, { x: number; y: number; frame: number }[]>();
  const kept = Math.max(2, Math.round(fps * 2));
  for (const [index, boxes] of frames.entries()) {
    const image = index === 0 ? first : await picture(index);
    const scale = Math.min(width / image.width, height / image.height);
    paint.fillStyle = '#000';
    paint.fillRect(0, 0, width, height);
    paint.drawImage(image, 0, 0, image.width * scale, image.height * scale);
    image.close();
    paint.lineWidth = line;
    paint.font = `600 ${Math.round(7 * line)}px sans-serif`;
    for (const box of boxes) {
      const colour = COLOURS[box.kind % COLOURS.length] ?? '#fff';
      const [x, y] = [box.x * scale, box.y * scale];
      const [w, h] = [box.width * scale, box.height * scale];
      paint.strokeStyle = colour;
      paint.strokeRect(x, y, w, h);
      if (box.id >= 0) {
        const trail = (trails.get(box.id) ?? []).filter(({ frame }) => index - frame < kept);
        trail.push({ x: x + w / 2, y: y + h, frame: index });
        trails.set(box.id, trail);
        paint.beginPath();
        for (const [step, point] of trail.entries()) {
          if (step === 0) paint.moveTo(point.x, point.y);
          else paint.lineTo(point.x, point.y);
        }
        paint.stroke();
      }
      const label = box.id >= 0 ? String(box.id) : (names[box.kind] ?? '').slice(0, 1);
      const labelWidth = paint.measureText(label).width + 2 * line;
      paint.fillStyle = 'rgb(0 0 0 / 65%)';
      paint.fillRect(x, y - 8 * line, labelWidth, 8 * line);
      paint.fillStyle = colour;
      paint.fillText(label, x + line, y - 1.5 * line);
    }
    await source.add(index / fps, 1 / fps);
  }
  await output.finalize();
  const { buffer } = target;
  if (buffer === null) return { fault: 'the encoder gave no video' };
  const answer = await fetch('/annotated.webm', { method: 'POST', body: buffer });
  return answer.ok ? { codec } : { fault: `the video was not stored: ${await answer.text()}` };
}
