import { describe, expect, it } from 'vitest';
import { randomBetween, randomInt, seededRng } from '../../../../src/shared/rng.ts';
import { Verdict } from '../../../../src/protocol/verdict.ts';
import { detectItem, judgeUnit, needsSecondVote } from '../../../../src/subnets/score/judging.ts';
import * as v from 'valibot';
import { answer, clip, detectScene, honestAnswer, makeScene, withFrame } from './scene.ts';
import type { Detection } from '../../../../src/subnets/score/pipeline/contract.ts';
import type { ScoreResult } from '../../../../src/subnets/score/task.ts';
import type { Scene } from './scene.ts';

interface Options {
  readonly recompute?: readonly number[];
  readonly secondVote?: boolean;
  readonly peer?: ScoreResult;
  /** Frames whose truth the coordinator knows; none by default. */
  readonly known?: readonly number[];
}

function judgeIt(scene: Scene, result: ScoreResult, options: Options = {}) {
  const job = {
    input: scene.input,
    result,
    truths: scene.truths.map((truth, i) => (options.known?.includes(i) ? truth : null)),
    recompute: options.recompute ?? [],
    secondVote: options.secondVote ?? false,
    peer: options.peer ?? null,
  };
  return judgeUnit(job, scene.ctx, detectScene);
}

const allItems = (scene: Scene): number[] => scene.input.frames.map((_, item) => item);

/** Ways to fake the boxes of frame 2 without running the detector on it. */
const FAKES: Readonly<Record<string, (scene: Scene) => Detection[]>> = {
  'copied from the frame before': (scene) => [...(scene.found[1] ?? [])],
  'interpolated between its neighbours': (scene) => between(scene),
  'of the right boxes with confidences of the frame before': (scene) =>
    (scene.found[2] ?? []).map((box, i) => ({ ...box, conf: scene.found[1]?.[i]?.conf ?? 0.5 })),
  'of the right boxes with noise on the confidence': (scene) => {
    const rng = seededRng('noise');
    return (scene.found[2] ?? []).map((box) => ({
      ...box,
      conf: Math.min(1, Math.max(0, box.conf + randomBetween(rng, -0.08, 0.08))),
    }));
  },
  'jittered by up to six pixels': (scene) => {
    const rng = seededRng('jitter');
    const shift = (value: number): number => value + randomInt(rng, 13) - 6;
    return (scene.found[2] ?? []).map((box) =>
      clip({ ...box, x1: shift(box.x1), y1: shift(box.y1), x2: shift(box.x2), y2: shift(box.y2) }),
    );
  },
  'made up at random': () => randomBoxes(14),
  'left empty': () => [],
  'with one box of fifteen': (scene) => (scene.found[2] ?? []).slice(0, 1),
  'with a third of the boxes left out': (scene) => (scene.found[2] ?? []).slice(0, 10),
  'with fifty made-up boxes added': (scene) => [...(scene.found[2] ?? []), ...randomBoxes(50)],
  'with barely confident made-up boxes added': (scene) => [
    ...(scene.found[2] ?? []),
    ...randomBoxes(12).map((box) => ({ ...box, conf: 0.251 })),
  ],
  'with players called goalkeepers': (scene) =>
    (scene.found[2] ?? []).map((box) => ({ ...box, cls_id: box.cls_id === 2 ? 1 : box.cls_id })),
  'shifted by five pixels': (scene) =>
    (scene.found[2] ?? []).map((box) => clip({ ...box, x1: box.x1 + 5, x2: box.x2 + 5 })),
  'of plausible boxes from a guess at the truth': (scene) =>
    (scene.truths[2]?.boxes ?? []).map((box) => ({ ...clip(box), conf: 0.6 })),
  'with every confidence set to one': (scene) =>
    (scene.found[2] ?? []).map((box) => ({ ...box, conf: 1 })),
};

function between(scene: Scene): Detection[] {
  const after = scene.found[3] ?? [];
  return (scene.found[1] ?? []).map((box) => {
    const near = after.reduce(
      (best, other) => (distance(other, box) < distance(best, box) ? other : best),
      after[0] ?? box,
    );
    const middle = (key: 'x1' | 'y1' | 'x2' | 'y2' | 'conf'): number => (box[key] + near[key]) / 2;
    return clip({
      ...box,
      x1: middle('x1'),
      y1: middle('y1'),
      x2: middle('x2'),
      y2: middle('y2'),
      conf: middle('conf'),
    });
  });
}

function distance(a: Detection, b: Detection): number {
  return Math.hypot(a.x1 - b.x1, a.y1 - b.y1) + (a.cls_id === b.cls_id ? 0 : 1e6);
}

