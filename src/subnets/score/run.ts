import { present } from '../../shared/assert.ts';
import { AppError } from '../../shared/errors.ts';
import type { RunContext, RunOutcome, Runner } from '../contract.ts';
import { DETECTOR } from './pipeline/detect.ts';
import { type ScoreInput, type ScoreResult, parseInput } from './task.ts';
import { type Frame, decodeFrame } from './tab/frame.ts';
import { createGarage } from './tab/garage.ts';
import { FULL_LOAD, measureDetector } from './tab/measure.ts';
import { publishedDetector } from './tab/models.ts';
import { practise } from './tab/practice.ts';
import { createOnlooker } from './tab/onlooker.ts';
import { probe } from './tab/probe.ts';
import { createStageTimes } from './tab/stage-times.ts';
import { createWorkshop } from './tab/workshop.ts';

/**
 * Frames that are decoded ahead. A model on the CPU blocks this thread, so that the steps of a
 * decode move on only between frames: reading the bytes, decoding, and the answer take one each.
 */
const AHEAD = 3;
/** Stills a second of a unit's clip, as clips become stills unless the operator says otherwise. */
const STILLS_PER_SECOND = 5;

/** Tab half of Score: frames in, boxes out, in the miner's worker. */
export function createRunner(): Runner<ScoreInput, ScoreResult> {
  const garage = createGarage();
  const workshop = createWorkshop();

  async function run(input: ScoreInput, ctx: RunContext): Promise<RunOutcome<ScoreResult>> {
    const model = input.models.find(({ name }) => name === DETECTOR);
    const detector = await garage.open(present(model, `model ${DETECTOR} of the task`).sha256, ctx);
    const times = createStageTimes(() => ctx.now());
    const onlooker = createOnlooker({
      fps: STILLS_PER_SECOND,
      shirts: input.settings.sides,
      now: () => ctx.now(),
    });
    const frames: ScoreResult['frames'] = [];
    const ahead: Promise<Frame>[] = [];
    for (const [index, asked] of input.frames.entries()) {
      ctx.signal.throwIfAborted();
      const startedAt = ctx.now();
      const last = Math.min(index + AHEAD, input.frames.length - 1);
      for (let next = ahead.length; next <= last; next++) ahead.push(decodeAhead(input, next, ctx));
      const frame = await times.measure('decode', () => present(ahead[index], `frame ${index}`));
      checkSize(frame, asked, index);
      const boxes = await detector.detect(frame, input.settings, times);
      frames.push({ frame_id: index, boxes });
      const busyMs = ctx.now() - startedAt;
      const position = { frame: index, frames: input.frames.length };
      const preview = await onlooker.show(frame, boxes, position, times.lap());
      ctx.report({ ratio: (index + 1) / input.frames.length, stage: 'detect', preview });
      await ctx.yieldShare(busyMs);
    }
    return { result: { frames }, msPerStage: times.totals() };
  }

  return {
    parseInput,
    inputs: (input) => input.frames.map(({ blob }) => blob),
    probe: (ctx, limitMs) => probe(garage, ctx, limitMs),
    async warm(ctx) {
      const detector = await garage.open(await publishedDetector(ctx.signal), ctx);
      if (garage.isWarm()) return;
      await measureDetector(detector, FULL_LOAD, { now: () => ctx.now(), deadline: 0, rounds: 0 });
    },
    run,
    practice: (file, ctx) => practise(garage, file, ctx),
    workshop: (request, ctx) => workshop.ask(request, ctx),
    async dispose() {
      await workshop.dispose();
      await garage.dispose();
    },
  };
}

/** Fetches and decodes a frame while those before it are in the model; the browser does it on threads of its own. */
function decodeAhead(input: ScoreInput, index: number, ctx: RunContext): Promise<Frame> {
  const next = async (): Promise<Frame> => {
    const asked = present(input.frames[index], `frame ${index}`);
    return decodeFrame(await ctx.blob(asked.blob));
  };
  const frame = next();
  frame.catch(() => undefined); // told to whoever waits for the frame; nobody does after the last
  return frame;
}

function checkSize(frame: Frame, asked: ScoreInput['frames'][number], index: number): void {
  if (frame.width === asked.width && frame.height === asked.height) return;
  throw new AppError(
    'input.malformed',
    `frame ${index} is ${frame.width} × ${frame.height}, the task says ${asked.width} × ${asked.height}`,
  );
}
