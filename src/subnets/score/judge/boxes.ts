import * as v from 'valibot';
import { m } from '../../../paraglide/messages.js';
import { parseAs } from '../../../protocol/parse.ts';
import type { ScoreLabel } from '../../../protocol/primitives.ts';
import type { Finding, Judgement, JudgementTable } from '../../judge-page.ts';
import { type Element, FOOTBALL_ELEMENTS, OPEN_ELEMENTS, type Pillar } from '../elements.ts';
import { classOutcomes, type PredictionOutcome, summarise } from '../scoring/average-precision.ts';
import { elementScore, weightScore } from '../scoring/element-score.ts';
import type { TeamNames } from '../scoring/palette.ts';
import { pillarValue } from '../scoring/pillars.ts';
import { boxImprovements } from './box-changes.ts';
import { drawPairs, type MissedObject, missesOf, pairsOf } from './box-pairs.ts';
import { hasPolygons, NamedFrames, pairFrames, type PlacedFrame } from './frames.ts';

// Frames of boxes against their truth, for one element.

export const JUDGED_ELEMENTS: readonly Element[] = [...OPEN_ELEMENTS, ...FOOTBALL_ELEMENTS];

const PILLAR_NOTES: Readonly<Record<Pillar, () => string>> = {
  map50: m.judge_score_pillar_map50,
  false_positive: m.judge_score_pillar_false_positive,
  iou: m.judge_score_pillar_iou,
  count: m.judge_score_pillar_count,
  palette: m.judge_score_pillar_palette,
  role: m.judge_score_pillar_role,
  smoothness: m.judge_score_pillar_smoothness,
};

const MAX_SIDE = 16_384;
const Side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_SIDE));
const TeamName = v.pipe(v.string(), v.maxLength(64));

const Input = v.object({
  element: v.picklist(JUDGED_ELEMENTS.map(({ id }) => id)),
  truth: NamedFrames,
  answer: NamedFrames,
  width: Side,
  height: Side,
  team1: v.optional(TeamName, '1'),
  team2: v.optional(TeamName, '2'),
});

interface PillarValue {
  readonly pillar: Pillar;
  readonly weight: number;
  readonly value: number;
}

/** @throws AppError `input.malformed` */
export function judgeBoxes(value: unknown): Judgement {
  const { element: id, ...input } = parseAs(Input, value, 'input.malformed');
  const element = JUDGED_ELEMENTS.find((one) => one.id === id) ?? OPEN_ELEMENTS[0];
  if (!element) throw new Error('there are elements');
  const size = { width: input.width, height: input.height };
  const frames = pairFrames(input.truth, input.answer, element, size);
  const measure = (list: readonly PlacedFrame[]) => measureBoxes(list, element, input);
  const pillars = measure(frames);
  const s = elementScore(pillars);
  const outcomes = pairsOf(frames, element);
  const misses = missesOf(frames, outcomes);
  const label = labelOf(element, frames);
  return {
    score: { name: 'S', value: s, label, rule: m.judge_score_s_rule() },
    findings: [
      {
        name: m.judge_score_pillars(),
        label,
        children: pillars.map((pillar) => pillarFinding(pillar, frames)),
      },
      { ...worthFinding(s, element), label },
      ...(element.pillars.map50 === undefined ? [] : precisionFindings(frames)),
      { name: m.judge_score_ignored(), value: ignored(input), format: 'count' },
    ],
    improvements: boxImprovements(
      { frames, outcomes, misses, sides: sidesOf(element, input) },
      (list) => elementScore(measure(list)),
    ),
    tables: [boxTable(frames, outcomes, misses)],
    drawing: drawPairs(frames, outcomes, size),
  };
}

function measureBoxes(
  placed: readonly PlacedFrame[],
  element: Element,
  teams: TeamNames,
): PillarValue[] {
  const frames = placed.map(({ frame }) => frame);
  const run = frames.map(({ predicted, size }) => ({
    objects: predicted.map(({ team, ...object }) => ({ ...object, ...(team ? { team } : {}) })),
    ...(size ? { size } : {}),
  }));
  return (Object.entries(element.pillars) as [Pillar, number][]) // keys are Pillar by type
    .map(([pillar, weight]) => ({
      pillar,
      weight,
      value: pillarValue(pillar, { frames, runs: [run], teams }),
    }));
}

