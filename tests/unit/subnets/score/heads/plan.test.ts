import { describe, expect, it } from 'vitest';
import { mapClasses } from '../../../../../src/subnets/score/heads/classes.ts';
import { parseModelConfig } from '../../../../../src/subnets/score/heads/config.ts';
import { findHead } from '../../../../../src/subnets/score/heads/heads.ts';
import { planInput, planModel } from '../../../../../src/subnets/score/heads/plan.ts';
import { checkModelSize } from '../../../../../src/subnets/score/heads/size.ts';
import { FOOTBALL_CLASSES } from '../../../../../src/subnets/score/pipeline/contract.ts';

const HD = { width: 1280, height: 736, strides: [8, 16, 32] };
const config = (value: object) => parseModelConfig(JSON.stringify({ version: 1, ...value }));
const input = (...shape: (number | string)[]) => [{ name: 'images', type: 'float32', shape }];

describe('the head of a model', () => {
  it.each([
    ['yolox', { output: [1, 19_320, 85] }, 80],
    ['yolov8', { output0: [1, 84, 19_320] }, 80],
    ['yolov8', { output0: [1, 8, 300] }, 4],
    ['detr', { logits: [1, 300, 5], boxes: [1, 300, 4] }, 4],
    ['centernet', { heat: [1, 2, 184, 320], box: [1, 8, 184, 320] }, 4],
  ])('%s is found by the shapes %j', (name, outputs, classes) => {
    expect(findHead(outputs, HD, null)).toEqual({ name, classes });
  });

  it('says of a grid of another size what it has and what it needs', () => {
    expect(() => findHead({ output: [1, 8400, 85] }, HD, null)).toThrow(
      /the model gives output \(1, 8400, 85\), which is none of yolox .*8400 rows; an input of 1280 × 736 with strides 8, 16, 32 has 19320 cells/,
    );
  });

  it('says of a declared head what it expects', () => {
    expect(() => findHead({ output: [1, 84, 8400] }, HD, 'detr')).toThrow(
      'the model gives output (1, 84, 8400); detr expects two outputs, logits (1, Q, classes + 1) and boxes (1, Q, 4): it needs logits and boxes with the same number of queries',
    );
    expect(() => findHead({ score: [1, 1000] }, HD, null)).toThrow(
      'the model gives score (1, 1000), which is none of',
    );
    expect(() => findHead({}, HD, null)).toThrow('the model gives no output');
  });
});

describe('the input of a model', () => {
  it('is what the model fixes, and by default what frames are', () => {
    expect(planInput(input(1, 3, 736, 1280), config({}))).toEqual({
      name: 'images',
      layout: 'nchw',
      width: 1280,
      height: 736,
    });
    expect(planInput(input('batch', 416, 640, 3), config({}))).toMatchObject({
      layout: 'nhwc',
      width: 640,
      height: 416,
    });
    expect(planInput(input(1, 3, 'h', 'w'), config({}))).toMatchObject({
      width: 1280,
      height: 736,
    });
    expect(
      planInput(input(-1, 3, -1, -1), config({ input: { width: 640, height: 384 } })),
    ).toMatchObject({ width: 640, height: 384 });
  });

  it('names what it is when it is no picture', () => {
    const said = (shape: (number | string)[], value: object = {}) => {
      return () => planInput(input(...shape), config(value));
    };
    expect(said([1, 1024])).toThrow('it takes images (1, 1024); expected is one picture');
    expect(said([4, 3, 64, 64])).toThrow('expected is one picture (1, 3, height, width)');
    expect(said([1, 1, 64, 64])).toThrow('it takes images (1, 1, 64, 64)');
    expect(said([1, 3, 640, 640], { input: { width: 1280 } })).toThrow(
      'its input has width 640, its description says 1280',
    );
    expect(said([1, 3, 64, 64], { input: { name: 'pixels' } })).toThrow(
      'it has no input pixels; its inputs are images (1, 3, 64, 64)',
    );
    expect(() =>
      planInput([{ name: 'images', type: 'float16', shape: [1, 3, 64, 64] }], config({})),
    ).toThrow('its input images is float16; expected is float32');
    expect(() => planInput([...input(1, 3, 64, 64), ...input(1, 2)], config({}))).toThrow(
      'it takes images (1, 3, 64, 64), images (1, 2); expected is one picture',
    );
  });
});

