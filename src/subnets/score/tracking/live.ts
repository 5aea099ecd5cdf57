import type { Detection } from '../pipeline/contract.ts';
import { moveBox } from './camera.ts';
import { DEFAULT_TRACKING, type TrackOptions } from './contract.ts';
import { type Follower, type Track, createFollower, isObject } from './follow.ts';
import { BALL, PERSON, boxOf } from './model.ts';

// Tracking while the frames come in, to be looked at: nothing is smoothed or filled in later.

/** Seconds of an object's way that are shown. */
const TRAIL_SECONDS = 1.5;

/** Where an object was before, oldest first: the middle of the box's lower edge. */
export interface Trail {
  readonly id: number;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface LiveFrame {
  /** The frame's detections in their order, with an id where the object is known. */
  readonly boxes: readonly (Detection & { readonly id?: number })[];
  /** In pixels of this frame: the camera's motion is taken out. */
  readonly trails: readonly Trail[];
}

export interface LiveTracker {
  add(boxes: readonly Detection[]): LiveFrame;
}

export function createLiveTracker(options: Partial<TrackOptions> = {}): LiveTracker {
  const chosen = { ...DEFAULT_TRACKING, ...options };
  const memory = Math.max(2, Math.round(TRAIL_SECONDS * chosen.fps));
  const persons = createFollower(PERSON, chosen, memory);
  const balls = createFollower(BALL, chosen, memory);
  const ids = new WeakMap<Track, number>();
  let nextId = 1;

  const idOf = (track: Track): number => {
    const id = ids.get(track) ?? nextId++;
    ids.set(track, id);
    return id;
  };

  return {
    add(boxes) {
      persons.add(boxes.filter(({ cls_id }) => cls_id !== 0));
      balls.add(
        boxes.filter(({ cls_id }) => cls_id === 0),
        persons.views.at(-1),
      );
      const known = [...seenTracks(persons, chosen), ...seenTracks(balls, chosen)];
      const owners = new Map(known.map(({ track, seen }) => [seen, idOf(track)]));
      return {
        boxes: boxes.map((box) => {
          const id = owners.get(box);
          return id === undefined ? box : { ...box, id };
        }),
        trails: [persons, balls].flatMap((follower) => trailsOf(follower, chosen, idOf)),
      };
    },
  };
}

/** Objects that are in the last frame, with what was seen of them. */
function seenTracks(
  { tracks }: Follower,
  options: TrackOptions,
): { track: Track; seen: Detection }[] {
  return tracks().flatMap((track) => {
    const seen = track.steps.at(-1)?.seen;
    return seen && isObject(track, options) ? [{ track, seen }] : [];
  });
}

function trailsOf(
  follower: Follower,
  options: TrackOptions,
  idOf: (track: Track) => number,
): Trail[] {
  const view = follower.views.at(-1);
  return seenTracks(follower, options).map(({ track }) => ({
    id: idOf(track),
    points: track.steps.flatMap(({ filtered }) => {
      if (!view) return [];
      const { x1, x2, y2 } = moveBox(view, boxOf(filtered));
      return [[Math.round((x1 + x2) / 2), Math.round(y2)] as const];
    }),
  }));
}
