import * as v from 'valibot';
import { parseAs } from '../../protocol/parse.ts';
import { AppError } from '../../shared/errors.ts';
import type { JobDrawing } from '../job-page.ts';
import type { PreviewBox, ScorePreview } from './preview.ts';

// The COCO file of a job, to be drawn frame by frame.

const Coco = v.object({
  images: v.array(v.object({ id: v.number(), width: v.number(), height: v.number() })),
  annotations: v.array(
    v.object({
      image_id: v.number(),
      category_id: v.number(),
      bbox: v.tuple([v.number(), v.number(), v.number(), v.number()]),
      score: v.number(),
      track_id: v.number(),
    }),
  ),
});

/** How long a way behind an object is, in seconds. */
const TRAIL_S = 2;

/**
 * Reads a job's `result.coco.json`.
 *
 * @param fps frames a second; null where they are no recording, then nothing has a way
 * @throws AppError `input.malformed`
 */
export function readDrawing(text: string, fps: number | null): JobDrawing {
  const { images, annotations } = parseAs(Coco, parseJson(text), 'input.malformed');
  const places = new Map(images.map(({ id }, index) => [id, index]));
  const boxes = images.map((): PreviewBox[] => []);
  for (const { image_id: image, category_id: category, bbox, ...rest } of annotations) {
    const [x, y, width, height] = bbox;
    const corners = { x1: x, y1: y, x2: x + width, y2: y + height };
    const box = { ...corners, cls_id: category - 1, conf: rest.score };
    boxes[places.get(image) ?? -1]?.push(rest.track_id < 0 ? box : { ...box, id: rest.track_id });
  }
  const kept = fps === null ? 0 : Math.max(1, Math.round(fps * TRAIL_S));
  return {
    items: images.length,
    preview(item, image): ScorePreview | null {
      const size = images[item];
      if (!size) return null;
      const { width, height } = size;
      return {
        width,
        height,
        frame: item,
        frames: images.length,
        boxes: boxes[item] ?? [],
        ...(kept > 0 ? { trails: trailsAt(boxes, item, kept) } : {}),
        image,
      };
    },
  };
}

/** The feet of each object of a frame through the frames before it, oldest first. */
function trailsAt(
  boxes: readonly (readonly PreviewBox[])[],
  item: number,
  kept: number,
): NonNullable<ScorePreview['trails']> {
  const ids = (boxes[item] ?? []).flatMap(({ id }) => id ?? []);
  const before = boxes.slice(Math.max(0, item - kept), item + 1);
  return ids.map((id) => ({
    id,
    points: before.flatMap((frame) =>
      frame
        .filter((box) => box.id === id)
        .map(({ x1, x2, y2 }): [number, number] => [(x1 + x2) / 2, y2]),
    ),
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('input.malformed', 'the results are no JSON', { cause });
  }
}
