import { expect, it } from 'vitest';
import { seededRng } from '../../../../../src/shared/rng.ts';
import type { Tensor } from '../../../../../src/subnets/contract.ts';
import { parseModelConfig } from '../../../../../src/subnets/score/heads/config.ts';
import { DEFAULT_CONFIG } from '../../../../../src/subnets/score/heads/default-model.ts';
import {
  type LoadedModel,
  type Measure,
  openDetector,
} from '../../../../../src/subnets/score/heads/detect.ts';
import { DEFAULT_SETTINGS, detectFrame } from '../../../../../src/subnets/score/pipeline/detect.ts';

const plainly: Measure = async (_stage, work) => work();

const image = {
  width: 1600,
  height: 900,
  rgba: new Uint8Array(1600 * 900 * 4).fill(90),
};

/** A CenterNet whose maps depend on the sum of its input alone. */
function fakeCenternet(): LoadedModel {
  return {
    inputs: [{ name: 'images', type: 'float32', shape: [1, 3, 'h', 'w'] }],
    run({ images }) {
      const [, , height = 0, width = 0] = images?.dims ?? [];
      const seed = (images?.data ?? new Float32Array())
        .reduce((sum, value) => sum + value, 0)
        .toFixed(0);
      const rng = seededRng(seed);
      const [down, across] = [height / 4, width / 4];
      const map = (channels: number, scale: (value: number) => number): Tensor => ({
        dims: [1, channels, down, across],
        data: Float32Array.from({ length: channels * down * across }, () => scale(rng.next())),
      });
      return Promise.resolve({
        heat: map(2, (value) => value ** 400),
        box: map(8, (value) => 5 + 40 * value),
        roles: map(3, (value) => value),
      });
    },
  };
}

it('the default model, described as any other, gives the boxes that the judge computes', async () => {
  const model = fakeCenternet();
  const detector = await openDetector(model, DEFAULT_CONFIG);
  const found = await detector.detect(image, plainly);
  const expected = await detectFrame(image, { ...DEFAULT_SETTINGS, sides: false }, (_name, feeds) =>
    model.run(feeds),
  );

  expect(expected.length).toBeGreaterThan(20);
  expect(found).toEqual(expected);
});

it('a model is looked at tile by tile when its description says so', async () => {
  const stages: string[] = [];
  const measure: Measure = async (stage, work) => {
    stages.push(stage);
    return work();
  };
  const config = parseModelConfig(
    JSON.stringify({
      version: 1,
      tile: { width: 720, height: 720 },
      input: { width: 320, height: 320 },
    }),
  );
  const detector = await openDetector(fakeCenternet(), config);
  await detector.detect(image, measure);

  expect(stages.filter((stage) => stage === 'model')).toHaveLength(2);
});

it('a model that gives no numbers is refused before its first frame', async () => {
  const { inputs } = fakeCenternet();
  const broken: LoadedModel = {
    inputs,
    run: () =>
      Promise.resolve({ output: { dims: [1, 8, 10], data: new Float32Array(80).fill(NaN) } }),
  };

  await expect(openDetector(broken)).rejects.toThrow(
    'output output has NaN at place 0; expected are finite numbers',
  );
});
