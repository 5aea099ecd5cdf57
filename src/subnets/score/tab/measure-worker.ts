import { expose } from 'comlink';
import { allowSameOriginScripts } from '../../../shared/same-origin-scripts.ts';
import { SMALL_LOAD, measureDetector } from './measure.ts';
import { openWasmModel } from './ort-wasm.ts';
import { createWasmDetector } from './wasm-detector.ts';

// Measures the CPU with a number of threads. The runtime starts its threads once in the life of a
// worker, so each number is measured in a worker that is thrown away afterwards.

/** Milliseconds of a small frame. */
async function measureThreads(model: Uint8Array<ArrayBuffer>, threads: number): Promise<number> {
  const now = (): number => performance.now();
  const detector = createWasmDetector(await openWasmModel(model, threads));
  return measureDetector(detector, SMALL_LOAD, { now, deadline: Infinity, rounds: 3 });
}

export type MeasureApi = typeof measureThreads;

allowSameOriginScripts();
expose(measureThreads);
