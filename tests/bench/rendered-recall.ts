import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { createInference } from '../../src/coordinator/verification/inference.ts';
import { renderClip } from '../../src/subnets/score/match/render.ts';
import { DEFAULT_SETTINGS, detectFrame } from '../../src/subnets/score/pipeline/detect.ts';
import { addCounts, countFrame, emptyCounts } from './labelled.ts';

// node tests/bench/run.mjs rendered-recall [--clips 4] [--every 4] [--seed bench] [--png DIR] [--json]
// How well the default detector finds the persons and the ball of rendered matches: confidence
// .25, IoU > .4, after the pool's JPEG encoding.

const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: '4' },
    every: { type: 'string', default: '4' },
    seed: { type: 'string', default: 'bench' },
    png: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const settings = { ...DEFAULT_SETTINGS, personConfidence: 0.25, ballConfidence: 0.25 };

async function main(): Promise<void> {
  const { decodeImage, infer } = createInference(async () =>
    readFileSync('public/models/centernet.onnx'),
  );
  const every = Number(values.every);
  const totals = emptyCounts();
  let frames = 0;
  let renderMs = 0;
  let least = Infinity;
  for (let clip = 0; clip < Number(values.clips); clip++) {
    const counts = emptyCounts();
    let started = performance.now();
    for (const { image, truth } of renderClip(`${values.seed}-${clip}`)) {
      renderMs += performance.now() - started;
      frames++;
      least = Math.min(least, truth.boxes.filter(({ cls_id }) => cls_id !== 0).length);
      const ordinal = truth.ordinal ?? 0;
      if (ordinal % every === 0) {
        const raw = { width: image.width, height: image.height, channels: 4 } as const;
        const jpeg = await sharp(image.rgba, { raw }).jpeg({ quality: 92 }).toBuffer();
        const decoded = await decodeImage(jpeg);
        const found = await detectFrame(decoded, settings, infer);
        addCounts(counts, countFrame({ image: decoded, truth: truth.boxes, partial: [] }, found));
        if (values.png !== undefined) {
          mkdirSync(values.png, { recursive: true });
          const name = `${values.seed}-${clip}-${String(ordinal).padStart(2, '0')}.png`;
          const boxes = [
            ...truth.boxes.map((box) => rectangle(box, '#fff')),
            ...found.map((box) => rectangle(box, box.cls_id === 0 ? '#f0f' : '#ff0')),
          ].join('');
          const svg = `<svg width="${image.width}" height="${image.height}">${boxes}</svg>`;
          await sharp(jpeg).png().toFile(join(values.png, name));
          await sharp(jpeg)
            .composite([{ input: Buffer.from(svg) }])
            .png()
            .toFile(join(values.png, name.replace('.png', '-boxes.png')));
        }
      }
      started = performance.now();
    }
    addCounts(totals, counts);
    if (!values.json) print(`clip ${clip}`, counts);
  }
  const msPerFrame = renderMs / frames;
  if (values.json) console.log(JSON.stringify({ ...totals, frames, msPerFrame, least }));
  else {
    print('all', totals);
    console.log(`${msPerFrame.toFixed(0)} ms a frame to draw; at least ${least} persons a frame`);
  }
}

function rectangle(
  { x1, y1, x2, y2 }: { x1: number; y1: number; x2: number; y2: number },
  colour: string,
): string {
  return `<rect x="${x1}" y="${y1}" width="${x2 - x1}" height="${y2 - y1}" fill="none" stroke="${colour}"/>`;
}

function print(name: string, counts: ReturnType<typeof emptyCounts>): void {
  const recall = counts.personHits / counts.persons;
  const precision = counts.personHits / (counts.personHits + counts.personFalse);
  console.log(
    `${name.padEnd(8)} person recall ${recall.toFixed(3)} (${counts.personHits}/${counts.persons})`,
    ` precision ${precision.toFixed(3)}  role ${(counts.roleHits / counts.personHits).toFixed(3)}`,
    ` ball ${counts.ballHits}/${counts.balls} false ${counts.ballFalse}`,
  );
}

await main();
