import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { createInference } from '../../src/coordinator/verification/inference.ts';
import { renderClip } from '../../src/subnets/score/match/render.ts';
import { DEFAULT_SETTINGS, detectFrame } from '../../src/subnets/score/pipeline/detect.ts';
import { kindOf, matchKind } from '../../src/subnets/score/evaluation/count.ts';
import { type MeasuredFrame, summarise } from '../../src/subnets/score/evaluation/summary.ts';

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
  const totals: MeasuredFrame[] = [];
  let frames = 0;
  let renderMs = 0;
  let least = Infinity;
  for (let clip = 0; clip < Number(values.clips); clip++) {
    const measured: MeasuredFrame[] = [];
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
        const { width, height } = decoded;
        const objects = truth.boxes.map(({ x1, y1, x2, y2, cls_id }) => ({
          x1,
          y1,
          x2,
          y2,
          cls_id,
        }));
        const name = `${values.seed}-${clip}-${ordinal}`;
        measured.push({ name, width, height, truth: objects, cut: [], found, msPerStage: {} });
        if (values.png !== undefined) {
          mkdirSync(values.png, { recursive: true });
          const file = `${values.seed}-${clip}-${String(ordinal).padStart(2, '0')}.png`;
          const boxes = [
            ...truth.boxes.map((box) => rectangle(box, '#fff')),
            ...found.map((box) => rectangle(box, box.cls_id === 0 ? '#f0f' : '#ff0')),
          ].join('');
          const svg = `<svg width="${image.width}" height="${image.height}">${boxes}</svg>`;
          await sharp(jpeg).png().toFile(join(values.png, file));
          await sharp(jpeg)
            .composite([{ input: Buffer.from(svg) }])
            .png()
            .toFile(join(values.png, file.replace('.png', '-boxes.png')));
        }
      }
      started = performance.now();
    }
    totals.push(...measured);
    if (!values.json) print(`clip ${clip}`, measured);
  }
  const msPerFrame = renderMs / frames;
  if (values.json) {
    console.log(JSON.stringify({ ...summarise(totals), rendered: frames, msPerFrame, least }));
  } else {
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

function print(name: string, frames: readonly MeasuredFrame[]): void {
  const { person } = summarise(frames);
  const persons = frames.map((frame) => matchKind(frame, frame.found, 'person'));
  const balls = frames.map((frame) => matchKind(frame, frame.found, 'ball'));
  const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);
  const hits = sum(persons.map((one) => one.hits));
  const roles = sum(persons.map((one) => one.sameClass));
  const truths = frames.flatMap(({ truth }) => truth.map(kindOf));
  console.log(
    `${name.padEnd(8)} person recall ${person.recall?.toFixed(3)} (${hits}/${truths.filter((kind) => kind === 'person').length})`,
    ` precision ${person.precision?.toFixed(3)}  role ${(roles / hits).toFixed(3)}`,
    ` ball ${sum(balls.map((one) => one.hits))}/${truths.filter((kind) => kind === 'ball').length}`,
    ` false ${sum(balls.map((one) => one.wrong.length))}`,
  );
}

await main();
