import { APPEARANCES } from './appearance.ts';
import type { ScorePreview } from './preview.ts';
import type { ResultBox } from './task.ts';

// Draws a frame and its boxes on a canvas. Sizes are CSS pixels; the canvas has `ratio` times more.

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  /** Size in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

const LINE = 1.75;
const HALO = 3.5;
/** A ball has a handful of pixels: its ring is never smaller than this radius. */
const LEAST_RING = 7;

/** Draws the frame: picture (or an empty pitch) below, boxes with a dark halo above. */
export function drawFrame(
  surface: Surface,
  preview: ScorePreview,
  picture: CanvasImageSource | null,
): void {
  const { context, width, height, ratio } = surface;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (picture) context.drawImage(picture, 0, 0, width, height);
  else drawPitch(context, width, height);
  const scale = width / preview.width;
  for (const box of preview.boxes) drawBox(context, box, scale);
}

function drawBox(context: CanvasRenderingContext2D, box: ResultBox, scale: number): void {
  const look = APPEARANCES[box.cls_id];
  if (!look) return;
  const path = new Path2D();
  const [x, y] = [box.x1 * scale, box.y1 * scale];
  const [w, h] = [(box.x2 - box.x1) * scale, (box.y2 - box.y1) * scale];
  if (look.shape === 'ring') {
    const radius = Math.max(LEAST_RING, Math.hypot(w, h) / 2 + 2);
    path.arc(x + w / 2, y + h / 2, radius, 0, 2 * Math.PI);
  } else {
    path.roundRect(x, y, w, h, Math.min(3, w / 4));
  }
  context.setLineDash([]);
  context.lineWidth = HALO;
  context.strokeStyle = 'rgb(10 12 10 / 0.55)';
  context.stroke(path);
  context.setLineDash([...look.dash]);
  context.lineWidth = LINE;
  context.strokeStyle = look.colour;
  context.stroke(path);
}

/** Stands in for a picture that did not travel: mown grass. */
function drawPitch(context: CanvasRenderingContext2D, width: number, height: number): void {
  const stripes = 12;
  for (let i = 0; i < stripes; i++) {
    context.fillStyle = i % 2 === 0 ? '#24422c' : '#284a31';
    context.fillRect((i * width) / stripes, 0, width / stripes + 1, height);
  }
}
