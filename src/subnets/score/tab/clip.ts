import type * as Mediabunny from 'mediabunny';
import type { Input, InputVideoTrack } from 'mediabunny';
import { AppError } from '../../../shared/errors.ts';

// A clip as the browser decodes it (WebCodecs), read by mediabunny. Loaded only when somebody opens
// a file.

export interface Clip {
  readonly track: InputVideoTrack;
  readonly library: typeof Mediabunny;
}

/** Why a clip cannot be used. */
export type ClipFault = 'no-decoder' | 'no-video' | 'no-picture' | 'codec' | 'broken';

/**
 * Reads something from a clip's first video track; the clip is closed when its reader ends.
 *
 * @throws AppError `media.unsupported` saying what the clip is and what works; `reason` is a `ClipFault`
 */
export async function* readClip<T>(
  file: Blob,
  read: (clip: Clip) => AsyncIterable<T>,
): AsyncGenerator<T> {
  if (typeof VideoDecoder === 'undefined') {
    throw clipFault('no-decoder', 'this browser has no video decoder');
  }
  const library = await import('mediabunny');
  const { BlobSource, Input, MATROSKA, MP4, QTFF, WEBM } = library;
  const input = new Input({ source: new BlobSource(file), formats: [MP4, QTFF, WEBM, MATROSKA] });
  try {
    yield* read({ track: await decodableTrack(input), library });
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw clipFault('broken', `the clip could not be decoded (${reason})`, cause);
  } finally {
    input.dispose();
  }
}

async function decodableTrack(input: Input): Promise<InputVideoTrack> {
  if (!(await input.canRead())) throw clipFault('no-video', 'the file is no MP4 or WebM video');
  const track = await input.getPrimaryVideoTrack();
  if (!track) throw clipFault('no-picture', 'the file has no picture track');
  if (!(await track.canDecode())) {
    const codec = (await track.getCodecParameterString()) ?? 'an unknown codec';
    throw clipFault('codec', `this browser cannot decode ${codec}`);
  }
  return track;
}

export function clipFault(reason: ClipFault, what: string, cause?: unknown): AppError {
  return new AppError('media.unsupported', `${what}; MP4 (H.264) and WebM (VP8, VP9) work`, {
    reason,
    cause,
  });
}
