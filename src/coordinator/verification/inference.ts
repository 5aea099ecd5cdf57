import * as ort from 'onnxruntime-web';
import type { DecodedImage, Tensor } from '../../subnets/contract.ts';
import { decodePicture } from '../pool/pictures.ts';

// Pictures and models in Node: sharp, and onnxruntime-web's wasm with one thread.

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

  function session(sha256: string): Promise<ort.InferenceSession> {
    const known = sessions.get(sha256);
    if (known) return known;
    const opened = open(sha256);
    sessions.set(sha256, opened);
    // A model that could not be read now may be readable later.
    opened.catch(() => sessions.delete(sha256));
    return opened;
  }

  return {
    decodeImage: decodePicture,
    async infer(sha256, feeds) {
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, { dims, data }]) => [
          name,
          new ort.Tensor('float32', data, dims),
        ]),
      );
      const outputs = await (await session(sha256)).run(inputs);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { dims, data }]) => {
          if (!(data instanceof Float32Array)) throw new Error(`output ${name} is not float32`);
          return [name, { dims, data }];
        }),
      );
    },
  };
}
