import { APPEARANCES, type Appearance, TRUTH_LINE, shirtCss } from './appearance.ts';
import type { PreviewBox, ScorePreview } from './preview.ts';
import { drawLabels } from './view/draw-labels.ts';
import type { LayerChoice } from './view/layers.ts';

// Draws a frame and what was found in it on a canvas. Sizes are CSS pixels; the canvas has `ratio`
// times more.

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
const DARK = 'rgb(10 12 10 / 0.55)';
const LIGHT = 'rgb(255 255 255 / 0.7)';
/** A shirt darker than this (L*) does not show on grass without a light line around it. */
const DARK_SHIRT = 45;
/** A ball has a handful of pixels: its ring is never smaller than this radius. */
const LEAST_RING = 7;

/** Draws the frame: picture (or an empty pitch) below, then ways, truth, boxes, numbers. */
export function drawFrame(
  surface: Surface,
  preview: ScorePreview,
  picture: CanvasImageSource | null,
  layers: LayerChoice,
): void {
  const { context, width, height, ratio } = surface;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  if (picture) context.drawImage(picture, 0, 0, width, height);
  else drawPitch(context, width, height);
  const scale = width / preview.width;
  if (layers.trails) drawTrails(context, preview, scale, layers.shirts);
  if (layers.truth) drawTruth(context, preview, scale);
  for (const box of preview.boxes) {
    const line = lineOf(box, layers.shirts ? preview.shirts : null);
    if (line) stroke(context, outline(box, scale, line), line);
  }
  if (layers.labels) drawLabels(surface, preview.boxes, scale);
}

interface Line extends Pick<Appearance, 'colour' | 'dash' | 'shape'> {
  readonly halo: string;
}

/** A class keeps its line; a player's colour is the side's shirt where it is known and wanted. */
function lineOf(box: PreviewBox, shirts: ScorePreview['shirts']): Line | null {
  const look = APPEARANCES[box.cls_id];
  if (!look) return null;
  const shirt = shirts && box.side ? shirts[box.side] : null;
  if (!shirt) return { ...look, halo: DARK };
  return { ...look, colour: shirtCss(shirt), halo: shirt.l < DARK_SHIRT ? LIGHT : DARK };
}

function drawTrails(
  context: CanvasRenderingContext2D,
  preview: ScorePreview,
  scale: number,
  inShirts: boolean,
): void {
  const owners = new Map(preview.boxes.map((box) => [box.id, box]));
  context.setLineDash([]);
  context.lineCap = 'round';
  for (const { id, points } of preview.trails ?? []) {
    const box = owners.get(id);
    const line = box && lineOf(box, inShirts ? preview.shirts : null);
    if (!line) continue;
    context.strokeStyle = line.colour;
    context.lineWidth = LINE;
    for (const [index, [x, y]] of points.entries()) {
      const before = points[index - 1];
      if (!before) continue;
      context.globalAlpha = (0.85 * index) / points.length;
      context.beginPath();
      context.moveTo(before[0] * scale, before[1] * scale);
      context.lineTo(x * scale, y * scale);
      context.stroke();
    }
  }
  context.globalAlpha = 1;
}

function drawTruth(context: CanvasRenderingContext2D, { truth = [] }: ScorePreview, scale: number) {
  for (const box of truth) {
    const { shape = 'box' } = APPEARANCES[box.cls_id] ?? {};
    const line = { ...TRUTH_LINE, shape, halo: DARK };
    stroke(context, outline(box, scale, line), line);
  }
}

function outline(
  box: Pick<PreviewBox, 'x1' | 'y1' | 'x2' | 'y2'>,
  scale: number,
  { shape }: Pick<Line, 'shape'>,
): Path2D {
  const path = new Path2D();
  const [x, y] = [box.x1 * scale, box.y1 * scale];
  const [w, h] = [(box.x2 - box.x1) * scale, (box.y2 - box.y1) * scale];
  if (shape === 'ring') {
    const radius = Math.max(LEAST_RING, Math.hypot(w, h) / 2 + 2);
    path.arc(x + w / 2, y + h / 2, radius, 0, 2 * Math.PI);
  } else {
    path.roundRect(x, y, w, h, Math.min(3, w / 4));
  }
  return path;
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, line: Line): void {
  context.setLineDash([]);
  context.lineWidth = HALO;
  context.strokeStyle = line.halo;
  context.stroke(path);
  context.setLineDash([...line.dash]);
  context.lineWidth = LINE;
  context.strokeStyle = line.colour;
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
