import { expect, test } from 'vitest';
import { createWardrobe } from '../../../../../src/subnets/score/teams/wardrobe.ts';

const [WIDTH, HEIGHT] = [600, 120];
const COLOURS = [
  [200, 30, 40],
  [230, 230, 235],
] as const;

/** Ten players side by side, every other in the other shirt; the second one in shade. */
function scene(shaded: boolean) {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4).fill(255);
  const boxes = Array.from({ length: 10 }, (_, index) => ({
    x1: 60 * index,
    y1: 10,
    x2: 60 * index + 40,
    y2: 110,
    cls_id: 2,
    id: index + 1,
  }));
  for (const [index, { x1, x2, y1, y2 }] of boxes.entries()) {
    const colour = COLOURS[index % 2] ?? COLOURS[0];
    const light = shaded && index === 1 ? 0.5 : 1 - index / 100;
    for (let y = y1; y < y2; y++) {
      for (let x = x1; x < x2; x++) {
        rgba.set(
          colour.map((value) => value * light),
          (y * WIDTH + x) * 4,
        );
      }
    }
  }
  return { image: { width: WIDTH, height: HEIGHT, rgba }, boxes };
}

test('players of a clip are on the side of their shirts', () => {
  const wardrobe = createWardrobe();
  const { image, boxes } = scene(false);
  wardrobe.look(image, boxes);

  const { byId, colours } = wardrobe.sides();

  expect([...byId.values()]).toEqual(['1', '2', '1', '2', '1', '2', '1', '2', '1', '2']);
  expect(colours?.[1].a).toBeGreaterThan(40);
});

test('a frame in shade does not change a side that other frames showed', () => {
  const wardrobe = createWardrobe();
  const bright = scene(false);
  for (let i = 0; i < 4; i++) wardrobe.look(bright.image, bright.boxes);
  const dark = scene(true);
  wardrobe.look(dark.image, dark.boxes);

  expect(wardrobe.sides().byId.get(2)).toBe('2');
});

test('goalkeepers, referees and whoever has no id are on no side', () => {
  const wardrobe = createWardrobe();
  const { image, boxes } = scene(false);
  wardrobe.look(image, [
    ...boxes.slice(0, 8),
    { ...boxes[8]!, cls_id: 1 },
    { x1: 540, y1: 10, x2: 580, y2: 110, cls_id: 2 },
  ]);

  const { byId } = wardrobe.sides();

  expect(byId.size).toBe(8);
});

test('only those who are asked for are divided', () => {
  const wardrobe = createWardrobe();
  const { image, boxes } = scene(false);
  wardrobe.look(image, boxes);

  expect([...wardrobe.sides([1, 2, 3, 4, 99]).byId.keys()]).toEqual([1, 2, 3, 4]);
  expect(wardrobe.sides([1, 2]).byId.size).toBe(0);
});
