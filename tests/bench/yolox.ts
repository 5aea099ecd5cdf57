import { present } from '../../src/shared/assert.ts';
import type { DecodedImage } from '../../src/subnets/contract.ts';
import type {
  Candidate,
  Detection,
  InferByName,
} from '../../src/subnets/score/pipeline/contract.ts';
import { letterbox } from '../../src/subnets/score/pipeline/letterbox.ts';
import { finish, suppress } from '../../src/subnets/score/pipeline/merge.ts';
import { DEFAULT_SETTINGS } from '../../src/subnets/score/pipeline/settings.ts';

// YOLOX-Nano 736×1280 for comparison: BGR 0..255, top left, the rest 114; raw output (1, N, 85).

const WIDTH = 1280;
const HEIGHT = 736;
const CONFIDENCE = 0.25;
const CLASSES = [
  { index: 0, cls: 2 },
  { index: 32, cls: 0 },
];

export async function detectYolox(
  image: DecodedImage,
  infer: InferByName,
  confidence = CONFIDENCE,
): Promise<Detection[]> {
  const settings = { ...DEFAULT_SETTINGS, inputWidth: WIDTH, inputHeight: HEIGHT, maxBalls: 100 };
  const tile = { x: 0, y: 0, width: image.width, height: image.height };
  const plane = WIDTH * HEIGHT;
  const rgb = new Float32Array(3 * plane);
  const fit = letterbox(image, tile, settings, rgb);
  const data = new Float32Array(3 * plane).fill(114);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < fit.contentHeight; y++) {
      for (let x = 0; x < fit.contentWidth; x++) {
        data[c * plane + y * WIDTH + x] = (rgb[(2 - c) * plane + y * WIDTH + x] ?? 0) * 255;
      }
    }
  }
  const outputs = await infer('yolox', { images: { dims: [1, 3, HEIGHT, WIDTH], data } });
  const rows = present(outputs['output'], 'output').data;
  return finish(suppress(candidatesOf(rows, fit.stepX, confidence), 0.5), image, settings);
}

function candidatesOf(rows: Float32Array, step: number, confidence: number): Candidate[] {
  const found: Candidate[] = [];
  let row = 0;
  for (const stride of [8, 16, 32]) {
    for (let y = 0; y < HEIGHT / stride; y++) {
      for (let x = 0; x < WIDTH / stride; x++, row++) {
        const at = (index: number) => rows[row * 85 + index] ?? 0;
        for (const { index, cls } of CLASSES) {
          const conf = at(4) * at(5 + index);
          if (conf < confidence) continue;
          const [cx, cy] = [(at(0) + x) * stride * step, (at(1) + y) * stride * step];
          const [halfWidth, halfHeight] = [
            (Math.exp(at(2)) * stride * step) / 2,
            (Math.exp(at(3)) * stride * step) / 2,
          ];
          found.push({
            x1: cx - halfWidth,
            y1: cy - halfHeight,
            x2: cx + halfWidth,
            y2: cy + halfHeight,
            cls,
            conf,
          });
        }
      }
    }
  }
  return found;
}
