import { type Clip, clipFault, readClip } from './clip.ts';
import { type Frame, frameOf } from './frame.ts';

// A visitor's own clip, frame by frame.

export interface VideoFrame {
  readonly frame: Frame;
  /** Index of the frame, and how many the clip has by its average rate. */
  readonly index: number;
  readonly count: number;
  /** Frames a second, on average. */
  readonly fps: number;
}

/**
 * Every frame of the clip's first video track in order, upright. The consumer owns each bitmap.
 *
 * @throws AppError `media.unsupported` saying what the clip is and what works
 */
export function videoFrames(file: Blob): AsyncGenerator<VideoFrame> {
  return readClip(file, everyFrame);
}

async function* everyFrame({ track, library: { CanvasSink } }: Clip): AsyncGenerator<VideoFrame> {
  const { packetCount, averagePacketRate: fps } = await track.computePacketStats();
  let index = 0;
  for await (const { canvas } of new CanvasSink(track, { poolSize: 2 }).canvases()) {
    yield {
      frame: frameOf(await createImageBitmap(canvas)),
      index,
      count: Math.max(packetCount, index + 1),
      fps,
    };
    index++;
  }
  if (index === 0) throw clipFault('no-picture', 'the file has no picture in it');
}