/** Names of the sides, where the element pays for them. */
function sidesOf({ pillars }: Element, { team1, team2 }: TeamNames): readonly string[] {
  return pillars.palette === undefined ? [] : [team1, team2];
}

/** No recorded pair covers smoothness, and one alone has polygons. */
function labelOf({ pillars }: Element, frames: readonly PlacedFrame[]): ScoreLabel {
  return pillars.smoothness === undefined && !hasPolygons(frames)
    ? 'exact'
    : 'from the specification';
}

/** Sides and names are compared by boxes alone, whatever polygons there are. */
function pillarLabel(pillar: Pillar, frames: readonly PlacedFrame[]): ScoreLabel {
  if (pillar === 'smoothness') return 'from the specification';
  const readsPolygons = pillar !== 'palette' && pillar !== 'role';
  return readsPolygons && hasPolygons(frames) ? 'from the specification' : 'exact';
}

function pillarFinding(
  { pillar, weight, value }: PillarValue,
  frames: readonly PlacedFrame[],
): Finding {
  return {
    name: pillar,
    value,
    label: pillarLabel(pillar, frames),
    rule: `${weight} × ${value.toFixed(4)} = ${(weight * value).toFixed(4)}`,
    note: PILLAR_NOTES[pillar](),
  };
}

function worthFinding(s: number, element: Element): Finding {
  const { theta, deltaFloor, beta } = element;
  return {
    name: 'weight_score',
    value: weightScore(s, element),
    state: s - theta > deltaFloor ? 'pass' : 'warn',
    rule: `${beta} × max(max(S − ${theta}, 0), ${deltaFloor})`,
    note: m.judge_score_worth_note({ theta, source: element.source }),
  };
}

function precisionFindings(placed: readonly PlacedFrame[]): Finding[] {
  const classes = classOutcomes(placed.map(({ frame }) => frame));
  const { precision, recall } = summarise(classes, placed.length);
  const label = pillarLabel('map50', placed);
  return [
    { name: m.judge_score_precision(), value: precision, format: 'percent', label },
    { name: m.judge_score_recall(), value: recall, format: 'percent', label },
    {
      name: m.judge_score_classes(),
      label,
      children: classes.map(({ name, truths, averagePrecision, outcomes }) => ({
        name,
        value: averagePrecision,
        rule: m.judge_score_class_rule({
          hits: outcomes.filter(({ hit }) => hit).length,
          truths,
          predictions: outcomes.length,
        }),
      })),
    },
  ];
}

function ignored({ truth, answer }: Pick<v.InferOutput<typeof Input>, 'truth' | 'answer'>): number {
  const known = new Set(truth.map((frame) => frame.frame_id));
  return answer.filter((frame) => !known.has(frame.frame_id)).length;
}

function boxTable(
  frames: readonly PlacedFrame[],
  outcomes: readonly PredictionOutcome[],
  misses: readonly MissedObject[],
): JudgementTable {
  return {
    caption: m.judge_score_boxes(),
    columns: [
      { label: m.judge_score_column_frame(), numeric: true },
      { label: m.judge_score_column_class() },
      { label: m.judge_score_column_conf(), numeric: true },
      { label: m.judge_score_column_iou(), numeric: true },
      { label: m.judge_score_column_required(), numeric: true },
      { label: m.judge_score_column_outcome() },
    ],
    rows: [
      ...outcomes.map((one) => {
        const prediction = frames[one.frame]?.frame.predicted[one.prediction];
        return [
          frames[one.frame]?.id ?? one.frame,
          prediction?.label ?? '',
          prediction?.score ?? null,
          one.iou,
          one.required,
          outcomeWord(one),
        ];
      }),
      ...misses.map(({ frame, truth }) => [
        frames[frame]?.id ?? frame,
        frames[frame]?.frame.truth[truth]?.label ?? '',
        null,
        null,
        null,
        m.judge_score_outcome_missed(),
      ]),
    ],
  };
}

function outcomeWord({ hit, truth }: PredictionOutcome): string {
  if (hit) return m.judge_score_outcome_hit();
  return truth < 0 ? m.judge_score_outcome_false() : m.judge_score_outcome_loose();
}
