import { type AppError, toAppError } from '../../../shared/errors.ts';
import { m } from '../../../paraglide/messages.js';
import type { WorkshopProps } from '../../workshop.ts';
import type { ResultBox } from '../task.ts';
import { isBitmap, type ScorePreview } from '../preview.ts';
import {
  AS_DESCRIBED,
  type CompareReport,
  type Knobs,
  type ModelFile,
  type ModelReport,
  type WorkshopRequest,
} from './contract.ts';
import { openCamera } from './camera.ts';

// What the workshop's screen shows and does. One thing at a time; a new one ends the one before.

type Busy = 'check' | 'clip' | 'camera' | 'compare';

export class Desk {
  /** Null is the default model. */
  model = $state.raw<ModelFile | null>(null);
  report = $state.raw<ModelReport | null>(null);
  knobs = $state.raw<Knobs>(AS_DESCRIBED);
  busy = $state.raw<Busy | null>(null);
  /** Name of the file in hand. */
  name = $state('');
  ratio = $state<number | null>(null);
  preview = $state.raw<ScorePreview | null>(null);
  comparison = $state.raw<CompareReport | null>(null);
  problem = $state.raw<AppError | null>(null);
  /** A sentence about what the visitor chose. */
  hint = $state('');

  readonly #ask: WorkshopProps['ask'];
  #running: AbortController | null = null;
  /** The picture that the view draws, if it is ours to give back. */
  #shown: ImageBitmap | null = null;

  constructor(ask: WorkshopProps['ask']) {
    this.#ask = ask;
  }

  /** A model and perhaps its description, checked before it is taken. */
  async choose(files: readonly File[]): Promise<void> {
    const models = files.filter(({ name }) => /\.onnx$/i.test(name));
    const texts = files.filter(({ name }) => /\.json$/i.test(name));
    const [file] = models;
    this.hint = '';
    if (!file || models.length > 1 || texts.length > 1) {
      this.hint = m.workshop_several();
      return;
    }
    const model = { name: file.name, file, description: texts[0] ?? null };
    await this.#work('check', file.name, async (ask) => {
      const report = await ask({ kind: 'check', model });
      this.report = report as ModelReport; // our own worker's answer to a check
      this.model = model;
      this.knobs = AS_DESCRIBED;
    });
  }

  forget(): void {
    this.stop();
    this.model = null;
    this.report = null;
    this.comparison = null;
    this.knobs = AS_DESCRIBED;
  }

  tryClip(file: File): Promise<void> {
    const { model, knobs } = this;
    return this.#work('clip', file.name, async (ask) => {
      await ask({ kind: 'clip', model, knobs, file });
    });
  }

  tryCamera(): Promise<void> {
    const { model, knobs } = this;
    return this.#work('camera', m.workshop_camera(), async (ask, signal) => {
      const camera = await openCamera(signal);
      try {
        for (let frame = 0; !signal.aborted; frame++) {
          const picture = await camera.picture();
          const boxes = await ask({ kind: 'picture', model, knobs, picture });
          const { width, height } = picture;
          this.#show({
            width,
            height,
            frame,
            frames: frame + 1,
            boxes: boxes as ResultBox[], // our own worker's answer to a picture
            image: picture,
          });
        }
      } finally {
        camera.close();
      }
    });
  }

  compare(chosen: readonly File[]): Promise<void> {
    const { model, knobs } = this;
    const files = chosen.map((file) => ({ path: pathOf(file), file }));
    return this.#work('compare', '', async (ask) => {
      const report = await ask({ kind: 'compare', model, knobs, files });
      this.comparison = report as CompareReport; // our own worker's answer to a comparison
    });
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.busy = null;
  }

  dispose(): void {
    this.stop();
    this.#shown?.close();
  }

  async #work(
    busy: Busy,
    name: string,
    task: (
      ask: (request: WorkshopRequest) => Promise<unknown>,
      signal: AbortSignal,
    ) => Promise<void>,
  ): Promise<void> {
    this.stop();
    const mine = new AbortController();
    this.#running = mine;
    this.busy = busy;
    this.name = name;
    this.ratio = null;
    this.problem = null;
    const onProgress = (ratio: number, preview: unknown): void => {
      if (mine.signal.aborted) return;
      this.ratio = ratio;
      if (preview) this.#show(preview as ScorePreview); // our own worker's
    };
    try {
      await task((request) => this.#ask(request, mine.signal, onProgress), mine.signal);
    } catch (error) {
      if (!mine.signal.aborted) this.problem = toAppError(error);
    } finally {
      if (this.#running === mine) this.stop();
    }
  }

  #show(preview: ScorePreview): void {
    const before = this.#shown;
    this.preview = preview;
    this.#shown = isBitmap(preview.image) ? preview.image : null;
    // The view draws the new one before the next frame of the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => before?.close()));
  }
}

/** Path below the chosen folder: `set/images/a.jpg` → `images/a.jpg`. */
function pathOf(file: File): string {
  const path = file.webkitRelativePath || file.name;
  return path.includes('/') ? path.slice(path.indexOf('/') + 1) : path;
}
