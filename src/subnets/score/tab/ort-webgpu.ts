import * as ort from 'onnxruntime-web/webgpu';
import glueUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { present } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Tensor } from '../../contract.ts';
import type { GpuOutputs, GpuTensor } from './gpu-decode.ts';

// onnxruntime-web on our own GPU device. This module and its 26 MB of wasm are loaded only by
// tabs whose device may gain from it.

/** A model whose input may be a buffer on the GPU, and whose outputs stay there. */
export interface WebGpuModel {
  /** @param input f32 in a STORAGE buffer or in memory, (1, 3, h, w) */
  run(
    input: GPUBuffer | Float32Array<ArrayBuffer>,
    dims: readonly number[],
  ): Promise<WebGpuOutputs>;
  dispose(): Promise<void>;
}

export interface WebGpuOutputs {
  readonly gpu: GpuOutputs;
  /** Reads everything back. */
  download(): Promise<Record<string, Tensor>>;
  /** Gives the buffers back to the runtime. */
  release(): void;
}

/** @throws AppError `model.unavailable` when runtime or model do not load on this device */
export async function openWebGpuModel(
  model: Uint8Array<ArrayBuffer>,
  device: GPUDevice,
): Promise<WebGpuModel> {
  ort.env.wasm.proxy = false;
  ort.env.wasm.numThreads = 1; // operators run on the GPU
  ort.env.wasm.wasmPaths = {
    mjs: new URL(glueUrl, globalThis.location.href).href,
    wasm: new URL(wasmUrl, globalThis.location.href).href,
  };
  ort.env.logLevel = 'error';
  const session = await ort.InferenceSession.create(model, {
    executionProviders: [{ name: 'webgpu', device }],
    preferredOutputLocation: 'gpu-buffer',
  }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('model.unavailable', `the model does not load on WebGPU: ${reason}`, {
      cause,
    });
  });
  return {
    async run(input, dims) {
      const images =
        input instanceof GPUBuffer
          ? ort.Tensor.fromGpuBuffer(input, { dataType: 'float32', dims })
          : new ort.Tensor('float32', input, dims);
      return wrapOutputs(await session.run({ images }));
    },
    dispose: () => session.release(),
  };
}

function wrapOutputs(outputs: ort.InferenceSession.OnnxValueMapType): WebGpuOutputs {
  const onGpu = (name: string): GpuTensor | null => {
    const tensor = outputs[name];
    return tensor ? { dims: tensor.dims, buffer: tensor.gpuBuffer as GPUBuffer } : null;
  };
  return {
    gpu: {
      heat: present(onGpu('heat'), 'output heat'),
      box: present(onGpu('box'), 'output box'),
      roles: onGpu('roles'),
    },
    async download() {
      const read: Record<string, Tensor> = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        const data = await tensor.getData();
        if (!(data instanceof Float32Array)) {
          throw new AppError('model.unavailable', `output ${name} of the model is not float32`);
        }
        read[name] = { dims: tensor.dims, data };
      }
      return read;
    },
    release() {
      for (const tensor of Object.values(outputs)) tensor.dispose();
    },
  };
}
