import sharp from 'sharp';
import type { DecodedImage } from '../../subnets/contract.ts';

// One picture format for all material, so that no item of the pool stands out.

/** Pixels of an encoded picture. */
export async function decodePicture(bytes: Uint8Array): Promise<DecodedImage> {
  const { data, info } = await sharp(bytes)
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
