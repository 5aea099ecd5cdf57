import { present } from '../../shared/assert.ts';
import type { Rng } from '../../shared/rng.ts';
import type { JudgeContext, RunContext, RunOutcome, Runner } from '../contract.ts';
import type { InferByName } from './pipeline/contract.ts';
import { detectFrame } from './pipeline/detect.ts';
import { type ScoreInput, type ScoreResult, parseInput } from './task.ts';

// The tab's half without a tab: the readable CPU pipeline behind the runner's interface, for
// headless devices. Decoding and inference are ports, as for the judge.

export type CpuPorts = Pick<JudgeContext, 'decodeImage' | 'infer'>;

/** A runner of the CPU pipeline. It has one placement and nothing to probe but its speed. */
export function createCpuRunner({ decodeImage, infer }: CpuPorts): Runner<ScoreInput, ScoreResult> {
  async function run(input: ScoreInput, ctx: RunContext): Promise<RunOutcome<ScoreResult>> {
    const models = new Map(input.models.map(({ name, sha256 }) => [name, sha256]));
    const byName: InferByName = (name, feeds) =>
      infer(present(models.get(name), `model ${name} of the task`), feeds);
    const frames: ScoreResult['frames'] = [];
    let detectMs = 0;
    for (const [frameId, { blob }] of input.frames.entries()) {
      const startedAt = ctx.now();
      const image = await decodeImage(await ctx.blob(blob));
      const boxes = await detectFrame(image, input.settings, byName);
      const busyMs = ctx.now() - startedAt;
      detectMs += busyMs;
      frames.push({ frame_id: frameId, boxes });
      ctx.report({ ratio: (frameId + 1) / input.frames.length, stage: 'detect' });
      await ctx.yieldShare(busyMs);
    }
    return { result: { frames }, msPerStage: { detect: detectMs } };
  }
  return {
    parseInput,
    inputs: (input) => input.frames.map(({ blob }) => blob),
    // The first claim asks for a small unit; the loop's own measurement sizes the next ones.
    probe: () =>
      Promise.resolve({
        placement: { backend: 'wasm', threads: 1, stages: {} },
        msPerItem: FIRST_GUESS_MS,
        findings: [],
      }),
    warm: () => Promise.resolve(),
    run,
    dispose: () => Promise.resolve(),
  };
}

const FIRST_GUESS_MS = 2_000;

/**
 * What a cheat saves work with: each frame but the first has probability `share` of repeating the
 * frame before it. For demonstrations and tests of the verification.
 */
export function fakeFrames(result: ScoreResult, share: number, rng: Rng): ScoreResult {
  const frames: ScoreResult['frames'] = [];
  for (const frame of result.frames) {
    const before = frames.at(-1);
    const fakes = before !== undefined && rng.next() < share;
    frames.push(fakes ? { frame_id: frame.frame_id, boxes: before.boxes } : frame);
  }
  return { frames };
}
