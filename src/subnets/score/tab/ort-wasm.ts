import * as ort from 'onnxruntime-web/wasm';
import glueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { AppError } from '../../../shared/errors.ts';
import type { Tensor } from '../../contract.ts';
import { type ModelInput, modelInputs } from '../heads/inputs.ts';

// onnxruntime-web on the CPU. Its files are served by this origin under hashed names, and its
// threads are workers of this worker. The number of threads holds for the life of the worker: the
// runtime starts them once.

/** A model that takes and gives float32 tensors in memory. */
export interface WasmModel {
  readonly inputs: readonly ModelInput[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Record<string, Tensor>>;
  dispose(): Promise<void>;
}

/** Most threads worth asking for on this device; one without cross-origin isolation. */
export function availableThreads(): number {
  return globalThis.crossOriginIsolated ? Math.min(navigator.hardwareConcurrency, 4) : 1;
}

/** @throws AppError `model.unavailable` when runtime or model do not load */
export async function openWasmModel(
  model: Uint8Array<ArrayBuffer>,
  threads: number,
): Promise<WasmModel> {
  ort.env.wasm.proxy = false;
  ort.env.wasm.numThreads = Math.min(threads, availableThreads());
  ort.env.wasm.wasmPaths = { mjs: absolute(glueUrl), wasm: absolute(wasmUrl) };
  ort.env.logLevel = 'error';
  const session = await createSession(model);
  return {
    inputs: modelInputs(session.inputMetadata),
    async run(feeds) {
      const inputs = Object.fromEntries(
        Object.entries(feeds).map(([name, { data, dims }]) => [
          name,
          new ort.Tensor('float32', data, dims),
        ]),
      );
      const outputs = await session.run(inputs);
      return Object.fromEntries(
        Object.entries(outputs).map(([name, { data, dims }]) => {
          if (data instanceof Float32Array) return [name, { data, dims }];
          throw new AppError('model.unavailable', `output ${name} of the model is not float32`);
        }),
      );
    },
    dispose: () => session.release(),
  };
}

async function createSession(model: Uint8Array<ArrayBuffer>): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(model, {
      executionProviders: ['wasm'],
      graphOptimizationLevel: 'all',
    });
  } catch (cause) {
    throw new AppError(
      'model.unavailable',
      `the model does not load on the CPU: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

/** The runtime resolves its addresses against its own script otherwise. */
function absolute(url: string): string {
  return new URL(url, globalThis.location.href).href;
}
