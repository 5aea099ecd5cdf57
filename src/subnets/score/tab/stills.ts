import { present } from '../../../shared/assert.ts';
import { AppError } from '../../../shared/errors.ts';
import type { JobLook, JobStill } from '../../job-page.ts';
import { type Clip, clipFault, readClip } from './clip.ts';

// A customer's files as the pictures of a job: a recording is decoded and cut into JPEG stills,
// pictures go as they are.

/** The coordinator brings everything to this size at most: more would only be sent in vain. */
const LONGEST_SIDE = 1920;
const JPEG = { type: 'image/jpeg', quality: 0.95 } as const;
/** Packets that tell the rate of a recording. */
const RATE_PACKETS = 240;
const PICTURE = /\.(jpe?g|png|webp)$/i;
/** A start of a frame that a rounded timestamp still falls into. */
const EDGE_S = 1e-6;

/** Whether a file is a picture as the coordinator reads it, by its kind or else by its name. */
function isPicture({ type, name }: File): boolean {
  return /^image\/(jpeg|png|webp)$/.test(type) || (type === '' && PICTURE.test(name));
}

/** Pictures of the files by name, as people count (2 before 10), and what is none. */
function sortOut(files: readonly File[]): { pictures: File[]; leftOut: string[] } {
  const order = new Intl.Collator('en', { numeric: true });
  const pictures = files
    .filter((file) => isPicture(file))
    .toSorted((a, b) => order.compare(pathOf(a), pathOf(b)));
  return {
    pictures,
    leftOut: files.filter((file) => !isPicture(file)).map(({ name }) => name),
  };
}

const pathOf = (file: File): string => file.webkitRelativePath || file.name;

/** The one recording of the files; null where they are pictures. */
function recordingOf(files: readonly File[]): File | null {
  const [only] = files;
  if (only && files.length === 1 && !isPicture(only)) return only;
  if (files.some((file) => isPicture(file))) return null;
  throw new AppError(
    'media.unsupported',
    `${files.length} files, no JPEG, PNG or WebP picture among them; a recording comes alone`,
    { reason: 'no-pictures' },
  );
}

/** @throws AppError `media.unsupported` */
export async function lookAtFiles(files: readonly File[]): Promise<JobLook> {
  const recording = recordingOf(files);
  if (!recording) return lookAtPictures(files);
  for await (const look of readClip(recording, (clip) => lookAtClip(clip, recording))) return look;
  throw clipFault('no-picture', 'the file has no picture in it');
}

async function lookAtPictures(files: readonly File[]): Promise<JobLook> {
  const { pictures, leftOut } = sortOut(files);
  const first = present(pictures[0], 'a picture');
  const { width, height } = await sizeOf(first);
  const bytes = pictures.reduce((sum, { size }) => sum + size, 0);
  const none = { seconds: null, fps: null };
  return {
    kind: 'pictures',
    frames: pictures.length,
    ...none,
    width,
    height,
    bytes,
    first,
    leftOut,
  };
}

async function sizeOf(picture: File): Promise<{ width: number; height: number }> {
  try {
    const bitmap = await createImageBitmap(picture);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch (cause) {
    throw new AppError('media.unsupported', `${picture.name} cannot be read as a picture`, {
      reason: 'broken-picture',
      cause,
    });
  }
}

async function* lookAtClip(clip: Clip, file: File): AsyncGenerator<JobLook> {
  const { track } = clip;
  const start = await track.getFirstTimestamp();
  const seconds = (await track.computeDuration()) - start;
  const { averagePacketRate: fps } = await track.computePacketStats(RATE_PACKETS);
  const { width, height } = await stillSize(clip);
  for await (const first of stillsAt(clip, [start + EDGE_S])) {
    const frames = Math.max(1, Math.round(seconds * fps));
    const { size: bytes } = file;
    yield { kind: 'recording', frames, seconds, fps, width, height, bytes, first, leftOut: [] };
    return;
  }
}

/** @throws AppError `media.unsupported` */
export async function* cutFiles(files: readonly File[], fps: number): AsyncGenerator<JobStill> {
  const recording = recordingOf(files);
  if (!recording) {
    for (const file of sortOut(files).pictures) yield { name: pathOf(file), content: file };
    return;
  }
  let number = 0;
  for await (const content of readClip(recording, (clip) => everyStill(clip, fps))) {
    number++;
    yield { name: `${String(number).padStart(6, '0')}.jpg`, content };
  }
  if (number === 0) throw clipFault('no-picture', 'the file has no picture in it');
}

async function* everyStill(clip: Clip, fps: number): AsyncGenerator<Blob> {
  const { track } = clip;
  const start = await track.getFirstTimestamp();
  const count = Math.max(1, Math.ceil(((await track.computeDuration()) - start) * fps - EDGE_S));
  yield* stillsAt(
    clip,
    Array.from({ length: count }, (_, index) => start + index / fps + EDGE_S),
  );
}

async function stillSize({ track }: Clip): Promise<{ width: number; height: number }> {
  const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** JPEGs of the frames at the times in seconds; a frame that two times fall into comes once. */
async function* stillsAt(clip: Clip, times: readonly number[]): AsyncGenerator<Blob> {
  const { CanvasSink } = clip.library;
  const size = await stillSize(clip);
  const sink = new CanvasSink(clip.track, { ...size, fit: 'fill', poolSize: 2 });
  const canvas = new OffscreenCanvas(size.width, size.height);
  const paint = present(canvas.getContext('2d', { alpha: false }), '2d context');
  let last = Number.NaN;
  for await (const frame of sink.canvasesAtTimestamps(times)) {
    if (frame === null || frame.timestamp === last) continue;
    last = frame.timestamp;
    paint.drawImage(frame.canvas, 0, 0);
    yield await canvas.convertToBlob(JPEG);
  }
}
