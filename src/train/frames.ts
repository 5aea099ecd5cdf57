import { readFileSync, readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import sharp from 'sharp';
import { present } from '../shared/assert.ts';
import { renderClip } from '../subnets/score/match/render.ts';

// Labelled stills: in YOLO form (images/NAME.jpg and labels/NAME.txt with `class cx cy w h`, 0..1), or
// of rendered matches.

/** One labelled object, centre and size as shares of the frame; class as FOOTBALL_CLASSES. */
export interface Label {
  readonly cls: number;
  readonly cx: number;
  readonly cy: number;
  readonly width: number;
  readonly height: number;
}

export interface LabelledFrame {
  readonly name: string;
  /** Frames of one match look alike and stay on one side of a split: the name up to the first `_`. */
  readonly match: string;
  /** Path of the picture, or the encoded picture itself. */
  readonly picture: string | Uint8Array;
  readonly labels: readonly Label[];
  readonly isRendered: boolean;
}

/** The labelled frames of a folder, sorted by name. */
export function readFrames(folder: string): LabelledFrame[] {
  return readdirSync(join(folder, 'images'))
    .filter((file) => ['.jpg', '.jpeg', '.png'].includes(extname(file)))
    .sort()
    .map((file) => {
      const name = basename(file, extname(file));
      const text = readFileSync(join(folder, 'labels', `${name}.txt`), 'utf8');
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      return {
        name,
        match: present(name.split('_')[0], 'match'),
        picture: join(folder, 'images', file),
        labels: lines.map(parseLabel),
        isRendered: false,
      };
    });
}

/** Every how many-th still of a rendered clip is taken: neighbours look alike. */
const RENDERED_STRIDE = 4;

/** Stills of `clips` rendered matches, encoded as the pool encodes them. */
export async function renderFrames(seed: string, clips: number): Promise<LabelledFrame[]> {
  const frames: LabelledFrame[] = [];
  for (let clip = 0; clip < clips; clip++) {
    const match = `${seed}-${clip}`;
    for (const { image, truth } of renderClip(match)) {
      const ordinal = truth.ordinal ?? 0;
      if (ordinal % RENDERED_STRIDE !== 0) continue;
      const { width, height } = image;
      const raw = { width, height, channels: 4 } as const;
      frames.push({
        name: `${match}-${ordinal}`,
        match,
        isRendered: true,
        picture: await sharp(image.rgba, { raw }).jpeg({ quality: 92 }).toBuffer(),
        labels: truth.boxes.map(({ x1, y1, x2, y2, cls_id }) => ({
          cls: cls_id,
          cx: (x1 + x2) / 2 / width,
          cy: (y1 + y2) / 2 / height,
          width: (x2 - x1) / width,
          height: (y2 - y1) / height,
        })),
      });
    }
  }
  return frames;
}

function parseLabel(line: string): Label {
  const [cls, cx, cy, width, height] = line.trim().split(/\s+/).map(Number);
  if (cls === undefined || ![cx, cy, width, height].every(Number.isFinite)) {
    throw new Error(`not a YOLO label: ${line}`);
  }
  return { cls, cx: cx ?? 0, cy: cy ?? 0, width: width ?? 0, height: height ?? 0 };
}

/** How a frame is shown to the network. */
export interface ViewOptions {
  /** Width of the frame in the network's pixels; frames are 16:9 whatever the file's shape. */
  readonly width: number;
  readonly flip: boolean;
  readonly brightness: number;
  readonly saturation: number;
}

export const PLAIN_VIEW: ViewOptions = { width: 1280, flip: false, brightness: 1, saturation: 1 };

export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** Decodes a frame at 16:9, undoing a stretch to a square. */
export async function rasterOf(frame: LabelledFrame, options: ViewOptions): Promise<Raster> {
  const height = Math.round((options.width * 9) / 16);
  let image = sharp(frame.picture).resize(options.width, height, { fit: 'fill' });
  if (options.flip) image = image.flop();
  if (options.brightness !== 1 || options.saturation !== 1) {
    image = image.modulate({ brightness: options.brightness, saturation: options.saturation });
  }
  const rgba = await image.ensureAlpha().raw().toBuffer();
  return { width: options.width, height, rgba };
}

/** Labels as the view shows them. */
export function labelsOf(frame: LabelledFrame, options: ViewOptions): Label[] {
  return frame.labels.map((label) => (options.flip ? { ...label, cx: 1 - label.cx } : label));
}
