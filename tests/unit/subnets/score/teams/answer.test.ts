import { describe, expect, test } from 'vitest';
import { giveSides } from '../../../../../src/subnets/score/pipeline/sides.ts';
import { DEFAULT_SETTINGS } from '../../../../../src/subnets/score/pipeline/settings.ts';
import { measureUnit } from '../../../../../src/subnets/score/score.ts';
import type { ScoreInput, ScoreTruth } from '../../../../../src/subnets/score/task.ts';

const [WIDTH, HEIGHT] = [640, 120];
const SHIRTS = { red: [200, 30, 40], white: [230, 230, 235] } as const;

/** Ten persons side by side in two kinds of shirts; the last one is a goalkeeper. */
function frame() {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
  const boxes = Array.from({ length: 10 }, (_, index) => {
    const team = index % 2 === 0 ? 'red' : 'white';
    const x1 = 60 * index;
    for (let y = 10; y < 110; y++) {
      for (let x = x1; x < x1 + 40; x++) rgba.set(SHIRTS[team], (y * WIDTH + x) * 4);
    }
    return { x1, y1: 10, x2: x1 + 40, y2: 110, cls_id: index === 9 ? 1 : 2, team };
  });
  return { image: { width: WIDTH, height: HEIGHT, rgba }, boxes };
}

function measure(sides: boolean, truth: ScoreTruth) {
  const { image, boxes } = frame();
  const found = boxes.map(({ team: _team, ...box }) => ({ ...box, conf: 0.9 }));
  const input: ScoreInput = {
    version: 1,
    models: [{ name: 'centernet', sha256: 'a'.repeat(64) }],
    settings: { ...DEFAULT_SETTINGS, sides },
    frames: [{ blob: 'b'.repeat(64), width: WIDTH, height: HEIGHT }],
  };
  const answer = sides ? giveSides(found, image) : found;
  const result = { frames: [{ frame_id: 0, boxes: answer }] };
  const { components = [] } = measureUnit({ input, result, truths: [truth] }) ?? {};
  return components.find(({ name }) => name === 'PlayerDetect.palette');
}

describe('sides in an answer', () => {
  test('are given to players only', () => {
    const { image, boxes } = frame();

    const sided = giveSides(
      boxes.map((box) => ({ ...box, conf: 0.9 })),
      image,
    );

    expect(sided.map(({ team_id }) => team_id ?? '-').join('')).toBe('121212121-');
  });

  test('are scored exactly where the truth knows the shirts', () => {
    expect(measure(true, { boxes: frame().boxes })).toMatchObject({ value: 1, label: 'exact' });
  });

  test('are a proxy where the truth knows none, or nobody asked', () => {
    const bare = { boxes: frame().boxes.map(({ team: _team, ...box }) => box) };

    expect(measure(true, bare)).toMatchObject({ value: 1, label: 'proxy' });
    expect(measure(false, { boxes: frame().boxes })).toMatchObject({ value: 1, label: 'proxy' });
  });
});
