import type { DeviceCheck } from './snapshot.ts';

// The device's facts, gathered in a worker of its own so that a slow GPU driver cannot hold up
// the page.

type WorkerFacts = Pick<
  DeviceCheck,
  'crossOriginIsolated' | 'wasmThreads' | 'storage' | 'webCodecs' | 'gpu'
>;

export type ProbeApi = ReturnType<typeof createProbeApi>;

/** API of `workers/probe.ts`. */
export function createProbeApi() {
  return { facts: workerFacts };
}

export async function workerFacts(): Promise<WorkerFacts> {
  const isolated = globalThis.crossOriginIsolated;
  return {
    crossOriginIsolated: isolated,
    // Without isolation there is no SharedArrayBuffer and onnxruntime-web runs on one thread.
    wasmThreads: isolated ? navigator.hardwareConcurrency : 1,
    storage: await storageKind(),
    webCodecs: typeof VideoDecoder !== 'undefined',
    gpu: await gpuFacts(),
  };
}

async function storageKind(): Promise<DeviceCheck['storage']> {
  try {
    await navigator.storage.getDirectory();
    return 'opfs';
  } catch {
    return typeof indexedDB === 'undefined' ? 'none' : 'indexeddb';
  }
}

const NO_GPU: DeviceCheck['gpu'] = {
  available: false,
  software: false,
  vendor: '',
  architecture: '',
  description: '',
  f16: false,
  subgroups: false,
  maxBufferBytes: 0,
  reason: '',
};

async function gpuFacts(): Promise<DeviceCheck['gpu']> {
  const gpu = navigator.gpu as GPU | undefined; // absent without WebGPU, whatever the types say
  if (!gpu) return { ...NO_GPU, reason: 'this browser has no WebGPU' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return { ...NO_GPU, reason: 'WebGPU found no graphics adapter' };
    const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
    return {
      available: true,
      software:
        isFallbackAdapter || /swiftshader|llvmpipe|lavapipe/i.test(architecture + description),
      vendor,
      architecture,
      description,
      f16: adapter.features.has('shader-f16'),
      subgroups: adapter.features.has('subgroups'),
      maxBufferBytes: adapter.limits.maxBufferSize,
      reason: '',
    };
  } catch (error) {
    return { ...NO_GPU, reason: error instanceof Error ? error.message : String(error) };
  }
}
