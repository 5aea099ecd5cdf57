import type { RunContext } from '../../contract.ts';
import { DEFAULT_SETTINGS } from '../pipeline/settings.ts';
import type { Garage } from './garage.ts';
import { publishedDetector } from './models.ts';
import { type Onlooker, createOnlooker } from './onlooker.ts';
import { createPitchWatch } from './pitch-watch.ts';
import { createStageTimes } from './stage-times.ts';
import { videoFrames } from './video.ts';

/**
 * Finds and follows players and the ball in the visitor's own clip, frame by frame, and finds the
 * pitch under them. Nothing leaves the tab.
 *
 * @throws AppError `media.unsupported`
 */
export async function practise(garage: Garage, file: Blob, ctx: RunContext): Promise<void> {
  const frames = videoFrames(file);
  const times = createStageTimes(() => ctx.now());
  const pitch = createPitchWatch();
  const detector = await garage.open(await publishedDetector(ctx.signal), ctx);
  let onlooker: Onlooker | null = null;
  for await (const { frame, index, count, fps } of frames) {
    ctx.signal.throwIfAborted();
    onlooker ??= createOnlooker({ fps, shirts: true, now: () => ctx.now() });
    const startedAt = ctx.now();
    const boxes = await detector.detect(frame, DEFAULT_SETTINGS, times);
    const camera = await times.measure('pitch', () => pitch.look(frame.pixels(), boxes));
    const shown = await onlooker.show(frame, boxes, { frame: index, frames: count }, times.lap());
    const busyMs = ctx.now() - startedAt;
    const preview = { ...shown, camera };
    ctx.report({ ratio: (index + 1) / count, stage: 'detect', preview });
    await ctx.yieldShare(busyMs);
  }
}
