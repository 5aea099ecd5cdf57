import { AppError } from '../../../shared/errors.ts';
import { type Frame, frameOf } from './frame.ts';

// A visitor's own clip, decoded by the browser (WebCodecs) and read by mediabunny. Loaded only
// when somebody opens a file.

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
export async function* videoFrames(file: Blob): AsyncGenerator<VideoFrame> {
  if (typeof VideoDecoder === 'undefined') throw unsupported('this browser has no video decoder');
  const { BlobSource, CanvasSink, Input, MATROSKA, MP4, QTFF, WEBM } = await import('mediabunny');
  const input = new Input({ source: new BlobSource(file), formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    if (!(await input.canRead())) throw unsupported('the file is no MP4 or WebM video');
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw unsupported('the file has no picture track');
    if (!(await track.canDecode())) {
      const codec = (await track.getCodecParameterString()) ?? 'an unknown codec';
      throw unsupported(`this browser cannot decode ${codec}`);
    }
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
    if (index === 0) throw unsupported('the file has no picture in it');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unsupported(`the clip could not be decoded (${reason})`, cause);
  } finally {
    input.dispose();
  }
}

function unsupported(reason: string, cause?: unknown): AppError {
  return new AppError('media.unsupported', `${reason}; MP4 (H.264) and WebM (VP8, VP9) work`, {
    cause,
  });
}
