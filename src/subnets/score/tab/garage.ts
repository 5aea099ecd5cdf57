import type { RunContext } from '../../contract.ts';
import type { Detector } from './detector.ts';
import { modelBytes } from './models.ts';
import { openWasmModel } from './ort-wasm.ts';
import { createWasmDetector } from './wasm-detector.ts';

/** Keeps the detector that is loaded, so that units of one model and placement share it. */
export interface Garage {
  /** @throws AppError `model.unavailable` */
  open(sha256: string, ctx: OpenContext): Promise<Detector>;
  dispose(): Promise<void>;
}

export type OpenContext = Pick<RunContext, 'blob' | 'signal' | 'device' | 'placement'>;

export function createGarage(): Garage {
  let current: { readonly key: string; readonly detector: Promise<Detector> } | null = null;

  async function dispose(): Promise<void> {
    const old = current;
    current = null;
    await old?.detector.then((detector) => detector.dispose());
  }

  async function load(sha256: string, ctx: OpenContext): Promise<Detector> {
    const bytes = await modelBytes(sha256, ctx);
    return createWasmDetector(await openWasmModel(bytes, ctx.placement.threads));
  }

  async function replace(key: string, sha256: string, ctx: OpenContext): Promise<Detector> {
    await dispose().catch(() => undefined); // what failed to load has nothing to let go of
    const detector = load(sha256, ctx);
    const entry = { key, detector };
    current = entry;
    detector.catch(() => {
      if (current === entry) current = null;
    });
    return detector;
  }

  return {
    open(sha256, ctx) {
      const key = `${sha256} ${ctx.placement.backend} ${ctx.placement.threads}`;
      return current?.key === key ? current.detector : replace(key, sha256, ctx);
    },
    dispose,
  };
}
