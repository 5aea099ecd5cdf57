import { describe, expect, it } from 'vitest';
import {
  checkCompliance,
  COMPLIANCE_IOU,
  type ComplianceBox,
  type ComplianceInfo,
  isSoftDrift,
  matchFrame,
  SOFT_DRIFT,
} from '../../../../../src/subnets/score/scoring/compliance.ts';

const box = (x1: number, x2: number, cls_id = 0): ComplianceBox => ({
  x1,
  y1: 0,
  x2,
  y2: 10,
  cls_id,
});
const frame = (frame_id: number, ...boxes: ComplianceBox[]) => ({ frame_id, boxes });

describe('a frame that is run again', () => {
  it('scores the overlaps of its pairs over the boxes that were recorded', () => {
    expect(matchFrame([box(0, 10), box(50, 60)], [box(0, 5)])).toEqual({
      score: 0.25,
      ious: [0.5],
      missing: 1,
      extra: 0,
      partners: [0, -1],
    });
  });

  it('pairs in the order of the record, within a class, each box once', () => {
    const rerun = [box(0, 5), box(0, 10), box(0, 10, 1)];

    const { partners, extra } = matchFrame([box(0, 10), box(0, 10), box(0, 10)], rerun);

    expect(partners).toEqual([1, 0, -1]);
    expect(extra).toBe(1);
  });

  it('takes the first of two boxes that overlap alike', () => {
    expect(matchFrame([box(0, 10)], [box(0, 5), box(5, 10)]).partners).toEqual([0]);
  });

  it('pays nothing for boxes where none were recorded, and all where both are empty', () => {
    expect(matchFrame([], [box(0, 10)]).score).toBe(0);
    expect(matchFrame([], []).score).toBe(1);
    expect(matchFrame([box(0, 10)], [box(0, 10), box(20, 30)]).score).toBe(1);
  });
});

describe('compliance', () => {
  it('asks for a mean of 0.95', () => {
    expect(COMPLIANCE_IOU).toBe(0.95);
    const rerun = (x2: number) => checkCompliance([frame(0, box(0, 100))], [frame(0, box(0, x2))]);

    expect(rerun(95).ok).toBe(true);
    expect(rerun(94).ok).toBe(false);
  });

  it('averages over the frames that both sides have', () => {
    const recorded = [
      frame(0, box(0, 10), box(20, 30)),
      frame(1, box(0, 10), box(20, 30)),
      frame(7, box(0, 10)),
    ];
    const rerun = [
      frame(0, box(0, 10), box(20, 30), box(40, 50)),
      frame(1, box(0, 5)),
      frame(8, box(0, 10)),
    ];

    expect(checkCompliance(recorded, rerun, 0.625)).toEqual({
      ok: true,
      info: {
        meanIou: 0.625,
        threshold: 0.625,
        missing: 1,
        extra: 1,
        expected: 4,
        actual: 4,
        matched: 3,
        matchedMeanIou: 2.5 / 3,
        missingRatio: 0.25,
        extraRatio: 0.25,
        framesCompared: 2,
      },
    });
  });

  it('fails without a frame in common, whatever is asked for', () => {
    const { ok, info } = checkCompliance([frame(0)], [frame(1)], 0);

    expect(ok).toBe(false);
    expect(info).toMatchObject({ meanIou: 0, matchedMeanIou: 0, framesCompared: 0 });
    expect(info).toMatchObject({ missingRatio: 0, extraRatio: 0 });
  });

  it('holds for frames that are empty on both sides', () => {
    const { ok, info } = checkCompliance([frame(0)], [frame(0)]);

    expect(ok).toBe(true);
    expect(info).toMatchObject({ meanIou: 1, matched: 0, matchedMeanIou: 0 });
  });
});

describe('soft drift', () => {
  const edge = { matched: 1, missing: 2, extra: 2, matchedMeanIou: 0.95 };
  const drifts = (change: Partial<ComplianceInfo>) => {
    const { info } = checkCompliance([], []);
    return isSoftDrift({ ...info, ...edge, ...change });
  };

  it('is two boxes missing, two too many and pairs at 0.95, at most', () => {
    expect(SOFT_DRIFT).toEqual({ missing: 2, extra: 2, matchedIou: 0.95 });
    expect(drifts({})).toBe(true);
    expect(drifts({ missing: 3 })).toBe(false);
    expect(drifts({ extra: 3 })).toBe(false);
    expect(drifts({ matchedMeanIou: 0.949 })).toBe(false);
    expect(drifts({ matched: 0 })).toBe(false);
  });
});
