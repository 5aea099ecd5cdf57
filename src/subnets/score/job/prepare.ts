import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { DecodedImage, SourceContext } from '../../contract.ts';
import type { PreparedItem } from '../../job.ts';
import { SHORTEST_SIDE, limitSize } from '../folder/picture.ts';

const Side = v.pipe(v.number(), v.integer(), v.minValue(1));
const Size = v.object({ width: Side, height: Side });

/** Sizes of a customer's picture in pixels: as it came, and as devices work on it. */
export const JobFacts = v.object({ ...Size.entries, worked: Size });
type JobFacts = v.InferOutput<typeof JobFacts>;

/**
 * Brings a customer's picture into the pool's form: decoded, limited in size, encoded by the pool's
 * own encoder, without anything else that the file may hold.
 *
 * @throws AppError `media.unsupported`
 */
export async function preparePicture(bytes: Uint8Array, ctx: SourceContext): Promise<PreparedItem> {
  const { width, height, rgba } = await decode(bytes, ctx);
  if (Math.min(width, height) < SHORTEST_SIDE) {
    throw new AppError(
      'media.unsupported',
      `it has ${width} × ${height} pixels, at least ${SHORTEST_SIDE} are needed`,
    );
  }
  const image = limitSize({ width, height, rgba });
  const worked = { width: image.width, height: image.height };
  const facts: JobFacts = { width, height, worked };
  return { bytes: await ctx.encodeImage(image), meta: worked, facts };
}

async function decode(bytes: Uint8Array, ctx: SourceContext): Promise<DecodedImage> {
  try {
    return await ctx.decodeImage(bytes);
  } catch (cause) {
    throw new AppError('media.unsupported', 'it is no picture that can be read', { cause });
  }
}
