import { FOOTBALL_ELEMENTS } from '../elements.ts';
import type { TruthBox } from '../evaluation/count.ts';
import { FOOTBALL_CLASSES, type Detection } from '../pipeline/contract.ts';
import { measureUnit, type MeasuredUnit } from '../score.ts';
import { precisionMetrics } from '../scoring/average-precision.ts';
import { p95, realTimeFactor } from '../scoring/element-score.ts';
import { adaptiveDeltaRel, COPY_RULE } from '../scoring/similarity.ts';
import { compareContenders, type Contender, SAMPLE } from '../scoring/winner.ts';
import type { LikenessReport, SideReport } from './contract.ts';

// One detector on labelled pictures → the numbers that decide about it, by the unit's own rules.

export interface TriedPicture {
  readonly width: number;
  readonly height: number;
  readonly truth: readonly TruthBox[];
  readonly found: readonly Detection[];
  readonly ms: number;
}

export function sideReport(name: string, pictures: readonly TriedPicture[]): SideReport {
  const measured = measureUnit(asUnit(pictures));
  const slow = p95(pictures.map(({ ms }) => ms));
  const { map50, falsePositive } = precisionMetrics(pictures.map(asDetectionFrame));
  return {
    name,
    components: measured?.components ?? [],
    quality: measured?.quality ?? 0,
    score: measured?.score ?? 0,
    map50,
    falsePositive,
    p95Ms: slow,
    realTime: Object.fromEntries(
      FOOTBALL_ELEMENTS.map(({ id, serviceRateFps }) => [id, realTimeFactor(slow, serviceRateFps)]),
    ),
  };
}

/**
 * The copy rule between two detectors, each picture taken for a challenge: the subnet's challenges
 * have many pictures, so this is an estimate.
 */
export function likenessOf(
  candidate: readonly TriedPicture[],
  incumbent: readonly TriedPicture[],
): LikenessReport[] {
  return FOOTBALL_ELEMENTS.map(({ id, theta }) => {
    const rule = { ...COPY_RULE, deltaRel: adaptiveDeltaRel(theta) };
    const { recent, older, alike } = compareContenders(
      contender('candidate', candidate, id),
      contender('incumbent', incumbent, id),
      'workshop',
      rule,
    );
    return {
      element: id,
      alike,
      common: recent.common + older.common,
      different: recent.different + older.different,
    };
  });
}

function contender(name: string, pictures: readonly TriedPicture[], element: string): Contender {
  const scores = pictures.flatMap((picture, index) => {
    const parts = measureUnit(asUnit([picture]))?.components ?? [];
    const worth = parts.find((part) => part.name === `${element}.weight_score`);
    return worth ? [[String(index), worth.value] as const] : [];
  });
  return {
    id: name,
    hotkey: name,
    committed: null,
    recent: new Map(scores.slice(-SAMPLE)),
    history: new Map(scores),
  };
}

function asUnit(pictures: readonly TriedPicture[]): MeasuredUnit {
  return {
    input: { frames: pictures, settings: { sides: false } },
    result: { frames: pictures.map(({ found }) => ({ boxes: found })) },
    truths: pictures.map(({ truth }) => ({ boxes: [...truth] })),
  };
}

function asDetectionFrame({ width, height, truth, found }: TriedPicture) {
  const object = (box: TruthBox) => ({
    box: [box.x1, box.y1, box.x2, box.y2] as const,
    label: FOOTBALL_CLASSES[box.cls_id] ?? '',
  });
  return {
    size: { width, height },
    truth: truth.map(object),
    predicted: found.map((box) => ({ ...object(box), score: box.conf })),
  };
}
