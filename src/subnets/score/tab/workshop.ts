import { parseAs } from '../../../protocol/parse.ts';
import { AppError } from '../../../shared/errors.ts';
import type { FolderFiles, RunContext } from '../../contract.ts';
import type { TruthBox } from '../evaluation/count.ts';
import type { Measure } from '../heads/detect.ts';
import { truthBoxes } from '../folder/labels.ts';
import { byName, isPicture } from '../folder/paths.ts';
import { createTruthFinder } from '../folder/truth-finder.ts';
import type { ScorePreview } from '../preview.ts';
import {
  AS_DESCRIBED,
  type CompareReport,
  type ModelReport,
  WorkshopRequest,
} from '../workshop/contract.ts';
import { likenessOf, sideReport, type TriedPicture } from '../workshop/side.ts';
import { type Frame, decodeFrame, frameOf } from './frame.ts';
import { type OwnDetector, openOwnModel } from './own-model.ts';
import { createStageTimes } from './stage-times.ts';
import { syntheticFrame } from './synthetic-frame.ts';
import { videoFrames } from './video.ts';

// The worker's side of the workshop: a model of the visitor's own is checked, tried on a clip or the
// camera, and held against the default model on labelled pictures.

export interface Workshop {
  /** Answers a WorkshopRequest; what it answers depends on its kind. @throws AppError */
  ask(request: unknown, ctx: RunContext): Promise<unknown>;
  dispose(): Promise<void>;
}

type Of<Kind extends WorkshopRequest['kind']> = Extract<WorkshopRequest, { kind: Kind }>;

/** Most pictures of a comparison: it takes both models' time for each. */
const MAX_PICTURES = 200;
const SAMPLE = { width: 1280, height: 720 } as const;

export function createWorkshop(): Workshop {
  /** The camera asks picture by picture: its model stays open. */
  let kept: { readonly key: string; readonly detector: Promise<OwnDetector> } | null = null;

  async function dispose(): Promise<void> {
    const old = kept;
    kept = null;
    await old?.detector.then(
      (detector) => detector.dispose(),
      () => undefined, // what failed to open holds nothing
    );
  }

  async function keep({ model, knobs }: Of<'picture'>, ctx: RunContext): Promise<OwnDetector> {
    const key = JSON.stringify([model?.name, model?.file.size, knobs]);
    if (kept?.key !== key) {
      await dispose();
      kept = { key, detector: openOwnModel(model, knobs, ctx) };
    }
    return kept.detector;
  }

  return {
    async ask(value, ctx) {
      const request = parseAs(WorkshopRequest, value, 'input.malformed');
      if (request.kind === 'picture') {
        const frame = frameOf(request.picture);
        try {
          return await detect(await keep(request, ctx), frame, ctx);
        } finally {
          frame.bitmap.close();
        }
      }
      await dispose();
      switch (request.kind) {
        case 'check':
          return check(request, ctx);
        case 'clip':
          return tryClip(request, ctx);
        case 'compare':
          return compare(request, ctx);
      }
    },
    dispose,
  };
}

async function withModel<T>(
  { model, knobs }: Pick<Of<'clip'>, 'model' | 'knobs'>,
  ctx: RunContext,
  use: (detector: OwnDetector) => Promise<T>,
): Promise<T> {
  const detector = await openOwnModel(model, knobs, ctx);
  try {
    return await use(detector);
  } finally {
    await detector.dispose();
  }
}

function check({ model }: Of<'check'>, ctx: RunContext): Promise<ModelReport> {
  return withModel({ model, knobs: AS_DESCRIBED }, ctx, async (detector) => {
    const frame = await syntheticFrame(SAMPLE.width, SAMPLE.height);
    await detect(detector, frame, ctx);
    const startedAt = ctx.now();
    await detect(detector, frame, ctx);
    const msPerFrame = ctx.now() - startedAt;
    frame.bitmap.close();
    const { head, feed, classes, objects } = detector.plan;
    return {
      name: detector.name,
      bytes: detector.bytes,
      head,
      width: feed.width,
      height: feed.height,
      objects: objects.filter((_, cls) => classes.includes(cls)),
      msPerFrame,
    };
  });
}

