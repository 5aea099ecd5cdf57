import { readFile } from 'node:fs/promises';
import { type Page, expect, test } from '@playwright/test';
import * as v from 'valibot';
import { faultsOf } from '../support/look.ts';
import { type Product, startProduct } from '../support/product.ts';
import { listen, startMining } from '../support/visitor.ts';

// A customer and a miner in one browser profile: pictures go in, files come back.

const Coco = v.object({
  images: v.array(v.object({ file_name: v.string(), width: v.number(), height: v.number() })),
  annotations: v.array(v.object({ image_id: v.number(), bbox: v.array(v.number()) })),
});
const PICTURES = 3;

let product: Product;

test.beforeAll(async () => {
  product = await startProduct();
});

test.afterAll(async () => {
  await product.close();
});

/** Pitches with some shirts on them, each another, drawn by the page. */
function drawPictures(page: Page): Promise<string[]> {
  return page.evaluate(async (count) => {
    const canvas = new OffscreenCanvas(640, 360);
    const paint = canvas.getContext('2d');
    if (!paint) throw new Error('the browser has no canvas');
    const made: string[] = [];
    for (let index = 0; index < count; index++) {
      paint.fillStyle = '#2f7d3b';
      paint.fillRect(0, 0, 640, 360);
      for (let player = 0; player < 6; player++) {
        paint.fillStyle = player % 2 === 0 ? '#c22' : '#eee';
        paint.fillRect(60 + player * 90 + index * 6, 120 + (player % 3) * 60, 14, 36);
      }
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      made.push(btoa(String.fromCharCode(...bytes)));
    }
    return made;
  }, PICTURES);
}

test('pictures are ordered, mined in the same browser, and come back as a COCO file', async ({
  page,
  context,
}) => {
  const complaints = listen(page);
  const started = performance.now();
  await page.goto(`${product.url}/jobs`);
  const pictures = await drawPictures(page);

  await page.getByTestId('job-files').setInputFiles(
    pictures.map((base64, index) => ({
      name: `frame-${index + 1}.png`,
      mimeType: 'image/png',
      buffer: Buffer.from(base64, 'base64'),
    })),
  );
  await expect(page.getByTestId('job-estimate')).toContainText('3 pictures');
  expect(await faultsOf(page, 'a new job')).toEqual([]);
  await page.getByTestId('job-agree').check();
  await page.getByTestId('job-send').click();
  await page.waitForURL(/\/jobs\/[\w-]+$/);
  const miner = await context.newPage();
  await startMining(miner, product.url);

  const state = page.getByTestId('job-state');
  await expect(state).toHaveAttribute('data-state', 'done', { timeout: 90_000 });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByTestId('save-result.coco.json').click(),
  ]);
  const seconds = (performance.now() - started) / 1000;
  test.info().annotations.push({
    type: 'seconds from the first address to the file',
    description: seconds.toFixed(1),
  });

  const coco = v.parse(Coco, JSON.parse(await readFile(await download.path(), 'utf8')));
  expect(coco.images.map(({ file_name }) => file_name)).toEqual([
    'frame-1.png',
    'frame-2.png',
    'frame-3.png',
  ]);
  await page.getByTestId('job-look').click();
  await expect(page.getByRole('img')).toBeVisible();
  expect(await faultsOf(page, 'a job that is done')).toEqual([]);

  await page.getByTestId('job-delete').click();
  expect(await faultsOf(page, 'before deleting')).toEqual([]);
  await page.getByTestId('job-delete-sure').click();
  await page.waitForURL(`${product.url}/jobs`);
  await expect(page.getByText('No jobs yet.')).toBeVisible();
  expect(complaints.violations).toEqual([]);
  expect(complaints.errors).toEqual([]);
});
