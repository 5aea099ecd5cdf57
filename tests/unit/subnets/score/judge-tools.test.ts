import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { judgeTools } from '../../../../src/subnets/score/judge-tools.ts';
import { Drawing } from '../../../../src/subnets/score/judge/drawing.ts';
import type { Judgement } from '../../../../src/subnets/judge-page.ts';

// The logic of the tools' own: what a change would bring, what is drawn, who would win.

type Corners = readonly [number, number, number, number];

const FIRE: Corners = [100, 100, 200, 200];
const SMOKE: Corners = [300, 300, 360, 420];
const NOWHERE: Corners = [700, 100, 760, 200];

const box = ([x1, y1, x2, y2]: Corners, cls_id: number, conf?: number) => ({
  x1,
  y1,
  x2,
  y2,
  cls_id,
  ...(conf === undefined ? {} : { conf }),
});

async function run(tool: string, input: unknown): Promise<Judgement> {
  const judge = judgeTools[tool];
  if (!judge) throw new Error(`there is no tool ${tool}`);
  return judge(input);
}

function boxes(answer: readonly ReturnType<typeof box>[], truth = [box(FIRE, 0), box(SMOKE, 1)]) {
  return run('boxes', {
    element: 'manak0/Detect-fire',
    truth: [{ frame_id: 4, boxes: truth }],
    answer: { success: true, predictions: { frames: [{ frame_id: 4, boxes: answer }] } },
    width: 960,
    height: 540,
  });
}

const advice = ({ improvements }: Judgement) => improvements.map(({ text }) => text);

describe('boxes against their truth', () => {
  it('have nothing to gain when all is found', async () => {
    const judgement = await boxes([box(FIRE, 0), box(SMOKE, 1)]);

    expect(judgement.score.value).toBe(1);
    expect(judgement.improvements).toEqual([]);
  });

  it('gain what leaving out a false box gives back', async () => {
    const { improvements } = await boxes([
      box(FIRE, 0, 0.9),
      box(SMOKE, 1, 0.9),
      box(NOWHERE, 0, 0.1),
    ]);

    // A false box an image is a tenth of the pillar that weighs 0.4.
    expect(improvements.map(({ gain }) => gain?.toFixed(9))).toEqual([
      '0.040000000',
      '0.040000000',
    ]);
    expect(improvements[0]?.text).toContain('0.9');
    expect(improvements[1]?.text).toBe('Leave out box 3 of frame 4 (fire)');
  });

  it('are told the right name, the right place, and what was missed', async () => {
    const named = await boxes([box(FIRE, 1, 0.9), box(SMOKE, 1, 0.8)]);
    const moved = await boxes([box([160, 100, 260, 200], 0), box(SMOKE, 1)]);
    const missed = await boxes([box(FIRE, 0)]);

    expect(advice(named)).toContain('Call box 1 of frame 4 “fire” in place of “smoke”');
    expect(advice(moved).some((text) => text.startsWith('Fit box 1 of frame 4 (fire)'))).toBe(true);
    expect(missed.improvements).toEqual([
      { text: 'Find the missed “smoke” of frame 4', gain: expect.closeTo(0.3, 9) as number },
    ]);
  });

  it('are drawn with their partners', async () => {
    const { drawing } = await boxes([box(NOWHERE, 0, 0.9), box(FIRE, 0, 0.8)]);

    const [frame] = v.parse(Drawing, drawing).frames;
    expect(frame?.truth.map(({ label, found }) => [label, found])).toEqual([
      ['fire', true],
      ['smoke', false],
    ]);
    expect(frame?.answer.map(({ hit, partner, iou }) => [hit, partner, iou])).toEqual([
      [false, -1, 0],
      [true, 0, 1],
    ]);
  });

  it('are refused with a class that the element has not', async () => {
    await expect(boxes([box(FIRE, 3)])).rejects.toMatchObject({
      code: 'input.malformed',
      message: expect.stringContaining('cls_id: 3 is no class of manak0/Detect-fire') as string,
    });
  });

  it('of players are paired by the best total, and gain by the right side', async () => {
    const player = (x1: number, team_id: string) => ({ ...box([x1, 0, x1 + 40, 96], 1), team_id });
    const frame = (list: readonly unknown[]) => [{ frame_id: 0, boxes: list }];

    const judgement = await run('boxes', {
      element: 'PlayerDetect',
      truth: frame([player(0, 'red'), player(100, 'red'), player(200, 'blue')]),
      answer: frame([player(0, '1'), player(100, '1'), player(200, '1')]),
      width: 1280,
      height: 720,
    });

    const side = judgement.improvements.find(({ text }) => text.includes('side 2'));
    expect(side?.text).toContain('box 3 of frame 0');
    // Sides from 2 / 3 to 1: 0.15 of palette, and half of it again in role.
    expect(side?.gain).toBeCloseTo((0.15 + 0.075) / 3, 9);
    expect(judgement.score.label).toBe('from the specification');
  });
});

describe('the contest', () => {
  const challenges = Array.from({ length: 30 }, (_, i) => `c${i}`);
  const miner = (uid: number, block: number, score: number, count = 30) => ({
    uid,
    hotkey: `h${uid}`,
    block,
    scores: Array.from({ length: count }, () => score),
  });
  const contest = (miners: readonly unknown[], uid: number) =>
    run('winner', { challenges, miners, window: '1', theta: 1, uid });

  it('tells the copy how much better it must be', async () => {
    const judgement = await contest([miner(5, 900, 0.6), miner(7, 400, 0.6)], 5);

    expect(judgement.score.value).toBe(7);
    // 0.175 of the larger score is allowed: 0.6 + r differs from 0.6 for an r above 0.127.
    expect(advice(judgement)).toEqual(['UID 5 would win with 0.13 more in every challenge']);
  });

  it('has no advice for the winner', async () => {
    expect((await contest([miner(5, 900, 0.6), miner(7, 400, 0.6)], 7)).improvements).toEqual([]);
  });

  it('goes to UID 6 when nobody has samples enough', async () => {
    const { score } = await contest([miner(5, 900, 0.6, 29)], 5);

    expect(score.value).toBe(6);
    expect(score.note).toContain('UID 6');
  });

  it('refuses more scores than challenges', async () => {
    await expect(contest([miner(5, 900, 0.6, 31)], 5)).rejects.toMatchObject({
      code: 'input.malformed',
    });
  });
});

describe('spotted events', () => {
  it('gain by leaving out, moving and finding', async () => {
    const judgement = await run('actions', {
      predicted: [
        { frame: 125, action: 'goal' },
        { frame: 900, action: 'pass' },
      ],
      truth: [
        { frame: 100, action: 'goal' },
        { frame: 300, action: 'shot' },
      ],
      fps: 25,
    });

    // Of 15.6: the pass costs 1, the second of delay a sixth of 10.9, the shot is worth 4.7.
    expect(judgement.improvements.map(({ gain }) => gain)).toEqual([
      expect.closeTo(1 / 15.6, 9),
      expect.closeTo(10.9 / 6 / 15.6, 9),
      expect.closeTo(4.7 / 15.6, 9),
    ]);
  });
});

describe('a run', () => {
  it('that is too slow gains all of its worth by being in time', async () => {
    const judgement = await run('worth', {
      s: 0.9,
      theta: 0.4,
      delta_floor: 0.01,
      beta: 1,
      latencies_ms: [10_001],
      service_rate: 5,
    });

    expect(judgement.score.value).toBe(0);
    expect(judgement.improvements).toEqual([
      { text: 'Answer within real time', gain: expect.closeTo(0.5, 12) as number },
    ]);
  });
});
