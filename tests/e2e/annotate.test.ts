import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { annotate } from '../../src/cli/headless/annotate.ts';
import { cutClip } from '../../src/cli/headless/cut-clip.ts';

// Results drawn into their pictures and encoded by a real browser, then cut into stills again.

const [WIDTH, HEIGHT] = [320, 180];
const GREY = 90;
const FRAMES = 6;
/** Where the object is in frame `i`: it moves to the right, and leaves a trail. */
const left = (frame: number): number => 40 + 24 * frame;

function coco(): string {
  const images = Array.from({ length: FRAMES }, (_, index) => ({ id: index + 1 }));
  const annotations = images.map(({ id }, frame) => ({
    image_id: id,
    category_id: 3,
    bbox: [left(frame), 60, 40, 80],
    track_id: 7,
  }));
  const categories = ['ball', 'goalkeeper', 'player'].map((name, index) => ({
    id: index + 1,
    name,
  }));
  return JSON.stringify({ images, categories, annotations });
}

/** How far a pixel is from the grey of the pictures. */
async function colourAt(file: string, x: number, y: number): Promise<number> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (y * info.width + x) * info.channels;
  return Math.max(...[0, 1, 2].map((c) => Math.abs((data[at + c] ?? GREY) - GREY)));
}

test('boxes, ids and trails are in the frames of the video', async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), 'adit-annotate-'));
  const background = { r: GREY, g: GREY, b: GREY };
  const pictures = Array.from({ length: FRAMES }, (_, index) => {
    const name = `${index + 1}.jpg`;
    return { name, file: join(folder, name) };
  });
  for (const { file } of pictures) {
    await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background } })
      .jpeg()
      .toFile(file);
  }
  const file = join(folder, 'annotated.webm');

  await annotate(browser, { pictures, coco: coco(), fps: 5, file });
  const stills = await cutClip(browser, { file, folder: join(folder, 'stills') }, 5);

  expect(readFileSync(file).subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  expect(stills).toHaveLength(FRAMES);
  const last = join(folder, 'stills', stills.at(-1)?.file ?? '');
  const at = left(FRAMES - 1);
  expect(await colourAt(last, at, 100)).toBeGreaterThan(40); // the left edge of the box
  expect(await colourAt(last, at + 20, 100)).toBeLessThan(20); // its inside
  expect(await colourAt(last, left(1) + 20, 140)).toBeGreaterThan(40); // the trail at its feet
  expect(await colourAt(last, 20, 20)).toBeLessThan(20); // elsewhere
  rmSync(folder, { recursive: true });
});
