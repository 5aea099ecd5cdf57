import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../../src/protocol/verdict.ts';
import type { JobOutcome } from '../../../../../src/subnets/job.ts';
import { assembleJob } from '../../../../../src/subnets/score/job/assemble.ts';
import { type Follow, unfollowed } from '../../../../../src/subnets/score/job/boxes.ts';
import { followClip } from '../../../../../src/subnets/score/job/follow.ts';
import { jobRules } from '../../../../../src/subnets/score/job/rules.ts';
import { judgeUnit } from '../../../../../src/subnets/score/judging.ts';
import { answer, detectScene, honestAnswer, makeScene } from '../scene.ts';

const box = { x1: 10, y1: 20, x2: 50, y2: 100, cls_id: 2, conf: 0.5 };

function verdict(checks: Verdict['checks'] = []): Verdict {
  const rest = { quality: 1, score: 0, components: [], reason: '', checkedItems: 0 };
  return { accepted: true, checks, ...rest };
}

function outcome(change: Partial<JobOutcome> = {}): JobOutcome {
  const worked = { width: 960, height: 540 };
  const item = {
    name: null,
    facts: { width: 1920, height: 1080, worked },
    agreement: null,
    doubt: null,
  };
  return {
    title: 'match',
    fps: 5,
    options: {},
    items: [item, { ...item, name: 'second.jpg', agreement: 0.5, doubt: 'differs' }],
    answers: [
      { result: answer([[box], [box], []]), verdict: verdict(), device: 0, ordinals: [0, null, 1] },
    ],
    ...change,
  };
}

function filesOf(job: JobOutcome, follow: Follow = unfollowed) {
  const { files } = assembleJob(job, follow);
  return Object.fromEntries(files.map(({ name, text }) => [name, text]));
}

describe('the files of a job', () => {
  it('leave known answers out and are in the pixels of the picture as it came', () => {
    const coco: unknown = JSON.parse(filesOf(outcome())['result.coco.json'] ?? '');

    expect(coco).toMatchObject({
      info: { description: 'match' },
      images: [
        { id: 1, file_name: '000001.jpg', width: 1920, height: 1080 },
        { id: 2, file_name: 'second.jpg' },
      ],
      annotations: [
        { id: 1, image_id: 1, category_id: 3, bbox: [20, 40, 80, 160], area: 12_800, track_id: -1 },
      ],
    });
    expect((coco as { annotations: unknown[] }).annotations).toHaveLength(1);
  });

  it('hold MOTChallenge lines, frames and pixels from 1, id -1 where nobody follows', () => {
    expect(filesOf(outcome())['result.mot.csv']).toBe('1,-1,21,41,80,160,0.5,-1,-1,-1\n');
  });

  it('carry the ids of who follows the boxes through a clip, and none without a clip', () => {
    const follow: Follow = (frames) =>
      frames.map((boxes) => boxes.map((one) => ({ ...one, id: 7 })));

    expect(filesOf(outcome(), follow)['result.mot.csv']).toMatch(/^1,7,/);
    expect(filesOf(outcome({ fps: null }), follow)['result.mot.csv']).toMatch(/^1,-1,/);
  });

  it('name the frames in doubt', () => {
    const { doubts } = assembleJob(outcome(), unfollowed);
    const quality: unknown = JSON.parse(filesOf(outcome())['quality.json'] ?? '');

    expect(doubts).toEqual([{ ordinal: 1, reason: 'differs' }]);
    expect(quality).toMatchObject({
      doubtful: [{ frame: 2, name: 'second.jpg', agreement: 0.5, reason: 'differs' }],
    });
  });
});

describe('the quality of a job', () => {
  const known = {
    kind: 'known-answer',
    passed: true,
    items: [1],
    measured: 0.8,
    required: 0.15,
    what: '',
    perItem: [0.8],
  } as const;

  it('is unknown where nothing measured it', () => {
    const { items, answers } = outcome();
    const unseen = items.map((item) => ({ ...item, agreement: null }));

    expect(assembleJob(outcome({ items: unseen, answers }), unfollowed).quality).toBeNull();
    expect(assembleJob(outcome(), unfollowed).quality).toBeNull();
  });

  it('is the F1 on known answers times the agreement, unseen frames as their device’s others', () => {
    const { items, answers } = outcome();
    const checked = answers.map((one) => ({
      ...one,
      verdict: verdict([{ ...known, items: [1], perItem: [0.8] }]),
    }));

    expect(assembleJob(outcome({ items, answers: checked }), unfollowed).quality).toBeCloseTo(
      0.4,
      12,
    );
  });
});

describe('following through a clip', () => {
  const clip = { fps: 5, width: 1280, height: 720 };

  it('keeps one id for one object, and every box as it was found', () => {
    const { found } = makeScene('follow', 10);

    const followed = followClip(found, clip);

    expect(
      followed.map((boxes) => boxes.map(({ x1, y1, x2, y2, conf }) => [x1, y1, x2, y2, conf])),
    ).toEqual(
      found.map((boxes) => boxes.map(({ x1, y1, x2, y2, conf }) => [x1, y1, x2, y2, conf])),
    );
    const ids = followed.map((boxes) => new Set(boxes.map(({ id }) => id).filter((id) => id > 0)));
    expect(Math.min(...ids.map((own) => own.size))).toBeGreaterThanOrEqual(12);
    expect(new Set(ids.flatMap((own) => [...own])).size).toBeLessThanOrEqual(20);
  });

  it('gives a box that is seen once no id', () => {
    const lone = [[{ ...box, conf: 0.9 }], [], [], [], []];

    expect(followClip(lone, clip)[0]).toEqual([{ ...box, conf: 0.9, id: -1 }]);
  });
});

describe('second opinions', () => {
  it('come from a recompute before another device, for the frames that have one', async () => {
    const scene = makeScene('opinions', 4);
    const job = {
      input: scene.input,
      result: honestAnswer(scene),
      truths: scene.truths.map(() => null),
      recompute: [2],
      secondVote: false,
      peer: answer(scene.found.map((boxes, i) => (i === 1 ? boxes.slice(1) : boxes))),
    };
    const opinions = jobRules.secondOpinions(await judgeUnit(job, scene.ctx, detectScene));

    expect(opinions.map(({ item }) => item).sort()).toEqual([0, 1, 2, 3]);
    expect(opinions.find(({ item }) => item === 1)?.doubt).toBe('its second opinion differs');
    expect(opinions.filter(({ doubt }) => doubt !== null)).toHaveLength(1);
  });

  it('are none where nothing was checked', () => {
    expect(jobRules.secondOpinions(verdict())).toEqual([]);
  });
});

describe('the options of a job', () => {
  it('are none', () => {
    expect(() => jobRules.checkOptions({})).not.toThrow();
    expect(() => jobRules.checkOptions({ colour: 'red' })).toThrow(/colour/);
  });
});
