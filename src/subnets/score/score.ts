import type { ScoreLabel } from '../../protocol/primitives.ts';
import type { ScoreComponent } from '../../protocol/verdict.ts';
import { FOOTBALL_ELEMENTS } from './elements.ts';
import { type DetectSettings, FOOTBALL_CLASSES } from './pipeline/contract.ts';
import { elementScore, weightScore } from './scoring/element-score.ts';
import { matchedF1 } from './scoring/f1.ts';
import { overlapMatrix } from './scoring/overlap.ts';
import { pillarValue } from './scoring/pillars.ts';
import type { Element, Pillar } from './elements.ts';
import type { DetectionFrame } from './scoring/detection.ts';
import type { Size } from './scoring/geometry.ts';
import type { SmoothFrame } from './scoring/smoothness.ts';
import type { ResultBox, ScoreTruth } from './task.ts';

// A unit against its truth: every pillar of the paid elements, S, weight_score (sections e1, e3).
// Where the task does not ask for sides, or the truth knows no shirts, all players are "other", and
// `palette` and `role` are labelled `proxy`.

/** Names of the sides in answers. */
const TEAMS = { team1: '1', team2: '2' };
/** Frames of one clip that smoothness needs for its two transitions. */
const SMOOTH_FRAMES = 3;

/** How sure each pillar is to be what the network computes, where the truth has all it needs. */
export const PILLAR_LABELS: Readonly<Record<Pillar, ScoreLabel>> = {
  iou: 'exact',
  count: 'exact',
  map50: 'exact',
  false_positive: 'exact',
  palette: 'exact',
  role: 'exact',
  smoothness: 'from the specification',
};

export interface Measurement {
  readonly components: readonly ScoreComponent[];
  /** Σ element weight × S, 0..1. */
  readonly quality: number;
  /** Σ element weight × weight_score. */
  readonly score: number;
  /** Frames with truth. */
  readonly items: readonly number[];
  /** `count` of each of them over all classes, 0..1, same order. */
  readonly frameF1: readonly number[];
}

export interface MeasuredUnit {
  /** Sizes of the frames in pixels, and whether the task asks for sides. */
  readonly input: {
    readonly frames: readonly Size[];
    readonly settings: Pick<DetectSettings, 'sides'>;
  };
  readonly result: { readonly frames: readonly { readonly boxes: readonly ResultBox[] }[] };
  /** Per frame, null where unknown. */
  readonly truths: readonly (ScoreTruth | null)[];
}

/** Scores the frames that have a truth; null when none has. */
export function measureUnit(
  unit: MeasuredUnit,
  elements: readonly Element[] = FOOTBALL_ELEMENTS,
): Measurement | null {
  const items = unit.truths.flatMap((truth, item) => (truth ? [item] : []));
  if (items.length === 0) return null;
  const parts = elements.map((element) => ({ element, ...measureElement(unit, items, element) }));
  const all = framesOf(unit, items, FOOTBALL_CLASSES);
  return {
    components: parts.flatMap((part) => part.components),
    quality: Math.min(1, sum(parts.map((part) => part.element.weight * part.s))),
    score: sum(parts.map((part) => part.element.weight * part.weightScore)),
    items,
    frameF1: all.map((frame) => matchedF1(overlapMatrix(frame), frame.predicted.length, 0.3)),
  };
}

function measureElement(
  unit: MeasuredUnit,
  items: readonly number[],
  element: Element,
): { components: ScoreComponent[]; s: number; weightScore: number } {
  const frames = framesOf(unit, items, element.objects);
  const runs = runsOf(unit)
    .filter((run) => run.length >= SMOOTH_FRAMES)
    .map((run) => run.map((item) => smoothFrame(unit, item, element.objects)));
  const pillars = (Object.entries(element.pillars) as [Pillar, number][]) // keys are Pillar by type
    .filter(([pillar]) => pillar !== 'smoothness' || runs.length > 0)
    .map(([pillar, weight]) => ({
      pillar,
      weight,
      value: pillarValue(pillar, { frames, runs, teams: TEAMS }),
    }));
  // Without a clip nobody can measure smoothness: the other pillars share its weight.
  const total = sum(pillars.map(({ weight }) => weight));
  const scaled = pillars.map((entry) => ({ ...entry, weight: entry.weight / total }));
  const complete = pillars.length === Object.keys(element.pillars).length;
  const s = elementScore(scaled);
  const worth = weightScore(s, element);
  const labelOf = (pillar: Pillar): ScoreLabel =>
    needsShirts(pillar) && !knowsShirts(unit) ? 'proxy' : PILLAR_LABELS[pillar];
  const labels = scaled.map(({ pillar }) => labelOf(pillar));
  const label = complete ? weakest(labels) : 'proxy';
  const component = (name: string, value: number, weight: number, of: ScoreLabel) => ({
    name: `${element.id}.${name}`,
    value,
    weight,
    label: of,
  });
  return {
    s,
    weightScore: worth,
    components: [
      ...scaled.map(({ pillar, value, weight }) =>
        component(pillar, value, weight, labelOf(pillar)),
      ),
      component('S', s, element.weight, label),
      component('weight_score', worth, element.weight, label),
    ],
  };
}

