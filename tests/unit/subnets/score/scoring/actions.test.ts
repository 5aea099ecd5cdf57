import { describe, expect, it } from 'vitest';
import { scoreActions } from '../../../../../src/subnets/score/scoring/actions.ts';

const FPS = 25;
const at = (frame: number, action: string) => ({ frame, action });

describe('spotted events', () => {
  it('lose in step with their distance from the true one', () => {
    // 12 frames are 0.48 s of a pass's 1 s; 40 are 1.6 s of a goal's 3 s, which keeps half.
    expect(scoreActions([at(112, 'pass')], [at(100, 'pass')], FPS).score).toBeCloseTo(0.52, 12);
    expect(scoreActions([at(60, 'goal')], [at(100, 'goal')], FPS).score).toBeCloseTo(
      1 - (1.6 / 3) * 0.5,
      12,
    );
  });

  it('count up to the tolerance and not beyond it', () => {
    // 75 frames at 25 fps are exactly the 3 s of a goal, where 0.5 is left.
    expect(scoreActions([at(75, 'goal')], [at(0, 'goal')], FPS).score).toBe(0.5);
    expect(scoreActions([at(76, 'goal')], [at(0, 'goal')], FPS).score).toBe(0);
  });

  it('with no decay left are unmatched and cost their weight', () => {
    const { outcomes, points } = scoreActions([at(25, 'pass')], [at(0, 'pass')], FPS);

    expect(outcomes).toEqual([{ event: at(25, 'pass'), partner: null, decay: 0, points: -1 }]);
    expect(points).toBe(-1);
  });

  it('take the nearest free event of their own action', () => {
    const truth = [at(100, 'shot'), at(110, 'shot'), at(112, 'pass')];

    const { outcomes } = scoreActions([at(112, 'shot'), at(111, 'shot')], truth, FPS);

    // In order of frame: 111 takes 110, which leaves 100 for 112.
    expect(outcomes.map(({ event, partner }) => [event.frame, partner?.frame])).toEqual([
      [111, 110],
      [112, 100],
    ]);
  });

  it('add weight times decay and subtract the weight of what has no partner', () => {
    const truth = [at(0, 'save'), at(50, 'shot')];

    const scored = scoreActions([at(0, 'save'), at(300, 'pass')], truth, FPS);

    expect(scored.total).toBeCloseTo(12, 12);
    expect(scored.points).toBeCloseTo(7.3 - 1, 12);
    expect(scored.score).toBeCloseTo(6.3 / 12, 12);
  });

  it('never fall below 0 and are worth 0 without truth', () => {
    expect(scoreActions([at(900, 'goal')], [at(0, 'pass')], FPS).score).toBe(0);
    expect(scoreActions([at(0, 'pass')], [], FPS)).toMatchObject({ score: 0, total: 0 });
  });

  it('with a name nobody knows change nothing, on either side', () => {
    const scored = scoreActions(
      [at(0, 'pass'), at(0, 'dance')],
      [at(0, 'pass'), at(9, 'toString')],
      FPS,
    );

    expect(scored).toMatchObject({ score: 1, total: 1 });
    expect(scored.outcomes).toHaveLength(1);
  });
});
