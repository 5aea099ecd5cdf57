import sharp from 'sharp';
import type { DecodedImage } from '../../subnets/contract.ts';

// One picture format for all material, so that no item of the pool stands out.

/** A picture of more pixels is not opened: it would fill the memory. */
const MOST_PIXELS = 50_000_000;

/** Pixels of an encoded picture. @throws where it is none, or too large */
export async function decodePicture(bytes: Uint8Array): Promise<DecodedImage> {
  const { data, info } = await sharp(bytes, { limitInputPixels: MOST_PIXELS })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: new Uint8Array(data) };
}

/** JPEG, quality 90, chroma in full, without metadata. */
export async function encodePicture({ width, height, rgba }: DecodedImage): Promise<Uint8Array> {
  const buffer = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return new Uint8Array(buffer);
}