function needsShirts(pillar: Pillar): boolean {
  return pillar === 'palette' || pillar === 'role';
}

/** Whether the task asks for sides and every true player has one. */
function knowsShirts({ input, truths }: MeasuredUnit): boolean {
  const isPlayer = ({ cls_id }: { readonly cls_id: number }): boolean =>
    FOOTBALL_CLASSES[cls_id] === 'player';
  const players = truths.flatMap((truth) => truth?.boxes.filter(isPlayer) ?? []);
  return input.settings.sides && players.every(({ team }) => team !== null && team !== undefined);
}

/** Truth and answer of the given frames, objects of the named classes only. */
function framesOf(
  unit: MeasuredUnit,
  items: readonly number[],
  names: readonly string[],
): DetectionFrame[] {
  const { sides } = unit.input.settings;
  return items.map((item) => {
    const size = unit.input.frames[item];
    return {
      truth: named(unit.truths[item]?.boxes ?? [], names, sides),
      predicted: named(unit.result.frames[item]?.boxes ?? [], names, sides),
      ...(size ? { size } : {}),
    };
  });
}

interface LabelledBox {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly cls_id: number;
  readonly conf?: number;
  /** Of the truth; of an answer. */
  readonly team?: string | null | undefined;
  readonly team_id?: string | undefined;
}

function named(boxes: readonly LabelledBox[], names: readonly string[], sides: boolean) {
  return boxes.flatMap(({ x1, y1, x2, y2, cls_id, conf, team, team_id }) => {
    const label = FOOTBALL_CLASSES[cls_id] ?? '';
    if (!names.includes(label)) return [];
    const side = sides ? (team ?? team_id ?? null) : null;
    return [{ box: [x1, y1, x2, y2] as const, label, score: conf ?? null, team: side }];
  });
}

function smoothFrame(unit: MeasuredUnit, item: number, names: readonly string[]): SmoothFrame {
  const { result, input } = unit;
  const boxes = named(result.frames[item]?.boxes ?? [], names, input.settings.sides);
  return {
    objects: boxes.map(({ box, label, team }) => ({ box, label, ...(team ? { team } : {}) })),
  };
}

/**
 * Runs of consecutive frames of one clip: frames without truth are the unit's work, one run in
 * their order; frames with truth are sorted by their clip and place in it.
 */
function runsOf(unit: MeasuredUnit): number[][] {
  const runs: number[][] = [];
  const work = unit.truths.flatMap((truth, item) => (truth ? [] : [item]));
  if (work.length > 0) runs.push(work);
  const placed = unit.truths
    .flatMap((truth, item) =>
      truth?.group && typeof truth.ordinal === 'number'
        ? [{ item, group: truth.group, ordinal: truth.ordinal }]
        : [],
    )
    .sort((a, b) => (a.group === b.group ? a.ordinal - b.ordinal : a.group < b.group ? -1 : 1));
  for (const [index, { item, group, ordinal }] of placed.entries()) {
    const before = placed[index - 1];
    const last = runs.at(-1);
    if (last && before?.group === group && before.ordinal + 1 === ordinal) last.push(item);
    else runs.push([item]);
  }
  return runs;
}

function weakest(labels: readonly ScoreLabel[]): ScoreLabel {
  if (labels.includes('proxy')) return 'proxy';
  return labels.includes('from the specification') ? 'from the specification' : 'exact';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
