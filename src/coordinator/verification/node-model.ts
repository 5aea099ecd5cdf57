import * as ort from 'onnxruntime-web';
import { AppError } from '../../shared/errors.ts';
import type { Tensor } from '../../subnets/contract.ts';
import { type ModelInput, modelInputs } from '../../subnets/score/heads/inputs.ts';

/** A model on onnxruntime-web's wasm in Node. */
export interface NodeModel {
  readonly inputs: readonly ModelInput[];
  /** @throws AppError `model.unusable` when an output is not float32 */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
}

/**
 * @param threads hold for the life of the process: the runtime starts them once
 * @throws AppError `model.unusable` with the runtime's reason
 */
export async function openNodeModel(bytes: Uint8Array, threads = 1): Promise<NodeModel> {
  ort.env.wasm.numThreads = threads;
  const session = await createSession(bytes);
  return {
    inputs: modelInputs(session.inputMetadata),
    async run(feeds) {
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, { dims, data }]) => [
          name,
          new ort.Tensor('float32', data, dims),
        ]),
      );
      const outputs = await session.run(inputs);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { dims, data }]) => {
          if (data instanceof Float32Array) return [name, { dims, data }];
          throw new AppError('model.unusable', `output ${name} of the model is not float32`);
        }),
      );
    },
  };
}

async function createSession(bytes: Uint8Array): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('model.unusable', `the model does not load: ${reason}`, { cause });
  }
}
