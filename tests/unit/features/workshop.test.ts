// @vitest-environment happy-dom
import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import type { CompareReport, SideReport } from '../../../src/subnets/score/workshop/contract.ts';
import Workshop from '../../../src/subnets/score/Workshop.svelte';
import type { WorkshopProps } from '../../../src/subnets/workshop.ts';

const model = new File(['model'], 'mine.onnx');
const REPORT = {
  name: 'mine.onnx',
  bytes: 3_700_000,
  head: 'yolox',
  width: 1280,
  height: 736,
  objects: ['ball', 'player'],
  msPerFrame: 412.4,
};

const side = (name: string, map50: number): SideReport => ({
  name,
  components: [{ name: 'BallDetect.S', value: map50, weight: 0.4, label: 'exact' }],
  quality: 0.5,
  score: 0.02,
  map50,
  falsePositive: 0.9,
  p95Ms: 2500,
  realTime: { PlayerDetect: 1.25, BallDetect: 0.5 },
});
const COMPARED: CompareReport = {
  pictures: 12,
  candidate: side('mine.onnx', 0.75),
  incumbent: side('centernet', 0.5),
  likeness: [{ element: 'PlayerDetect', alike: true, common: 12, different: 1 }],
  problems: ['labels/a.txt: not YOLO'],
};

function open(answer: (request: { kind: string }) => unknown) {
  const ask = vi.fn<WorkshopProps['ask']>(async (request) => answer(request as { kind: string }));
  render(Workshop, { ask });
  return ask;
}

const choose = (testid: string, files: File[]) =>
  fireEvent.change(screen.getByTestId(testid), { target: { files } });

describe('the workshop', () => {
  test('checks a model before it takes it, and says what it is', async () => {
    const ask = open(() => REPORT);
    const description = new File(['{}'], 'mine.json');
    await choose('workshop-model', [description, model]);

    const report = await screen.findByTestId('workshop-report');
    expect(report.textContent).toContain('yolox');
    expect(report.textContent).toContain('1280 × 736');
    expect(report.textContent).toContain('412 ms');
    expect(ask.mock.calls[0]?.[0]).toEqual({
      kind: 'check',
      model: { name: 'mine.onnx', file: model, description },
    });
  });

  test('says what is wrong with a model that does not fit', async () => {
    open(() => {
      throw new AppError('model.unusable', 'the model gives output (1, 3)');
    });
    await choose('workshop-model', [model]);

    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('This model cannot be used here.');
    expect(alert.textContent).toContain('the model gives output (1, 3)');
    expect(screen.queryByTestId('workshop-report')).toBeNull();
  });

  test('asks for one model at a time', async () => {
    const ask = open(() => REPORT);
    await choose('workshop-model', [model, new File(['other'], 'other.onnx')]);

    expect(await screen.findByText(/Choose one \.onnx file/)).toBeTruthy();
    expect(ask).not.toHaveBeenCalled();
  });

  test('shows both models side by side with gates and copy rule', async () => {
    const ask = open(({ kind }) => (kind === 'check' ? REPORT : COMPARED));
    await choose('workshop-model', [model]);
    await screen.findByTestId('workshop-report');
    await choose('workshop-folder', [new File(['x'], 'a.jpg')]);

    const result = await screen.findByTestId('workshop-result');
    const text = result.textContent ?? '';
    expect(text).toContain('0.750');
    expect(text).toContain('0.500');
    expect(text).toContain('fails (1.250)');
    expect(text).toContain('passes (0.500)');
    expect(text).toContain('PlayerDetect: both score alike (1 of 12 pictures differ).');
    expect(text).toContain('labels/a.txt: not YOLO');
    expect(ask.mock.calls[1]?.[0]).toMatchObject({
      kind: 'compare',
      model: { name: 'mine.onnx' },
      files: [{ path: 'a.jpg' }],
    });
  });
});