function randomBoxes(count: number): Detection[] {
  const rng = seededRng('random boxes');
  return Array.from({ length: count }, () => {
    const [x1, y1] = [randomInt(rng, 1200), randomInt(rng, 600)];
    const conf = randomBetween(rng, 0.3, 0.9);
    return clip({ x1, y1, x2: x1 + 30, y2: y1 + 80, cls_id: 2, conf });
  });
}

describe('an audited slice', () => {
  const scene = makeScene('audit');

  it.each(Object.keys(FAKES))('rejects a frame %s', async (name) => {
    const result = withFrame(honestAnswer(scene), 2, FAKES[name]?.(scene) ?? []);

    const verdict = await judgeIt(scene, result, { recompute: [2] });

    expect(verdict.accepted).toBe(false);
    expect(verdict.quality).toBe(0);
    expect(verdict.reason).toContain('frame 3');
    expect(verdict.checks.some((check) => check.kind === 'slice' && !check.passed)).toBe(true);
    expect(needsSecondVote(verdict)).toBe(false);
  });

  it.each(Object.keys(FAKES))('rejects a frame %s also where nothing moves', async (name) => {
    const still = makeScene('still', 6, 0);
    const result = withFrame(honestAnswer(still), 2, FAKES[name]?.(still) ?? []);

    const verdict = await judgeIt(still, result, { recompute: [2] });

    expect(verdict.accepted).toBe(false);
  });

  it('accepts an honest answer and says how well it matched', async () => {
    const verdict = await judgeIt(scene, honestAnswer(scene), { recompute: [0, 4] });

    expect(verdict.accepted).toBe(true);
    expect(verdict.checkedItems).toBe(2);
    expect(verdict.reason).toMatch(/^Accepted: 2 of 6 frames recomputed with mean IoU 1\.000/);
    expect(v.safeParse(Verdict, verdict).success).toBe(true);
  });

  it('accepts an empty answer where nothing is to be found', async () => {
    const empty = makeScene('empty');
    const job = {
      input: empty.input,
      result: answer(empty.input.frames.map(() => [])),
      truths: empty.truths.map(() => null),
      recompute: [1],
      secondVote: false,
      peer: null,
    };

    const verdict = await judgeUnit(job, empty.ctx, () => Promise.resolve([]));

    expect(verdict.accepted).toBe(true);
    expect(verdict.quality).toBe(1);
  });

  it('compares with boxes made before the answer came, and makes the others', async () => {
    let detections = 0;
    const detect = (image: Parameters<typeof detectScene>[0]) => {
      detections += 1;
      return detectScene(image);
    };
    const job = {
      input: scene.input,
      result: honestAnswer(scene),
      truths: scene.truths.map(() => null),
      recompute: [0, 1, 2],
      secondVote: true,
      peer: null,
    };
    const made = (item: number) => detectItem(scene.input, item, scene.ctx, detectScene);

    const right = new Map([
      [0, await made(0)],
      [1, await made(1)],
    ]);
    const verdict = await judgeUnit({ ...job, ahead: right }, scene.ctx, detect);
    const wrong = await judgeUnit({ ...job, ahead: new Map([[0, []]]) }, scene.ctx, detect);

    expect([verdict.accepted, verdict.checkedItems]).toEqual([true, 3]);
    expect(detections).toBe(1 + 2);
    expect(wrong.accepted).toBe(false);
  });

  it('excuses a box that only just passed its threshold, but not a firm one', async () => {
    const result = honestAnswer(scene);
    const sparse = scene.found.map((boxes) => boxes.slice(0, 3));
    const added = (conf: number): ScoreResult =>
      answer(
        result.frames.map(({ boxes }) => [
          ...boxes.slice(0, 3),
          { x1: 900, y1: 20, x2: 930, y2: 90, cls_id: 2, conf },
        ]),
      );
    const detect = (image: Parameters<typeof detectScene>[0]) =>
      detectScene(image).then((boxes) => boxes.slice(0, 3));
    const judgeAdded = (conf: number) =>
      judgeUnit(
        {
          input: scene.input,
          result: added(conf),
          truths: sparse.map(() => null),
          recompute: [0],
          secondVote: false,
          peer: null,
        },
        scene.ctx,
        detect,
      );

    expect((await judgeAdded(0.2501)).accepted).toBe(true);
    expect((await judgeAdded(0.4)).accepted).toBe(false);
  });

  it('keeps honest devices free of false alarms over ten thousand frames', async () => {
    let rejected = 0;
    for (let unit = 0; unit < 500; unit++) {
      const match = makeScene(`honest ${unit % 25}`, 20);
      const verdict = await judgeIt(match, honestAnswer(match, `device ${unit}`), {
        recompute: allItems(match),
      });
      if (!verdict.accepted) rejected++;
    }

    expect(rejected).toBe(0);
  }, 60_000);
});

