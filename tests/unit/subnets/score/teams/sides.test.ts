import { describe, expect, test } from 'vitest';
import { randomNormal, seededRng } from '../../../../../src/shared/rng.ts';
import { type ShirtColour, shirtColour } from '../../../../../src/subnets/score/teams/shirt.ts';
import { splitShirts } from '../../../../../src/subnets/score/teams/sides.ts';

const RED: ShirtColour = { l: 45, a: 60, b: 35 };
const WHITE: ShirtColour = { l: 90, a: 0, b: 2 };
const YELLOW: ShirtColour = { l: 85, a: -5, b: 75 };
const BLACK: ShirtColour = { l: 12, a: 0, b: 0 };

/** As many shirts of a colour, each a little another under its light. */
function shirts(colour: ShirtColour, count: number, seed: string): ShirtColour[] {
  const rng = seededRng(seed);
  const off = (): number => 3 * randomNormal(rng);
  return Array.from({ length: count }, () => ({
    l: colour.l + 2 * off(),
    a: colour.a + off(),
    b: colour.b + off(),
  }));
}

const sidesOf = (known: readonly (ShirtColour | null)[]) => splitShirts(known).sides;

describe('two sides', () => {
  test('are told apart, and the redder one is 1', () => {
    const sides = sidesOf([...shirts(WHITE, 9, 'w'), ...shirts(RED, 8, 'r')]);

    expect(sides.join('')).toBe('22222222211111111');
  });

  test('stay the same with goalkeepers and a referee among the players', () => {
    const players = [...shirts(WHITE, 9, 'w'), ...shirts(RED, 8, 'r')];
    const others = [...shirts(YELLOW, 2, 'y'), ...shirts(BLACK, 1, 'b')];

    const sides = sidesOf([...players, ...others]);

    expect(sides.slice(0, 17)).toEqual(sidesOf(players));
  });

  test('a shirt far from both is on neither', () => {
    const green = { l: 50, a: -90, b: 60 };

    const sides = sidesOf([...shirts(WHITE, 9, 'w'), ...shirts(RED, 8, 'r'), green]);

    expect(sides.at(-1)).toBeNull();
  });

  test('come with their mean shirts', () => {
    const { colours } = splitShirts([...shirts(WHITE, 9, 'w'), ...shirts(RED, 8, 'r')]);

    expect(Math.abs((colours?.[1].a ?? 0) - RED.a)).toBeLessThan(5);
    expect(Math.abs((colours?.[2].l ?? 0) - WHITE.l)).toBeLessThan(8);
  });

  test('are not made up: one colour, few shirts, unknown shirts', () => {
    expect(new Set(sidesOf(shirts(WHITE, 12, 'w')))).toEqual(new Set([null]));
    expect(sidesOf([RED, WHITE])).toEqual([null, null]);
    expect(sidesOf([null, ...shirts(WHITE, 5, 'w'), ...shirts(RED, 5, 'r')])[0]).toBeNull();
    expect(sidesOf([])).toEqual([]);
  });
});

describe('a shirt’s colour', () => {
  /** A red person with a dark head and shorts, on grass. */
  function figure() {
    const [width, height] = [40, 100];
    const rgba = new Uint8Array(width * height * 4);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isBody = x >= 12 && x < 28;
        const isShirt = isBody && y >= 16 && y < 50;
        const colour = isShirt ? [200, 30, 40] : isBody ? [30, 30, 40] : [60, 120, 50];
        rgba.set([...colour, 255], (y * width + x) * 4);
      }
    }
    return { width, height, rgba };
  }

  test('is the torso’s, without the grass beside it', () => {
    const colour = shirtColour(figure(), { x1: 0, y1: 0, x2: 40, y2: 100 });

    expect(colour?.a).toBeGreaterThan(50);
  });

  test('of a green shirt is green', () => {
    const grass = { width: 40, height: 100, rgba: new Uint8Array(40 * 100 * 4).fill(90) };
    for (let i = 1; i < grass.rgba.length; i += 4) grass.rgba[i] = 160;

    expect(shirtColour(grass, { x1: 0, y1: 0, x2: 40, y2: 100 })?.a).toBeLessThan(-20);
  });

  test('is unknown outside the picture', () => {
    expect(shirtColour(figure(), { x1: 100, y1: 0, x2: 140, y2: 100 })).toBeNull();
  });
});
