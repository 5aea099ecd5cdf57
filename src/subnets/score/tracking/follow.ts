import type { Detection } from '../pipeline/contract.ts';
import { associate } from './associate.ts';
import { type Corners, STILL, follow, invert, moveBox } from './camera.ts';
import { motionByBoxes } from './camera-boxes.ts';
import type { CameraMotion, TrackOptions } from './contract.ts';
import {
  type BoxState,
  type MotionModel,
  beginBox,
  boxOf,
  correctBox,
  predictBox,
} from './model.ts';

// Frame by frame: move the tracks on, take out the camera's motion, give each detection to a track,
// begin and end tracks. All places are in pixels of the first frame, as if the camera stood still.

/** One frame of a track. */
export interface Step {
  readonly frame: number;
  /** Before and after the frame's measurement. */
  readonly predicted: BoxState;
  readonly filtered: BoxState;
  /** What the detector saw, in pixels of the frame; null where it saw nothing. */
  readonly seen: Detection | null;
  /** Whether other boxes cover much of it, so that it may be seen badly or not at all. */
  readonly hidden: boolean;
}

export interface Track {
  readonly steps: Step[];
  /** Frames since it was seen. */
  waited: number;
  /** In how many frames it was seen. */
  sightings: number;
  /** The highest confidence with which it was. */
  surest: number;
}

interface Sighting {
  readonly detection: Detection;
  /** The box as if the camera stood still. */
  readonly place: Corners;
}

export interface Follower {
  /**
   * Takes the next frame's detections.
   *
   * @param view where the frame lies, where another follower of the same clip knows it already
   */
  add(boxes: readonly Detection[], view?: CameraMotion): void;
  /** The motion from the first frame's pixels to each frame's. */
  readonly views: readonly CameraMotion[];
  /** Tracks that were begun so far, in that order; with a memory only those that go on. */
  tracks(): readonly Track[];
}

/**
 * Follows objects of one kind through a clip.
 *
 * @param memory steps that a track keeps, where nobody wants to look back at the whole clip
 */
export function createFollower(
  model: MotionModel,
  options: TrackOptions,
  memory = Infinity,
): Follower {
  const dt = 1 / options.fps;
  const views: CameraMotion[] = [];
  const tracks: Track[] = [];
  let active: Track[] = [];
  let step = STILL;

  function viewOf(looked: readonly Detection[], expected: readonly BoxState[]): CameraMotion {
    const before = views.at(-1);
    if (!before) return STILL;
    const fresh = expected.filter((_, index) => isFresh(active[index], options));
    const stood = fresh.map((state) => moveBox(before, boxOf(state)));
    const measured = options.motions?.[views.length];
    step = measured ?? motionByBoxes(stood, looked, step) ?? fade(step);
    return follow(before, step);
  }

  return {
    views,
    tracks: () => (memory === Infinity ? tracks : active),
    add(boxes, known) {
      const expected = active.map((track) => predictBox(stateOf(track), model, dt));
      const looked = boxes.filter(({ conf }) => conf >= options.lowConfidence);
      const view = known ?? viewOf(looked, expected);
      const frame = views.push(view) - 1;
      const back = invert(view);
      const sightings = looked.map((detection) => ({ detection, place: moveBox(back, detection) }));
      const rest = give(sightings, { active, expected, frame, model, options });
      const born = rest
        .filter(({ detection }) => detection.conf >= options.birthConfidence)
        .map((sighting) => beginTrack(sighting, frame, model));
      active = [...active.filter((track) => isWorthWaiting(track, options)), ...born];
      if (memory === Infinity) tracks.push(...born);
      else for (const { steps } of active) steps.splice(0, steps.length - memory);
    },
  };
}

/** Whether a track is of an object, as far as is known: seen often enough, and surely once. */
export function isObject({ sightings, surest }: Track, options: TrackOptions): boolean {
  return sightings >= options.leastSeen && surest >= options.sureConfidence;
}