describe('the classes of a model', () => {
  it('are the element’s when there are as many, COCO’s when there are 80', () => {
    expect(mapClasses(4, null, FOOTBALL_CLASSES)).toEqual([0, 1, 2, 3]);
    const coco = mapClasses(80, null, FOOTBALL_CLASSES);
    expect([coco[0], coco[32], coco.filter((cls) => cls !== null).length]).toEqual([2, 0, 2]);
  });

  it('are taken by name, with football’s usual ones', () => {
    expect(mapClasses(3, ['Person', 'sports ball', 'dog'], FOOTBALL_CLASSES)).toEqual([2, 0, null]);
    expect(mapClasses(2, ['smoke', 'FIRE'], ['fire', 'smoke', 'fire extinguisher'])).toEqual([
      1, 0,
    ]);
  });

  it('have to be named when nothing says them', () => {
    expect(() => mapClasses(7, null, FOOTBALL_CLASSES)).toThrow(
      'the model has 7 classes and nothing says which; name them in its order (the element has ball, goalkeeper, player, referee)',
    );
    expect(() => mapClasses(3, ['ball', 'player'], FOOTBALL_CLASSES)).toThrow(
      '2 classes are named (ball, player), the model has 3',
    );
    expect(() => mapClasses(2, ['cat', 'dog'], FOOTBALL_CLASSES)).toThrow(
      'none of the classes cat, dog is an object of the element',
    );
  });
});

describe('the description of a model', () => {
  it('goes before the habits of its head', () => {
    const plan = planModel({
      input: { name: 'images', layout: 'nchw', width: 1280, height: 736 },
      outputs: { output: [1, 19_320, 9] },
      config: config({
        input: { channels: 'rgb', scale: 0.5 },
        confidence: { ball: 0.1 },
        nmsIou: 0.6,
        tile: { width: 640, height: 720, overlap: 0.2 },
      }),
    });
    expect(plan.feed).toMatchObject({ channels: 'rgb', scale: 0.5, pad: 114, fit: 'letterbox' });
    expect(plan.thresholds).toEqual([0.1, 0.25, 0.25, 0.25]);
    expect(plan.tiling).toEqual({
      resizeLong: 1280,
      tileWidth: 640,
      tileHeight: 720,
      overlap: 0.2,
    });
    expect([plan.nmsIou, plan.pitchPrior]).toEqual([0.6, false]);
  });

  it('asks a model that knows persons but no pitch for the prior', () => {
    const plan = planModel({
      input: { name: 'images', layout: 'nchw', width: 1280, height: 736 },
      outputs: { output: [1, 19_320, 85] },
      config: config({}),
    });
    expect([plan.head, plan.pitchPrior, plan.feed.channels]).toEqual(['yolox', true, 'bgr']);
  });

  it('names its first fault', () => {
    expect(() => parseModelConfig('{')).toThrow('not JSON');
    expect(() => config({ head: 'ssd' })).toThrow(/^head: /);
    expect(() => config({ input: { mean: [0, 0] } })).toThrow(/^input\.mean/);
    expect(() => config({ colour: 'rgb' })).toThrow(/^colour: /);
  });
});

it('a model above the subnet’s 30 MB is refused with both numbers', () => {
  expect(() => checkModelSize('a.onnx', 31_457_280)).not.toThrow();
  expect(() => checkModelSize('a.onnx', 31_457_281)).toThrow(
    'a.onnx has 31457281 bytes; the subnet takes models of at most 31457280 (30 MB)',
  );
});
