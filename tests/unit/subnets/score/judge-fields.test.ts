import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { judgeTools } from '../../../../src/subnets/score/judge-tools.ts';
import { Drawing } from '../../../../src/subnets/score/judge/drawing.ts';
import {
  RECORDED_CARD,
  RECORDED_DELIVERY,
  RECORDED_TRIANGLE,
} from '../../../../src/subnets/score/judge/examples.ts';
import type { Finding, Judgement } from '../../../../src/subnets/judge-page.ts';

// Outlines in place of boxes, and the measured fields of the private track.

async function run(tool: string, input: unknown): Promise<Judgement> {
  const judge = judgeTools[tool];
  if (!judge) throw new Error(`there is no tool ${tool}`);
  return judge(input);
}

function finding({ findings }: Judgement, name: string): Finding {
  const found = findings.find((one) => one.name === name);
  if (!found) throw new Error(`nothing is said of ${name}`);
  return found;
}

describe('polygons', () => {
  const [x, y] = [300, 100];
  const frame = (polygons: readonly unknown[], boxes: readonly unknown[] = []) => [
    { frame_id: 0, boxes, polygons },
  ];
  const diamond = (cx: number, reach: number) => ({
    cls_id: 0,
    points: [
      [cx - reach, y],
      [cx, y - reach],
      [cx + reach, y],
      [cx, y + reach],
    ],
  });
  const judged = (answer: unknown) =>
    run('boxes', { ...RECORDED_TRIANGLE, truth: frame([diamond(x, 40)]), answer });

  it('are held against polygons by what they fill', async () => {
    const near = await judged(frame([diamond(x, 36)]));
    const square = { x1: x - 40, y1: y - 40, x2: x + 40, y2: y + 40, cls_id: 0 };
    const boxed = await judged(frame([], [square]));

    expect(near.tables?.[0]?.rows[0]?.[3]).toBeCloseTo(0.81, 1);
    // A box alone takes the true outline as its box.
    expect(boxed.tables?.[0]?.rows[0]?.[3]).toBe(1);
  });

  it('are drawn as they are, and say that one recorded pair alone has any', async () => {
    const judgement = await run('boxes', RECORDED_TRIANGLE);

    const [drawn] = v.parse(Drawing, judgement.drawing).frames;
    expect(drawn?.truth[0]?.polygon).toEqual(RECORDED_TRIANGLE.truth[0]?.polygons[0]?.points);
    expect(drawn?.answer[0]?.box).toEqual([102, 104, 198, 200]);
    expect(judgement.score.label).toBe('from the specification');
  });

  it('are told to fit their object, with what that brings', async () => {
    const { improvements } = await judged(frame([diamond(x + 30, 40)]));

    expect(improvements.find(({ text }) => text.startsWith('Fit box 1'))?.gain).toBeCloseTo(
      0.6 + 0.04,
      9,
    );
  });

  it('need three points', async () => {
    const two = { cls_id: 0, points: [[0, 0], [1, 1]] }; // prettier-ignore

    await expect(judged(frame([two]))).rejects.toMatchObject({
      code: 'input.malformed',
      message: expect.stringContaining('answer.0.polygons.0.points: ') as string,
    });
  });
});

describe('a delivery', () => {
  it('is advised to give what is missing and to fit what is off, the best first', async () => {
    const { bounce_x: _missing, ...rest } = RECORDED_DELIVERY;
    const { improvements, score } = await run('delivery', {
      answer: { prediction: { ...rest, kph: '131.5', stump_y: 'low' } },
      truth: RECORDED_DELIVERY,
    });

    expect(score.value).toBeCloseTo(1 - 0.23 - 0.18 - 0.02, 12);
    expect(improvements).toEqual([
      { text: 'Give bounce_x', gain: 0.23 },
      { text: 'Give stump_y', gain: 0.18 },
      { text: 'kph: 130 in place of 131.5', gain: 0.02 },
    ]);
  });

  it('says of each field what it is worth, and why it is worth nothing', async () => {
    const judgement = await run('delivery', {
      answer: { kph: 133, bounce_x: 6.1, release_y: true },
      truth: { ...RECORDED_DELIVERY, release_z: null },
    });

    expect(finding(judgement, 'kph')).toMatchObject({ value: 0, state: 'fail' });
    expect(finding(judgement, 'bounce_x').value).toBeCloseTo(0.138, 12);
    expect(finding(judgement, 'bounce_x')).toMatchObject({
      state: 'warn',
      rule: '0.23 × max(0, 1 − 0.1 / 0.25)',
    });
    expect(finding(judgement, 'release_y').note).toContain('Missing in the answer');
    expect(finding(judgement, 'release_z').note).toContain('Missing in the truth');
  });

  it('is refused where it is no object', async () => {
    await expect(run('delivery', { answer: [], truth: {} })).rejects.toMatchObject({
      code: 'input.malformed',
      message: expect.stringContaining('answer: ') as string,
    });
  });
});

describe('a card', () => {
  it('is read in groups, with dots, or plain', async () => {
    const { card_grade, ...subgrades } = RECORDED_CARD;
    const dotted = Object.fromEntries(
      Object.entries(subgrades).map(([name, grade]) => [`Grading_Features.${name}`, grade]),
    );
    const answers = [
      RECORDED_CARD,
      { Header: { card_grade }, Grading_Features: subgrades },
      { 'Header.card_grade': card_grade, ...dotted },
      { challenge_id: 7, prediction: { Header: { card_grade }, Grading_Features: subgrades } },
    ];

    for (const answer of answers) {
      expect((await run('card', { answer, truth: RECORDED_CARD })).score.value).toBeCloseTo(1, 12);
    }
  });
});

describe('the keypoints of 2025', () => {
  const input = {
    keypoint_score: 80,
    player_score: 70,
    on_line: 0.7,
    inside: 0.9,
    stability: 0.9,
    plausibility: 0.8,
    weighted_stability: 0.5,
    scale: 1,
    valid: 0.5,
  };

  it('shrink by stability and scale', async () => {
    const judgement = await run('points', input);

    expect(judgement.score.value).toBeCloseTo(78 * 0.5 * 0.75, 12);
    expect(finding(judgement, 'Before the factors').value).toBeCloseTo(78, 12);
    expect(finding(judgement, 'Score of the keypoints').value).toBeCloseTo(0.2925, 12);
  });

  it('are told which measure brings the most', async () => {
    const { improvements } = await run('points', input);

    expect(improvements.map(({ text }) => text)).toEqual([
      'Raise weighted_stability to 0.55',
      'Raise valid to 0.55',
      'Raise on_line to 0.75',
    ]);
    expect(improvements[0]?.gain).toBeCloseTo(78 * 0.05 * 0.75, 9);
  });

  it('have nothing to gain at the top', async () => {
    const top = Object.fromEntries(
      Object.keys(input).map((key) => [key, key.endsWith('_score') ? 100 : 1]),
    );

    expect((await run('points', top)).improvements).toEqual([]);
    await expect(run('points', { ...input, inside: 2 })).rejects.toMatchObject({
      message: expect.stringContaining('inside: ') as string,
    });
  });
});