function tryClip(request: Of<'clip'>, ctx: RunContext): Promise<void> {
  return withModel(request, ctx, async (detector) => {
    for await (const { frame, index, count } of videoFrames(request.file)) {
      ctx.signal.throwIfAborted();
      const startedAt = ctx.now();
      const boxes = await detect(detector, frame, ctx);
      const busyMs = ctx.now() - startedAt;
      const preview = previewOf(frame, boxes, { frame: index, frames: count });
      ctx.report({ ratio: (index + 1) / count, stage: 'detect', preview });
      await ctx.yieldShare(busyMs);
    }
  });
}

interface LabelledPicture {
  readonly path: string;
  labels(frame: Frame): readonly TruthBox[];
}

async function compare(request: Of<'compare'>, ctx: RunContext): Promise<CompareReport> {
  const problems: string[] = [];
  const files = filesOf(request.files, (path, reason) => problems.push(`${path}: ${reason}`));
  const pictures = await labelledPictures(files);
  const total = 2 * pictures.length;
  let done = 0;
  const tryAll = (detector: OwnDetector) =>
    tryPictures(detector, { files, pictures }, ctx, () => {
      done += 1;
      ctx.report({ ratio: done / total, stage: 'compare' });
    });
  const candidate = await withModel(request, ctx, async (detector) => ({
    name: detector.name,
    tried: await tryAll(detector),
  }));
  const incumbent = await withModel({ model: null, knobs: AS_DESCRIBED }, ctx, tryAll);
  return {
    pictures: pictures.length,
    candidate: sideReport(candidate.name, candidate.tried),
    incumbent: sideReport('centernet', incumbent),
    likeness: likenessOf(candidate.tried, incumbent),
    problems,
  };
}

async function tryPictures(
  detector: OwnDetector,
  { files, pictures }: { files: FolderFiles; pictures: readonly LabelledPicture[] },
  ctx: RunContext,
  onPicture: () => void,
): Promise<TriedPicture[]> {
  const tried: TriedPicture[] = [];
  for (const { path, labels } of pictures) {
    ctx.signal.throwIfAborted();
    const frame = await decodeFrame(new Uint8Array(await files.read(path)));
    const startedAt = ctx.now();
    const found = await detect(detector, frame, ctx);
    const ms = ctx.now() - startedAt;
    const { width, height } = frame;
    tried.push({ width, height, truth: labels(frame), found, ms });
    frame.bitmap.close();
    onPicture();
    await ctx.yieldShare(ms);
  }
  return tried;
}

/** Pictures of the folder that have labels, by name. @throws AppError `input.malformed` without any */
async function labelledPictures(files: FolderFiles): Promise<LabelledPicture[]> {
  const paths = await files.list();
  const finder = createTruthFinder(files, new Set(paths));
  const found: LabelledPicture[] = [];
  for (const path of paths.filter(isPicture).toSorted(byName)) {
    const labels = await finder.labelsOf(path);
    if (labels) found.push({ path, labels: (frame) => truthBoxes(labels(frame), frame) });
    if (found.length === MAX_PICTURES) break;
  }
  if (found.length > 0) return found;
  throw new AppError(
    'input.malformed',
    `none of the ${paths.length} files is a picture (jpg, png, webp) with labels (YOLO text in labels/)`,
  );
}

/** The chosen folder as a source reads it: paths below the folder itself. */
function filesOf(chosen: Of<'compare'>['files'], problem: FolderFiles['problem']): FolderFiles {
  const byPath = new Map(chosen.map(({ path, file }) => [path, file]));
  return {
    list: () => Promise.resolve([...byPath.keys()].sort()),
    async read(path) {
      const file = byPath.get(path);
      if (!file) throw new AppError('not-found', `${path} was not chosen`);
      return new Uint8Array(await file.arrayBuffer());
    },
    problem,
  };
}

function detect(detector: OwnDetector, frame: Frame, ctx: RunContext) {
  const times = createStageTimes(() => ctx.now());
  const measure: Measure = (stage, work) => times.measure(stage, work);
  return detector.detect(frame.pixels(), measure);
}

function previewOf(
  { width, height, bitmap }: Frame,
  boxes: ScorePreview['boxes'],
  position: Pick<ScorePreview, 'frame' | 'frames'>,
): ScorePreview {
  return { width, height, boxes, image: bitmap, ...position };
}
