import { AppError } from '../../../shared/errors.ts';
import { m } from '../../../paraglide/messages.js';

/** The visitor's camera, picture by picture. */
export interface Camera {
  picture(): Promise<ImageBitmap>;
  close(): void;
}

/** @throws AppError `media.unsupported` when it is refused or there is none */
export async function openCamera(signal: AbortSignal): Promise<Camera> {
  const stream = await open();
  const close = (): void => {
    for (const track of stream.getTracks()) track.stop();
  };
  if (signal.aborted) close();
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  await video.play();
  return {
    picture: () => createImageBitmap(video),
    close() {
      close();
      video.srcObject = null;
    },
  };
}

async function open(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (cause) {
    throw new AppError('media.unsupported', m.workshop_camera_refused(), { cause });
  }
}