interface Giving {
  readonly active: readonly Track[];
  readonly expected: readonly BoxState[];
  readonly frame: number;
  readonly model: MotionModel;
  readonly options: TrackOptions;
}

/**
 * Confident detections first, then, for tracks that got none, the doubtful ones: a person half
 * hidden is found with a low confidence, and so is a shadow, which continues no track.
 * Source: Zhang et al. 2022, "ByteTrack".
 *
 * @returns sightings that no track took
 */
function give(sightings: readonly Sighting[], giving: Giving): Sighting[] {
  const { active, expected, frame, model, options } = giving;
  const open = new Set(sightings);
  const waiting = new Set(active.keys());
  for (const sure of [true, false]) {
    const offered = [...open].filter(
      ({ detection }) => detection.conf >= options.highConfidence === sure,
    );
    const places = [...waiting].filter((place) => sure || isFresh(active[place], options));
    const states = places.flatMap((place) => expected[place] ?? []);
    const boxes = offered.map(({ place }) => place);
    for (const pair of associate(states, boxes, model)) {
      const [place = -1, sighting] = [places[pair.track], offered[pair.box]];
      const [track, state] = [active[place], expected[place]];
      if (!track || !state || !sighting) continue; // pairs stay inside the lists
      const filtered = correctBox(state, sighting.place, model, doubtOf(sighting.detection));
      const hidden = isHidden(sighting.place, sightings, sighting);
      track.steps.push({ frame, predicted: state, filtered, seen: sighting.detection, hidden });
      track.waited = 0;
      track.sightings++;
      track.surest = Math.max(track.surest, sighting.detection.conf);
      waiting.delete(place);
      open.delete(sighting);
    }
  }
  for (const place of waiting) {
    const [track, state] = [active[place], expected[place]];
    if (!track || !state) continue; // one of each a place
    const hidden = isHidden(boxOf(state), sightings);
    track.steps.push({ frame, predicted: state, filtered: state, seen: null, hidden });
    track.waited++;
  }
  return [...open];
}

function beginTrack({ detection, place }: Sighting, frame: number, model: MotionModel): Track {
  const state = beginBox(place, model, doubtOf(detection));
  const steps = [{ frame, predicted: state, filtered: state, seen: detection, hidden: false }];
  return { steps, waited: 0, sightings: 1, surest: detection.conf };
}

/** Share of a box that another one covers where the person behind may be seen badly. */
const HIDING_SHARE = 0.3;

function isHidden(place: Corners, sightings: readonly Sighting[], own?: Sighting): boolean {
  const area = (place.x2 - place.x1) * (place.y2 - place.y1);
  return sightings.some((sighting) => {
    if (sighting === own) return false;
    const width = Math.min(place.x2, sighting.place.x2) - Math.max(place.x1, sighting.place.x1);
    const height = Math.min(place.y2, sighting.place.y2) - Math.max(place.y1, sighting.place.y1);
    return width > 0 && height > 0 && width * height >= HIDING_SHARE * area;
  });
}

/** A doubtful box lies less exactly. */
function doubtOf({ conf }: Detection): number {
  return 1 + Math.max(0, 0.6 - conf);
}

function stateOf({ steps }: Track): BoxState {
  const last = steps.at(-1);
  if (!last) throw new Error('a track without steps');
  return last.filtered;
}

/** Nobody waits longer for an object than it was seen before: what flickers is soon forgotten. */
function isWorthWaiting({ waited, sightings }: Track, { patience, fps }: TrackOptions): boolean {
  return waited <= Math.min(patience * fps, sightings);
}

/** Seen a moment ago: where it is now is known well. */
function isFresh(track: Track | undefined, { fps }: TrackOptions): boolean {
  return track !== undefined && track.waited <= Math.max(1, fps / 8);
}

/** Nobody says how the camera moved: it goes on and slows down. */
function fade({ dx, dy }: CameraMotion): CameraMotion {
  return { scale: 1, dx: dx / 2, dy: dy / 2 };
}