describe('agreement with another device', () => {
  const scene = makeScene('peers');

  it('accepts two honest answers that differ by arithmetic', async () => {
    const verdict = await judgeIt(scene, honestAnswer(scene, 'one'), {
      peer: honestAnswer(scene, 'two'),
    });

    expect(verdict.accepted).toBe(true);
    expect(verdict.components).toEqual([
      expect.objectContaining({ name: 'agreement.iou', label: 'proxy' }),
    ]);
  });

  it('asks for a recompute of all frames when two answers differ', async () => {
    const cheat = withFrame(honestAnswer(scene), 3, []);

    const verdicts = await Promise.all([
      judgeIt(scene, honestAnswer(scene), { peer: cheat }),
      judgeIt(scene, cheat, { peer: honestAnswer(scene) }),
    ]);

    expect(verdicts.map(needsSecondVote)).toEqual([true, true]);
    expect(verdicts.map(({ accepted }) => accepted)).toEqual([false, false]);
  });

  it('lets the second vote decide for the honest one and against the cheat', async () => {
    const cheat = withFrame(honestAnswer(scene), 3, []);
    const vote = { recompute: allItems(scene), secondVote: true };

    const honest = await judgeIt(scene, honestAnswer(scene), { peer: cheat, ...vote });
    const caught = await judgeIt(scene, cheat, { peer: honestAnswer(scene), ...vote });

    expect(honest.accepted).toBe(true);
    expect(caught.accepted).toBe(false);
    expect(needsSecondVote(caught)).toBe(false);
    expect(caught.reason).toContain('frame 4');
  });

  it('does not accept two devices that fake alike once a frame is recomputed', async () => {
    const fake = withFrame(honestAnswer(scene), 3, scene.found[2] ?? []);

    const verdict = await judgeIt(scene, fake, { peer: fake, recompute: [3] });

    expect(verdict.accepted).toBe(false);
  });
});

describe('known answers', () => {
  const scene = makeScene('known');
  const known = [0, 1, 2, 3, 4, 5];

  it('recomputes the frame that looks wrong against its truth and rejects it', async () => {
    const result = withFrame(honestAnswer(scene), 4, randomBoxes(14));

    const verdict = await judgeIt(scene, result, { known });

    expect(verdict.accepted).toBe(false);
    expect(verdict.reason).toContain('frame 5');
    expect(verdict.checkedItems).toBe(1);
    expect(verdict.checks.find((check) => check.kind === 'known-answer')?.passed).toBe(false);
  });

  it('holds nothing against a device whose detector misses what the truth has', async () => {
    const blind = () => Promise.resolve<Detection[]>([]);
    const job = {
      input: scene.input,
      result: answer(scene.input.frames.map(() => [])),
      truths: scene.truths,
      recompute: [],
      secondVote: false,
      peer: null,
    };

    const verdict = await judgeUnit(job, scene.ctx, blind);

    expect(verdict.accepted).toBe(true);
    expect(verdict.checkedItems).toBe(1);
    expect(verdict.quality).toBeLessThan(0.1);
  });

  it('measures every pillar of both elements and labels what pairs prove', async () => {
    const verdict = await judgeIt(scene, honestAnswer(scene), { known });

    const labels = new Map(verdict.components.map(({ name, label }) => [name, label]));
    expect(labels.get('PlayerDetect.iou')).toBe('exact');
    expect(labels.get('PlayerDetect.count')).toBe('exact');
    expect(labels.get('PlayerDetect.smoothness')).toBe('from the specification');
    expect(labels.get('PlayerDetect.palette')).toBe('proxy');
    expect(labels.get('BallDetect.S')).toBe('from the specification');
    expect(verdict.checkedItems).toBe(0);
    expect(verdict.quality).toBeGreaterThan(0.6);
    expect(verdict.score).toBeGreaterThanOrEqual(0.01);
  });

  it('shares the weight of smoothness where no clip is known, and says so', async () => {
    const verdict = await judgeIt(makeScene('single', 1), honestAnswer(makeScene('single', 1)), {
      known: [0],
    });

    const player = verdict.components.filter(({ name }) => name.startsWith('PlayerDetect.'));
    const pillars = player.filter(({ name }) => !/\.(S|weight_score)$/.test(name));
    expect(pillars.map(({ name }) => name)).not.toContain('PlayerDetect.smoothness');
    expect(pillars.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(player.find(({ name }) => name === 'PlayerDetect.S')?.label).toBe('proxy');
  });

  it('says that nothing was checked where nothing was', async () => {
    const verdict = await judgeIt(scene, honestAnswer(scene));

    expect(verdict.accepted).toBe(true);
    expect(verdict.score).toBe(0);
    expect(verdict.reason).toBe('Accepted on trust: none of the 6 frames was drawn for a check.');
  });
});
