import { deviceDescriptor } from './limits.ts';

// The one device of a worker: made on first use, made again after a loss. A device that does not
// open, or is lost again and again, counts as none: everything runs on the CPU as well.

export interface Gpu {
  /** The device; null where there is no WebGPU, no adapter, or none that holds. */
  acquire(): Promise<GPUDevice | null>;
  /** Names adapter and driver; `none` without WebGPU. Needs no device. */
  adapterKey(): Promise<string>;
  /** Lets go of the device, so that the next `acquire` makes a new one. */
  discard(): Promise<void>;
}

/** Losses of one worker's life after which the GPU is left alone. */
const MOST_LOSSES = 3;

/** @param gpu the browser's entry point; undefined without WebGPU */
export function createGpu(gpu: Pick<GPU, 'requestAdapter'> | undefined = browserGpu()): Gpu {
  let adapterInfo: Promise<string> | null = null;
  let current: Promise<GPUDevice | null> | null = null;
  let losses = 0;

  /** An adapter gives one device only: each device starts from a new adapter. */
  async function requestAdapter(): Promise<GPUAdapter | null> {
    return (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  }

  async function open(): Promise<GPUDevice | null> {
    if (losses >= MOST_LOSSES) return null;
    const adapter = await requestAdapter();
    const device = await adapter?.requestDevice(deviceDescriptor(adapter));
    if (!device) return null;
    void device.lost.then(({ reason }) => {
      if (reason !== 'destroyed') losses++;
      return forget(device);
    });
    return device;
  }

  async function forget(device: GPUDevice): Promise<void> {
    if ((await current) === device) current = null;
  }

  return {
    acquire() {
      current ??= open().catch(() => null);
      return current;
    },
    adapterKey() {
      if (losses >= MOST_LOSSES) return Promise.resolve('none');
      adapterInfo ??= requestAdapter()
        .then((adapter) => (adapter ? nameOf(adapter.info) : 'none'))
        .catch(() => 'none');
      return adapterInfo;
    },
    async discard() {
      const old = current;
      current = null;
      (await old)?.destroy();
    },
  };
}

/** Vendor, architecture, device and driver as far as the browser tells. */
function nameOf({ vendor, architecture, device, description }: GPUAdapterInfo): string {
  return [vendor, architecture, device, description].filter(Boolean).join(' ') || 'unnamed';
}

function browserGpu(): GPU | undefined {
  return navigator.gpu as GPU | undefined; // absent without WebGPU, whatever the types say
}
