import { present } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import type { DecodedImage } from '../../contract.ts';

// One frame in the tab: the picture as the browser holds it, and its pixels where the CPU needs
// them. Colours stay as the file has them: the coordinator's decoder converts nothing either.

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** The picture; the frame's owner closes it or gives it away. */
  readonly bitmap: ImageBitmap;
  /** RGBA, row-major; read back once. */
  pixels(): DecodedImage;
}

const AS_IT_IS = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const;

/** Decodes an encoded still. @throws AppError `media.unsupported` when it is no picture */
export async function decodeFrame(bytes: Uint8Array<ArrayBuffer>): Promise<Frame> {
  try {
    return frameOf(await createImageBitmap(new Blob([bytes]), AS_IT_IS));
  } catch (cause) {
    throw new AppError(
      'media.unsupported',
      `a frame of ${bytes.length} bytes could not be decoded as a picture`,
      { cause },
    );
  }
}

/** Wraps a picture that is decoded already. */
export function frameOf(bitmap: ImageBitmap): Frame {
  let pixels: DecodedImage | null = null;
  const { width, height } = bitmap;
  return { width, height, bitmap, pixels: () => (pixels ??= readPixels(bitmap)) };
}

let canvas: OffscreenCanvasRenderingContext2D | null = null;

/** One canvas serves all frames of a size: making one costs as much as reading it. */
function readPixels(bitmap: ImageBitmap): DecodedImage {
  const { width, height } = bitmap;
  if (canvas?.canvas.width !== width || canvas.canvas.height !== height) {
    const made = new OffscreenCanvas(width, height);
    canvas = present(made.getContext('2d', { willReadFrequently: true }), '2d context');
    canvas.globalCompositeOperation = 'copy';
  }
  canvas.drawImage(bitmap, 0, 0);
  return { width, height, rgba: canvas.getImageData(0, 0, width, height).data };
}
