import type { DecodedImage, Tensor } from '../../subnets/contract.ts';
import { decodePicture } from '../pool/pictures.ts';
import { type NodeModel, openNodeModel } from './node-model.ts';

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
  const models = new Map<string, Promise<NodeModel>>();
  const open = async (sha256: string): Promise<NodeModel> => openNodeModel(await model(sha256));

  function opened(sha256: string): Promise<NodeModel> {
    const known = models.get(sha256);
    if (known) return known;
    const opening = open(sha256);
    models.set(sha256, opening);
    // A model that could not be read now may be readable later.
    opening.catch(() => models.delete(sha256));
    return opening;
  }

  return {
    decodeImage: decodePicture,
    infer: async (sha256, feeds) => (await opened(sha256)).run(feeds),
  };
}
