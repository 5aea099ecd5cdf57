import type { Detection } from '../pipeline/contract.ts';
import type { Corners } from './camera.ts';
import { moveBox } from './camera.ts';
import {
  DEFAULT_TRACKING,
  type CameraMotion,
  type TrackInput,
  type TrackOptions,
  type TrackedBox,
  type TrackedFrame,
} from './contract.ts';
import { type Step, type Track, createFollower, isObject } from './follow.ts';
import { BALL, type MotionModel, PERSON, boxOf, smoothBoxes } from './model.ts';

const BALL_CLASS = 0;
/** Seen in less than this share of its frames, an object was several accidents. */
const LEAST_SHARE_SEEN = 0.4;

/**
 * Gives the detections of a clip ids that stay with their objects.
 *
 * Persons of every role are followed together and end with the role they had most often; balls
 * apart. Short gaps are filled in, objects seen in few frames are left out. Deterministic; the
 * whole clip is looked at, so the answer is better than one frame by frame could be.
 *
 * @returns as many frames as given; boxes by id
 *
 * Cost O(frames · n³) in the persons of a frame, some milliseconds for a second of football.
 */
export function track(
  frames: readonly TrackInput[],
  options: Partial<TrackOptions> = {},
): TrackedFrame[] {
  const chosen = { ...DEFAULT_TRACKING, ...options };
  const persons = createFollower(PERSON, chosen);
  const balls = createFollower(BALL, chosen);
  for (const [index, { boxes }] of frames.entries()) {
    persons.add(boxes.filter(({ cls_id }) => cls_id !== BALL_CLASS));
    // The camera is the same for all, and persons tell more about it.
    balls.add(
      boxes.filter(({ cls_id }) => cls_id === BALL_CLASS),
      persons.views[index],
    );
  }
  const ways = [
    ...waysOf(persons.tracks(), PERSON, persons.views, chosen),
    ...waysOf(balls.tracks(), BALL, persons.views, chosen),
  ].sort((a, b) => a.first - b.first);
  const boxes = frames.map((): TrackedBox[] => []);
  for (const [index, { first, places }] of ways.entries()) {
    for (const [step, place] of places.entries()) {
      const box = cut(place, chosen.size);
      if (box) boxes[first + step]?.push({ ...box, id: index + 1 });
    }
  }
  return boxes.map((ofFrame) => ({ boxes: ofFrame }));
}

type Place = Omit<TrackedBox, 'id'>;

/** An object's way from its first frame, a place a frame. */
interface Way {
  readonly first: number;
  readonly places: readonly Place[];
}

function waysOf(
  tracks: readonly Track[],
  model: MotionModel,
  views: readonly CameraMotion[],
  options: TrackOptions,
): Way[] {
  return tracks
    .filter((object) => isObject(object, options) && isSteady(object, options))
    .flatMap(({ steps, waited }) =>
      wayOf(steps.slice(0, steps.length - waited), model, views, options),
    );
}

/** Seen through most of its life, and surely enough where nobody stood in front of it. */
function isSteady(
  { steps, waited, sightings }: Track,
  { steadyConfidence }: TrackOptions,
): boolean {
  const life = steps.slice(0, steps.length - waited);
  const open = life.filter(({ hidden }) => !hidden);
  const sum = open.reduce((total, { seen }) => total + (seen?.conf ?? 0), 0);
  return sightings >= LEAST_SHARE_SEEN * life.length && sum >= steadyConfidence * open.length;
}

function wayOf(
  steps: readonly Step[],
  model: MotionModel,
  views: readonly CameraMotion[],
  { fps, smooth }: TrackOptions,
): Way[] {
  const [first] = steps;
  if (!first) return [];
  const cls_id = commonestClass(steps.flatMap(({ seen }) => seen ?? []));
  const smoothed = smoothBoxes(
    steps.map(({ filtered }) => filtered),
    steps.map(({ predicted }) => predicted),
    1 / fps,
  );
  const confidences = fillConfidences(steps.map(({ seen }) => seen?.conf ?? null));
  const places = steps.flatMap(({ frame, seen }, index): Place[] => {
    const [state, view] = [smoothed[index], views[frame]];
    if (!state || !view) return []; // one of each a step
    const box = seen && !smooth ? seen : moveBox(view, boxOf(state));
    return [{ ...rounded(box), cls_id, conf: confidences[index] ?? 0, seen: seen !== null }];
  });
  return [{ first: first.frame, places }];
}

/** The class with the most confidence behind it. */
function commonestClass(seen: readonly Detection[]): number {
  const weights = new Map<number, number>();
  for (const { cls_id, conf } of seen) weights.set(cls_id, (weights.get(cls_id) ?? 0) + conf);
  return [...weights].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}

/** Over a gap the lower confidence of its two sides. */
function fillConfidences(confidences: readonly (number | null)[]): number[] {
  const filled: number[] = [];
  for (const [index, conf] of confidences.entries()) {
    const next = confidences.slice(index).find((value) => value !== null) ?? 0;
    filled.push(conf ?? Math.min(filled.at(-1) ?? 0, next));
  }
  return filled;
}

function rounded({ x1, y1, x2, y2 }: Corners): Corners {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
}

/** The part inside the frame; null where nothing is. */
function cut(place: Place, size: TrackOptions['size']): Place | null {
  if (!size) return place;
  const x = (value: number): number => Math.min(size.width, Math.max(0, value));
  const y = (value: number): number => Math.min(size.height, Math.max(0, value));
  const box = { ...place, x1: x(place.x1), y1: y(place.y1), x2: x(place.x2), y2: y(place.y2) };
  return box.x2 > box.x1 && box.y2 > box.y1 ? box : null;
}
