import * as v from 'valibot';
import type { Browser } from 'playwright-core';
import { AppError } from '../../shared/errors.ts';
import type { Picture } from './customer.ts';
import { type DrawnBox, drawFrames } from './draw-frames.ts';
import { servePage } from './page-server.ts';

/** Pictures a second where the job is no recording. */
const SLIDES_FPS = 2;
const PICTURE = /^\/pictures\/(\d+)$/;

/** What an annotated video needs of COCO detections, of any subnet. */
const Coco = v.object({
  images: v.array(v.object({ id: v.number() })),
  categories: v.array(v.object({ id: v.number(), name: v.string() })),
  annotations: v.array(
    v.object({
      image_id: v.number(),
      category_id: v.number(),
      bbox: v.tuple([v.number(), v.number(), v.number(), v.number()]),
      track_id: v.optional(v.number(), -1),
    }),
  ),
});

export interface AnnotateOptions {
  readonly pictures: readonly Picture[];
  /** Text of a COCO file whose images are the pictures, in their order. */
  readonly coco: string;
  readonly fps: number | null;
  /** The video, WebM. */
  readonly file: string;
}

/**
 * Draws detections into their pictures, encoded by headless Chromium.
 *
 * @throws AppError `media.unsupported` where the browser cannot
 */
export async function annotate(browser: Browser, options: AnnotateOptions): Promise<void> {
  const { pictures, coco, fps, file } = options;
  const { frames, names } = boxesOf(coco);
  const server = await servePage({
    read(path) {
      const index = PICTURE.exec(path)?.[1];
      return index === undefined ? null : (pictures[Number(index)]?.file ?? null);
    },
    store: (path) => (path === '/annotated.webm' ? file : null),
  });
  const page = await browser.newPage();
  try {
    await page.goto(server.url);
    const outcome = await page.evaluate(drawFrames, { fps: fps ?? SLIDES_FPS, names, frames });
    if ('fault' in outcome) throw new AppError('media.unsupported', outcome.fault);
  } finally {
    await page.close();
    await server.close();
  }
}

/** Boxes of each image, in the order of the images. */
function boxesOf(text: string): { frames: DrawnBox[][]; names: string[] } {
  const { images, categories, annotations } = v.parse(Coco, JSON.parse(text));
  const frameOf = new Map(images.map(({ id }, index) => [id, index]));
  const kindOf = new Map(categories.map(({ id }, index) => [id, index]));
  const frames = images.map((): DrawnBox[] => []);
  for (const { image_id: image, category_id: category, bbox, track_id: id } of annotations) {
    const [x, y, width, height] = bbox;
    const kind = kindOf.get(category) ?? 0;
    frames[frameOf.get(image) ?? -1]?.push({ x, y, width, height, kind, id });
  }
  return { frames, names: categories.map(({ name }) => name) };
}
