import { AppError } from '../shared/errors.ts';
import { deviceDescriptor } from './limits.ts';

// The one device of a worker: made on first use, made again after a loss.

export interface Gpu {
  /** The device; null where there is no WebGPU or no adapter. @throws AppError `gpu.unavailable` */
  acquire(): Promise<GPUDevice | null>;
  /** Names adapter and driver; `none` without WebGPU. Needs no device. */
  adapterKey(): Promise<string>;
  /** Lets go of the device, so that the next `acquire` makes a new one. */
  discard(): Promise<void>;
}

/** @param gpu the browser's entry point; undefined without WebGPU */
export function createGpu(gpu: Pick<GPU, 'requestAdapter'> | undefined = browserGpu()): Gpu {
  let adapterInfo: Promise<string> | null = null;
  let current: Promise<GPUDevice | null> | null = null;

  /** An adapter gives one device only: each device starts from a new adapter. */
  async function requestAdapter(): Promise<GPUAdapter | null> {
    return (await gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
  }

  async function open(): Promise<GPUDevice | null> {
    const adapter = await requestAdapter();
    if (!adapter) return null;
    try {
      const device = await adapter.requestDevice(deviceDescriptor(adapter));
      void device.lost.then(() => forget(device));
      return device;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new AppError('gpu.unavailable', `the graphics device did not open: ${reason}`, {
        cause,
      });
    }
  }

  async function forget(device: GPUDevice): Promise<void> {
    if ((await current?.catch(() => null)) === device) current = null;
  }

  return {
    acquire() {
      current ??= open().catch((error: unknown) => {
        current = null;
        throw error;
      });
      return current;
    },
    adapterKey() {
      adapterInfo ??= requestAdapter().then((adapter) => (adapter ? nameOf(adapter.info) : 'none'));
      return adapterInfo;
    },
    async discard() {
      const old = current;
      current = null;
      (await old?.catch(() => null))?.destroy();
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
