import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import * as v from 'valibot';
import { findBrowser } from '../../scripts/find-browser.mjs';
import type { BenchFrame, TruthBox } from './labelled.ts';

// Every n-th frame of a clip with its truth; a browser decodes, since Node has no video decoder.

const Truth = v.object({
  fps: v.number(),
  frame_count: v.number(),
  width: v.number(),
  height: v.number(),
  frames: v.array(
    v.object({ boxes: v.array(v.array(v.number())), partial: v.array(v.array(v.number())) }),
  ),
});

function boxOf([
  id = 0,
  cls = 0,
  x = 0,
  y = 0,
  width = 0,
  height = 0,
]: readonly number[]): TruthBox {
  return { x1: x, y1: y, x2: x + width, y2: y + height, cls_id: cls, id };
}

/**
 * Frames 0, step, 2·step … of a clip whose truth lies beside it as NAME.truth.json.
 *
 * @param part frames from the first to before the second only: all pixels of a clip are much
 */
export async function clipFrames(
  file: string,
  step: number,
  part: readonly [from: number, to: number] = [0, Infinity],
): Promise<BenchFrame[]> {
  const truthFile = file.replace(extname(file), '.truth.json');
  const truth = v.parse(Truth, JSON.parse(readFileSync(truthFile, 'utf8')));
  const indices = Array.from(
    { length: Math.ceil(truth.frame_count / step) },
    (_, i) => i * step,
  ).filter((index) => index >= part[0] && index < part[1]);
  const pictures = await decodeFrames(file, truth, indices);
  return Promise.all(
    indices.map(async (index, i) => {
      const image = sharp(Buffer.from(pictures[i] ?? '', 'base64')).ensureAlpha();
      const rgba = await image.raw().toBuffer();
      const frame = truth.frames[index] ?? { boxes: [], partial: [] };
      return {
        image: { width: truth.width, height: truth.height, rgba },
        truth: frame.boxes.map(boxOf),
        partial: frame.partial.map(boxOf),
      };
    }),
  );
}

async function decodeFrames(
  file: string,
  { fps, width, height }: { fps: number; width: number; height: number },
  indices: readonly number[],
): Promise<string[]> {
  const bytes = readFileSync(file);
  const type = extname(file) === '.mp4' ? 'video/mp4' : 'video/webm';
  const server = createServer((request, response) => {
    const isClip = request.url === '/clip';
    response.setHeader('content-type', isClip ? type : 'text/html');
    response.end(isClip ? bytes : '<!doctype html><video muted></video>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: ['--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    return await page.evaluate(grabFrames, { fps, width, height, indices: [...indices] });
  } finally {
    await browser.close();
    server.close();
  }
}

/** Runs in the page: PNG of each frame as base64. */
async function grabFrames(options: {
  fps: number;
  width: number;
  height: number;
  indices: number[];
}): Promise<string[]> {
  const video = document.querySelector('video');
  const context = new OffscreenCanvas(options.width, options.height).getContext('2d');
  if (!video || !context) throw new Error('no video element or canvas');
  video.src = URL.createObjectURL(await (await fetch('/clip')).blob());
  const pictures: string[] = [];
  for (const index of options.indices) {
    video.currentTime = (index + 0.5) / options.fps;
    await new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    context.drawImage(video, 0, 0, options.width, options.height);
    const blob = await context.canvas.convertToBlob({ type: 'image/png' });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    pictures.push(btoa(text));
  }
  return pictures;
}
