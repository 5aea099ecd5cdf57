import { describe, expect, test } from 'vitest';
import type { DecodedImage } from '../../../../../src/subnets/contract.ts';
import { renderClip } from '../../../../../src/subnets/score/match/render.ts';
import { projectorOf, seenAt } from '../../../../../src/subnets/score/pitch/camera.ts';
import { type FoundPitch, findPitch } from '../../../../../src/subnets/score/pitch/find.ts';
import { findLinePixels } from '../../../../../src/subnets/score/pitch/line-pixels.ts';
import { PITCH_POINTS } from '../../../../../src/subnets/score/pitch/model.ts';
import type { ScoreTruth } from '../../../../../src/subnets/score/task.ts';

const SIZE = { width: 1280, height: 720, frames: 2, stride: 5 };
const [first, second] = [...renderClip('find-pitch', SIZE)];

/** Largest distance in pixels of a true point to where the found camera sees it. */
function worstOf(found: FoundPitch | null, pitch: ScoreTruth['pitch']): number {
  const projector = projectorOf(found!.camera);
  return Math.max(
    ...(pitch ?? []).flatMap((point, i) => {
      const model = PITCH_POINTS[i]!;
      const seen = seenAt(projector, model.x, model.y);
      return point && seen ? [Math.hypot(seen.x - point.x, seen.y - point.y)] : [];
    }),
  );
}

describe('the pitch of a rendered frame', () => {
  const found = findPitch(first!.image);

  test('is found with every visible point within 4 pixels', () => {
    expect(found?.support).toBeGreaterThan(0.6);
    expect(worstOf(found, first!.truth.pitch)).toBeLessThan(4);
  });

  test('is found again from the frame before, without a search', () => {
    const next = findPitch(second!.image, { guess: found!.camera });
    expect(worstOf(next, second!.truth.pitch)).toBeLessThan(4);
  });

  test('is as good when players are known and hidden', () => {
    const hidden = findPitch(first!.image, { hidden: first!.truth.boxes, guess: found!.camera });
    expect(worstOf(hidden, first!.truth.pitch)).toBeLessThan(4);
  });

  test('is not misled by a guess from another scene', () => {
    const guess = { ...found!.camera, pan: found!.camera.pan + 0.5 };
    expect(worstOf(findPitch(first!.image, { guess }), first!.truth.pitch)).toBeLessThan(4);
  });
});

describe('a frame without a pitch', () => {
  const picture = (
    pixel: (x: number, y: number) => readonly [number, number, number],
  ): DecodedImage => {
    const [width, height] = [640, 360];
    const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let at = 0; at < width * height; at++) {
      rgba.set(pixel(at % width, Math.floor(at / width)), at * 4);
    }
    return { width, height, rgba };
  };

  test('has no line pixels when nothing is grass', () => {
    expect(findLinePixels(picture(() => [120, 120, 130]))).toBeNull();
  });

  test('is none when grass has no lines', () => {
    expect(findPitch(picture((x) => (x % 40 < 20 ? [60, 120, 40] : [66, 130, 44])))).toBeNull();
  });

  test('is none when lines on grass are no pitch', () => {
    expect(
      findPitch(picture((x, y) => ((x + 3 * y) % 50 < 2 ? [220, 230, 220] : [60, 120, 40]))),
    ).toBeNull();
  });
});
