import * as ort from 'onnxruntime-web';
import sharp from 'sharp';
import type { DecodedImage, Tensor } from '../../subnets/contract.ts';

// Decoding and inference for a headless device in Node: sharp and onnxruntime-web's wasm.

export interface NodeInference {
  decodeImage(bytes: Uint8Array): Promise<DecodedImage>;
  infer(
    modelSha256: string,
    feeds: Readonly<Record<string, Tensor>>,
  ): Promise<Record<string, Tensor>>;
}

/** @param model content by hash; each model is loaded once */
export function createInference(model: (sha256: string) => Promise<Uint8Array>): NodeInference {
  ort.env.wasm.numThreads = 1;
  const sessions = new Map<string, Promise<ort.InferenceSession>>();
  const open = async (sha256: string): Promise<ort.InferenceSession> =>
    ort.InferenceSession.create(await model(sha256), { executionProviders: ['wasm'] });
  return {
    async decodeImage(bytes) {
      const { data, info } = await sharp(bytes)
        .ensureAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { width: info.width, height: info.height, rgba: new Uint8Array(data) };
    },
    async infer(sha256, feeds) {
      const session = sessions.get(sha256) ?? open(sha256);
      sessions.set(sha256, session);
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, { dims, data }]) => [
          name,
          new ort.Tensor('float32', data, dims),
        ]),
      );
      const outputs = await (await session).run(inputs);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { dims, data }]) => {
          if (!(data instanceof Float32Array)) throw new Error(`output ${name} is not float32`);
          return [name, { dims, data }];
        }),
      );
    },
  };
}
