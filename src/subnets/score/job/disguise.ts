import * as v from 'valibot';
import { type Rng, randomBetween } from '../../../shared/rng.ts';
import type { SourceContext } from '../../contract.ts';
import type { ItemMeta, KnownItem } from '../../job.ts';
import { ScoreTruth } from '../task.ts';
import { type Window, resample } from './resample.ts';

// A labelled frame of the pool made over as one of a customer's: another part of it, mirrored or
// not, in the size of the customer's frames, encoded like them. Its hash was never seen before.

/** Smallest part of the frame's width that is taken. */
const LEAST_PART = 0.75;
/** Of an object cut by the part's edge so much has to show, else it is no object of the frame. */
const LEAST_VISIBLE = 0.5;
const LEAST_SIDE_PX = 2;

type TruthBox = ScoreTruth['boxes'][number];

/** @returns null where the new size is not known or no object is left in the part */
export async function disguiseFrame(
  known: KnownItem,
  like: ItemMeta,
  rng: Rng,
  ctx: SourceContext,
): Promise<KnownItem | null> {
  const { width, height } = like;
  const truth = v.safeParse(ScoreTruth, known.truth);
  if (typeof width !== 'number' || typeof height !== 'number' || !truth.success) return null;
  const image = await ctx.decodeImage(known.bytes);
  const window = drawWindow(image, width / height, rng);
  const mirrored = rng.next() < 0.5;
  const scale = width / window.width;
  const boxes = truth.output.boxes.flatMap((box) => {
    const moved = moveBox(box, window, scale);
    return moved ? [mirrored ? mirror(moved, width) : moved] : [];
  });
  if (boxes.length === 0) return null;
  const made = resample(image, window, { width, height, mirrored });
  return { bytes: await ctx.encodeImage(made), truth: { boxes } satisfies ScoreTruth };
}

/** A part of the wanted shape at a random place. */
function drawWindow(
  image: { readonly width: number; readonly height: number },
  aspect: number,
  rng: Rng,
): Window {
  const widest = Math.min(image.width, image.height * aspect);
  const width = widest * randomBetween(rng, LEAST_PART, 1);
  const height = width / aspect;
  return {
    x: randomBetween(rng, 0, image.width - width),
    y: randomBetween(rng, 0, image.height - height),
    width,
    height,
  };
}

/** The box in pixels of the part; null where too little of it shows. */
function moveBox(box: TruthBox, window: Window, scale: number): TruthBox | null {
  const x1 = Math.max(0, box.x1 - window.x) * scale;
  const y1 = Math.max(0, box.y1 - window.y) * scale;
  const x2 = Math.min(window.width, box.x2 - window.x) * scale;
  const y2 = Math.min(window.height, box.y2 - window.y) * scale;
  if (Math.min(x2 - x1, y2 - y1) < LEAST_SIDE_PX) return null;
  const whole = (box.x2 - box.x1) * (box.y2 - box.y1) * scale * scale;
  if ((x2 - x1) * (y2 - y1) < LEAST_VISIBLE * whole) return null;
  return { ...box, x1, y1, x2, y2 };
}

function mirror(box: TruthBox, width: number): TruthBox {
  return { ...box, x1: width - box.x2, x2: width - box.x1 };
}
