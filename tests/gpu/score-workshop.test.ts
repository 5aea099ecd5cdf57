import { expect, it } from 'vitest';
import type { RunContext, RunProgress } from '../../src/subnets/contract.ts';
import { createWorkshop } from '../../src/subnets/score/tab/workshop.ts';
import { syntheticFrame } from '../../src/subnets/score/tab/synthetic-frame.ts';
import { AS_DESCRIBED, type CompareReport } from '../../src/subnets/score/workshop/contract.ts';
import {
  classifier,
  constantDetector,
  nanDetector,
  unknownOperator,
} from '../support/tiny-models.ts';

// The workshop with real ONNX files on the real runtime: what a check says of good and broken ones.

function contextWith(reports: RunProgress[] = []): RunContext {
  return {
    placement: { backend: 'wasm', threads: 1, stages: {} },
    device: null,
    signal: new AbortController().signal,
    async blob() {
      const response = await fetch('/models/centernet.onnx');
      return new Uint8Array(await response.arrayBuffer());
    },
    report: (progress) => reports.push(progress),
    now: () => performance.now(),
    yieldShare: () => Promise.resolve(),
  };
}

function fileOf(bytes: Uint8Array<ArrayBuffer>, description: object | null = null) {
  return {
    name: 'mine.onnx',
    file: new Blob([bytes]),
    description: description && new Blob([JSON.stringify(description)]),
  };
}

function check(bytes: Uint8Array<ArrayBuffer>, description: object | null = null) {
  return createWorkshop().ask({ kind: 'check', model: fileOf(bytes, description) }, contextWith());
}

it('says of a model that works what it is', async () => {
  expect(await check(constantDetector())).toMatchObject({
    name: 'mine.onnx',
    head: 'yolov8',
    width: 64,
    height: 64,
    objects: ['ball', 'goalkeeper', 'player', 'referee'],
  });
});

it('names what is wrong with a model that does not', async () => {
  await expect(check(new Uint8Array([1, 2, 3]))).rejects.toMatchObject({
    code: 'model.unusable',
    message: expect.stringContaining('does not load'),
  });
  await expect(check(unknownOperator())).rejects.toThrow(/Summon/);
  await expect(check(nanDetector())).rejects.toThrow(
    'output output has NaN at place 0; expected are finite numbers',
  );
  await expect(check(classifier())).rejects.toThrow(
    'the model gives output (1, 3), which is none of yolox',
  );
  await expect(check(new Uint8Array(31_457_281))).rejects.toMatchObject({
    code: 'limit.size',
    message: expect.stringContaining('31457281 bytes'),
  });
  await expect(check(constantDetector(), { version: 1, head: 'detr' })).rejects.toThrow(
    'detr expects two outputs',
  );
  await expect(check(constantDetector(), { version: 2 })).rejects.toMatchObject({
    code: 'input.malformed',
  });
});

it('finds in a picture what the model says, by the visitor’s settings', async () => {
  const workshop = createWorkshop();
  const ask = async (personConfidence: number | null) => {
    const { bitmap } = await syntheticFrame(128, 64);
    const knobs = { ...AS_DESCRIBED, personConfidence };
    const model = fileOf(constantDetector());
    return workshop.ask({ kind: 'picture', model, knobs, picture: bitmap }, contextWith());
  };

  // The input of 64 × 64 shows the frame in the middle: a box of 16 × 24 at its centre.
  expect(await ask(null)).toEqual([{ x1: 48, y1: 8, x2: 80, y2: 56, cls_id: 2, conf: 0.9 }]);
  expect(await ask(0.95)).toEqual([]);
  await workshop.dispose();
});

it('holds a model against the default one on labelled pictures', async () => {
  const { bitmap } = await syntheticFrame(128, 64);
  const canvas = new OffscreenCanvas(128, 64);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  const picture = await canvas.convertToBlob({ type: 'image/png' });
  const labels = new Blob(['2 0.5 0.5 0.25 0.75\n']);
  const reports: RunProgress[] = [];
  const report = (await createWorkshop().ask(
    {
      kind: 'compare',
      model: fileOf(constantDetector()),
      knobs: AS_DESCRIBED,
      files: [
        { path: 'images/a.png', file: picture },
        { path: 'labels/a.txt', file: labels },
        { path: 'labels/b.txt', file: labels },
      ],
    },
    contextWith(reports),
  )) as CompareReport;

  expect(report).toMatchObject({ pictures: 1, problems: [] });
  expect(report.candidate).toMatchObject({ name: 'mine.onnx', map50: 1, falsePositive: 1 });
  expect(report.incumbent.map50).toBeLessThan(1);
  expect(report.candidate.quality).toBeGreaterThan(report.incumbent.quality);
  expect(report.likeness.map(({ element, alike }) => [element, alike])).toEqual([
    ['PlayerDetect', false],
    ['BallDetect', false],
  ]);
  expect(reports.map(({ ratio }) => ratio)).toEqual([0.5, 1]);
}, 120_000);
