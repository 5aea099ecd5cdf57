import { assignMaximum } from '../../src/subnets/score/scoring/assignment.ts';
import { boxIou } from '../../src/subnets/score/scoring/geometry.ts';
import type { TrackInput } from '../../src/subnets/score/tracking/contract.ts';
import type { TracksOfFrame } from '../../src/subnets/score/tracking/metrics/evaluate.ts';

// SORT as published, for comparison: seven states (centre, area, aspect and the speeds of the first
// three), IoU 0.3, max_age 1, min_hits 3, noise as in its authors' code. Its matrices are diagonal
// in pairs of a value and its speed, so four small filters are the same.
// Source: Bewley et al. 2016, "Simple online and realtime tracking".

const MIN_IOU = 0.3;
const MAX_AGE = 1;
const MIN_HITS = 3;

interface Filter {
  value: number;
  speed: number;
  vv: number;
  vs: number;
  ss: number;
  readonly valueNoise: number;
  readonly speedNoise: number;
  readonly measureNoise: number;
}

type Key = 'x' | 'y' | 'area' | 'aspect';
const KEYS: readonly Key[] = ['x', 'y', 'area', 'aspect'];

interface Tracker {
  readonly id: number;
  readonly filters: Readonly<Record<Key, Filter>>;
  streak: number;
  unseen: number;
}

interface Corners {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export function sort(frames: readonly TrackInput[]): TracksOfFrame[] {
  let trackers: Tracker[] = [];
  let nextId = 1;
  return frames.map(({ boxes }, index) => {
    const expected = trackers.map(advance);
    const ious = expected.map((box) => boxes.map((other) => boxIou(tuple(box), tuple(other))));
    const free = new Set(boxes.keys());
    for (const [row, column] of assignMaximum(ious)) {
      const [tracker, box] = [trackers[row], boxes[column]];
      if (!tracker || !box || (ious[row]?.[column] ?? 0) < MIN_IOU) continue;
      free.delete(column);
      update(tracker, box);
    }
    for (const column of free) {
      const box = boxes[column];
      if (box) trackers.push(create(nextId++, box));
    }
    const shown = trackers
      .filter(({ unseen, streak }) => unseen === 0 && (streak >= MIN_HITS || index < MIN_HITS))
      .map((tracker) => ({ id: tracker.id, ...boxOf(tracker) }));
    trackers = trackers.filter(({ unseen }) => unseen <= MAX_AGE);
    return { boxes: shown };
  });
}

function create(id: number, box: Corners): Tracker {
  const measured = measure(box);
  const filter = (key: Key): Filter => ({
    value: measured[key],
    speed: 0,
    vv: 10,
    vs: 0,
    ss: key === 'aspect' ? 0 : 10_000,
    valueNoise: 1,
    speedNoise: key === 'area' ? 1e-4 : key === 'aspect' ? 0 : 1e-2,
    measureNoise: key === 'x' || key === 'y' ? 1 : 10,
  });
  const filters = {
    x: filter('x'),
    y: filter('y'),
    area: filter('area'),
    aspect: filter('aspect'),
  };
  return { id, filters, streak: 0, unseen: 0 };
}

function advance(tracker: Tracker): Corners {
  const { area } = tracker.filters;
  if (area.value + area.speed <= 0) area.speed = 0;
  for (const key of KEYS) {
    const filter = tracker.filters[key];
    filter.value += filter.speed;
    filter.vv += 2 * filter.vs + filter.ss + filter.valueNoise;
    filter.vs += filter.ss;
    filter.ss += filter.speedNoise;
  }
  if (tracker.unseen > 0) tracker.streak = 0;
  tracker.unseen++;
  return boxOf(tracker);
}

function update(tracker: Tracker, box: Corners): void {
  const measured = measure(box);
  tracker.unseen = 0;
  tracker.streak++;
  for (const key of KEYS) {
    const filter = tracker.filters[key];
    const total = filter.vv + filter.measureNoise;
    const [gainValue, gainSpeed] = [filter.vv / total, filter.vs / total];
    const surprise = measured[key] - filter.value;
    filter.value += gainValue * surprise;
    filter.speed += gainSpeed * surprise;
    filter.ss -= gainSpeed * filter.vs;
    filter.vs *= 1 - gainValue;
    filter.vv *= 1 - gainValue;
  }
}

function measure({ x1, y1, x2, y2 }: Corners): Readonly<Record<Key, number>> {
  const [width, height] = [x2 - x1, y2 - y1];
  return { x: (x1 + x2) / 2, y: (y1 + y2) / 2, area: width * height, aspect: width / height };
}

function boxOf({ filters }: Tracker): Corners {
  const width = Math.sqrt(Math.max(0, filters.area.value * filters.aspect.value));
  const height = width > 0 ? filters.area.value / width : 0;
  const [x, y] = [filters.x.value, filters.y.value];
  return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 };
}

function tuple({ x1, y1, x2, y2 }: Corners) {
  return [x1, y1, x2, y2] as const;
}
