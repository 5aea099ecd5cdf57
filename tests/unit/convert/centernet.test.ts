import { existsSync, readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { convertCenternet, convertWithHead } from '../../../src/convert/centernet.ts';
import { readSource } from '../../../src/convert/source.ts';
import type { CenternetSource } from '../../../src/convert/source.ts';
import golden from '../../fixtures/score/centernet-golden.json' with { type: 'json' };
import { syntheticPixel } from '../../support/synthetic-image.mjs';

const ARCHIVE = '.cache/models/vladmandic-human-3.3.6.tgz';
const HEAD = 'public/models/football-head.onnx';
const isThere = existsSync(ARCHIVE);
if (!isThere) console.warn(`skipped: ${ARCHIVE} is absent; npm run models fetches it`);

/** The golden sampled outputs were computed in float32 by another order of additions. */
const RELATIVE = 1e-5;

const side = golden.side;

function syntheticImage(): ort.Tensor {
  const data = new Float32Array(3 * side * side);
  for (let c = 0, at = 0; c < 3; c++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) data[at++] = syntheticPixel(x, y, c) / 255;
  return new ort.Tensor('float32', data, [1, 3, side, side]);
}

async function run(model: Uint8Array): Promise<Record<string, Float32Array>> {
  const session = await ort.InferenceSession.create(model);
  const results = await session.run({ images: syntheticImage() });
  return Object.fromEntries(
    Object.entries(results).map(([name, value]) => [name, value.data as Float32Array]), // all outputs are float32
  );
}

/** Largest difference at the sampled cells, relative to values above one. */
function worst(
  plane: number,
  expected: readonly number[],
  actual: Float32Array | undefined,
): number {
  const size = (side / 4) ** 2;
  return Math.max(
    ...golden.cells.map((cell, i) => {
      const want = expected[i] ?? Number.NaN;
      const got = actual?.[plane * size + cell] ?? Number.NaN;
      return Math.abs(got - want) / Math.max(1, Math.abs(want));
    }),
  );
}

describe.skipIf(!isThere)('converted CenterNet', () => {
  let source: CenternetSource;

  beforeAll(() => {
    source = readSource('.cache/models');
    ort.env.wasm.numThreads = 2;
  });

  it('gives the source model’s person, ball and sides to 1e-5', async () => {
    const outputs = await run(convertCenternet(source.graph, source.weights));

    expect(worst(0, golden.person, outputs['heat'])).toBeLessThan(RELATIVE);
    expect(worst(1, golden.ball, outputs['heat'])).toBeLessThan(RELATIVE);
    for (let i = 0; i < 4; i++) {
      const sides = golden.sides.map((values) => values[i] ?? Number.NaN);
      expect(worst(i, sides, outputs['box'])).toBeLessThan(RELATIVE);
    }
  });

  it('converts to the same bytes every time', () => {
    const once = convertCenternet(source.graph, source.weights);
    const again = convertCenternet(source.graph, source.weights);

    expect(Buffer.compare(once, again)).toBe(0);
  });

  it('carries the football head, with sides for the ball and roles', async () => {
    const outputs = await run(convertWithHead(source.graph, source.weights, readFileSync(HEAD)));
    const plane = (side / 4) ** 2;

    expect(outputs['heat']).toHaveLength(2 * plane);
    expect(outputs['box']).toHaveLength(8 * plane);
    expect(outputs['roles']).toHaveLength(3 * plane);
    expect(outputs['heat']?.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});
