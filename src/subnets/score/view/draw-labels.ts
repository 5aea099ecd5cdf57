import type { Surface } from '../draw.ts';
import type { PreviewBox } from '../preview.ts';

const FONT = '600 11px system-ui, sans-serif';
const HEIGHT = 14;
const PADDING = 3;

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/**
 * The id and the confidence above each box, the surest first; a number that would cover another is
 * left out.
 *
 * @param scale CSS pixels per frame pixel
 */
export function drawLabels(
  { context, width }: Pick<Surface, 'context' | 'width'>,
  boxes: readonly PreviewBox[],
  scale: number,
): void {
  context.font = FONT;
  context.textBaseline = 'middle';
  const placed: Area[] = [];
  for (const box of boxes.toSorted((a, b) => b.conf - a.conf)) {
    const text = labelOf(box);
    const area = placeOf(box, scale, context.measureText(text).width + 2 * PADDING, width);
    if (placed.some((other) => covers(area, other))) continue;
    placed.push(area);
    context.fillStyle = 'rgb(10 12 10 / 0.72)';
    context.fillRect(area.x, area.y, area.width, HEIGHT);
    context.fillStyle = '#ffffff';
    context.fillText(text, area.x + PADDING, area.y + HEIGHT / 2 + 0.5);
  }
}

/** `12 .87`: the track, then the confidence. */
export function labelOf({ id, conf }: Pick<PreviewBox, 'id' | 'conf'>): string {
  const sure = conf >= 0.995 ? '1.0' : conf.toFixed(2).slice(1);
  return id === undefined ? sure : `${id} ${sure}`;
}

/** Above the box, inside the picture. */
function placeOf(box: PreviewBox, scale: number, labelWidth: number, width: number): Area {
  const middle = ((box.x1 + box.x2) / 2) * scale;
  const x = Math.min(Math.max(0, middle - labelWidth / 2), Math.max(0, width - labelWidth));
  return { x, y: Math.max(0, box.y1 * scale - HEIGHT - 2), width: labelWidth };
}

function covers(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + HEIGHT && b.y < a.y + HEIGHT;
}
