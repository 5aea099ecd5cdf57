import { type GpuContext, readyKernel } from '../../../gpu/context.ts';
import { letterboxKernel } from '../kernels.ts';
import type { DetectSettings, Tile } from '../pipeline/contract.ts';
import { type Fit, fitTile } from '../pipeline/letterbox.ts';

/** The letterbox stage on the GPU: a frame is uploaded once, each of its tiles becomes planes. */
export interface GpuLetterbox {
  /** Uploads a picture; it is what `run` reads from then on. */
  upload(picture: ImageBitmap): void;
  /** Uploads RGBA, row-major. */
  uploadPixels(rgba: Uint8Array<ArrayBuffer>, width: number, height: number): void;
  /** Submits one tile. `planes` (STORAGE) holds 3 · inputWidth · inputHeight f32. */
  run(tile: Tile, settings: DetectSettings, planes: GPUBuffer): Fit;
  destroy(): void;
}

export async function createGpuLetterbox(gpu: GpuContext): Promise<GpuLetterbox> {
  const ready = await readyKernel(gpu, letterboxKernel);
  const { device } = gpu;
  let texture: GPUTexture | null = null;

  function textureOf(width: number, height: number): GPUTexture {
    if (texture?.width === width && texture.height === height) return texture;
    texture?.destroy();
    texture = device.createTexture({
      label: 'score frame',
      size: [width, height],
      format: 'rgba8unorm',
      usage:
        GPUTextureUsage.TEXTURE_BINDING |
        GPUTextureUsage.COPY_DST |
        GPUTextureUsage.RENDER_ATTACHMENT,
    });
    return texture;
  }

  return {
    upload(picture) {
      const { width, height } = picture;
      const target = { texture: textureOf(width, height), premultipliedAlpha: false };
      device.queue.copyExternalImageToTexture({ source: picture }, target, [width, height]);
    },
    uploadPixels(rgba, width, height) {
      const layout = { bytesPerRow: width * 4 };
      device.queue.writeTexture({ texture: textureOf(width, height) }, rgba, layout, [
        width,
        height,
      ]);
    },
    run(tile, settings, planes) {
      const fit = fitTile(tile, settings);
      const frame = textureOf(texture?.width ?? 1, texture?.height ?? 1).createView();
      const batch = gpu.batch();
      batch.run(
        ready,
        { frame, planes },
        {
          tile_x: tile.x,
          tile_y: tile.y,
          tile_width: tile.width,
          tile_height: tile.height,
          content_width: fit.contentWidth,
          content_height: fit.contentHeight,
          input_width: settings.inputWidth,
          input_height: settings.inputHeight,
        },
      );
      void batch.submit();
      return fit;
    },
    destroy() {
      texture?.destroy();
      texture = null;
    },
  };
}
