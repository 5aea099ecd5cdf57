import type { RunContext } from '../../contract.ts';
import type { Detector } from './detector.ts';
import { modelBytes } from './models.ts';
import { openWasmModel } from './ort-wasm.ts';
import { createWasmDetector } from './wasm-detector.ts';

/** Keeps the detector that is loaded, so that units of one model and placement share it. */
export interface Garage {
  /** @throws AppError `model.unavailable`, or `gpu.*` when its device fails */
  open(sha256: string, ctx: OpenContext): Promise<Detector>;
  /** Whether the open detector has seen a frame: its memory is claimed, its kernels are compiled. */
  isWarm(): boolean;
  dispose(): Promise<void>;
}

export type OpenContext = Pick<RunContext, 'blob' | 'signal' | 'device' | 'placement'>;

interface Parked {
  readonly key: string;
  readonly device: GPUDevice | null;
  readonly detector: Promise<Detector>;
  warm: boolean;
}

export function createGarage(): Garage {
  let current: Parked | null = null;

  async function dispose(): Promise<void> {
    const old = current;
    current = null;
    await old?.detector.then((detector) => detector.dispose());
  }

  async function replace(key: string, sha256: string, ctx: OpenContext): Promise<Detector> {
    const before = dispose().catch(() => undefined); // what failed to load holds nothing
    const parked: Parked = {
      key,
      device: ctx.device,
      detector: before.then(async () => noteFrames(await load(sha256, ctx), parked)),
      warm: false,
    };
    current = parked;
    parked.detector.catch(() => {
      if (current === parked) current = null;
    });
    return parked.detector;
  }

  return {
    open(sha256, ctx) {
      const key = `${sha256} ${JSON.stringify(ctx.placement)}`;
      const fits = current?.key === key && current.device === ctx.device;
      return fits && current ? current.detector : replace(key, sha256, ctx);
    },
    isWarm: () => current?.warm ?? false,
    dispose,
  };
}

function noteFrames(detector: Detector, parked: Parked): Detector {
  return {
    async detect(...frame) {
      const boxes = await detector.detect(...frame);
      parked.warm = true;
      return boxes;
    },
    dispose: () => detector.dispose(),
  };
}

async function load(sha256: string, ctx: OpenContext): Promise<Detector> {
  const bytes = await modelBytes(sha256, ctx);
  const { device, placement } = ctx;
  if (placement.backend === 'wasm' || device === null) {
    return createWasmDetector(await openWasmModel(bytes, placement.threads));
  }
  const [{ openWebGpuModel }, { createWebGpuDetector }] = await Promise.all([
    import('./ort-webgpu.ts'),
    import('./webgpu-detector.ts'),
  ]);
  const model = await openWebGpuModel(bytes, device);
  const detector = await createWebGpuDetector(device, model, placement.stages);
  return {
    detect: detector.detect,
    async dispose() {
      await detector.dispose();
      await model.dispose();
    },
  };
}
