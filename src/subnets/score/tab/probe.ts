import type { Placement, ProbeOutcome, RunContext } from '../../contract.ts';
import { DEFAULT_SETTINGS } from '../pipeline/settings.ts';
import type { Garage } from './garage.ts';
import { publishedDetector } from './models.ts';
import { availableThreads } from './ort-wasm.ts';
import { createStageTimes } from './stage-times.ts';
import { syntheticFrame } from './synthetic-frame.ts';

/** Chooses back end and threads within `limitMs`, by the time of a synthetic frame. */
export async function probe(
  garage: Garage,
  ctx: Omit<RunContext, 'placement'>,
  limitMs: number,
): Promise<ProbeOutcome> {
  const deadline = ctx.now() + limitMs;
  const placement: Placement = { backend: 'wasm', threads: availableThreads(), stages: {} };
  const model = await publishedDetector(ctx.signal);
  const detector = await garage.open(model, { ...ctx, placement });
  const frame = await syntheticFrame(1280, 720);
  const times: number[] = [];
  do {
    ctx.signal.throwIfAborted();
    const startedAt = ctx.now();
    await detector.detect(
      frame,
      DEFAULT_SETTINGS,
      createStageTimes(() => ctx.now()),
    );
    times.push(ctx.now() - startedAt);
  } while (times.length < ROUNDS && ctx.now() < deadline);
  frame.bitmap.close();
  const msPerItem = Math.min(...times);
  return {
    placement,
    msPerItem,
    findings: [
      {
        stage: 'model',
        choice: `wasm ×${placement.threads}`,
        candidates: { [`wasm ×${placement.threads}`]: msPerItem },
      },
    ],
  };
}

/** The first is slower than all others: memory is claimed. */
const ROUNDS = 2;
