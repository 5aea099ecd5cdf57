import type { RunContext } from '../../contract.ts';
import type { ScorePreview } from '../preview.ts';
import { DEFAULT_SETTINGS } from '../pipeline/settings.ts';
import type { Garage } from './garage.ts';
import { publishedDetector } from './models.ts';
import { createStageTimes } from './stage-times.ts';
import { videoFrames } from './video.ts';

/**
 * Finds players and the ball in the visitor's own clip, frame by frame. Nothing leaves the tab.
 *
 * @throws AppError `media.unsupported`
 */
export async function practise(garage: Garage, file: Blob, ctx: RunContext): Promise<void> {
  const frames = videoFrames(file);
  const times = createStageTimes(() => ctx.now());
  const detector = await garage.open(await publishedDetector(ctx.signal), ctx);
  for await (const { frame, index, count } of frames) {
    ctx.signal.throwIfAborted();
    const startedAt = ctx.now();
    const boxes = await detector.detect(frame, DEFAULT_SETTINGS, times);
    const busyMs = ctx.now() - startedAt;
    const { width, height, bitmap } = frame;
    const preview: ScorePreview = {
      width,
      height,
      frame: index,
      frames: count,
      boxes,
      image: bitmap,
    };
    ctx.report({ ratio: (index + 1) / count, stage: 'detect', preview });
    await ctx.yieldShare(busyMs);
  }
}
