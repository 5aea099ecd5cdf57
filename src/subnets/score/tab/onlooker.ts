import type { Detection } from '../pipeline/contract.ts';
import type { ScorePreview } from '../preview.ts';
import { createWardrobe } from '../teams/wardrobe.ts';
import { DEFAULT_TRACKING } from '../tracking/contract.ts';
import { createLiveTracker } from '../tracking/live.ts';
import type { Frame } from './frame.ts';
import { createStageTimes } from './stage-times.ts';

// What somebody who looks on sees of a frame: the boxes with their tracks and shirts. Nothing of it
// is part of an answer.

export interface Onlooker {
  /** @param msPerStage what the frame took so far; the steps `track` and `shirts` are added to it */
  show(
    frame: Frame,
    boxes: readonly Detection[],
    position: Pick<ScorePreview, 'frame' | 'frames'>,
    msPerStage: Readonly<Record<string, number>>,
  ): Promise<ScorePreview>;
}

export interface OnlookerOptions {
  /** Frames a second of what is shown; 0 where nobody knows. */
  readonly fps: number;
  /** Whether shirts are looked at, for which a frame's pixels must be read. */
  readonly shirts: boolean;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export function createOnlooker({ fps, shirts, now }: OnlookerOptions): Onlooker {
  const times = createStageTimes(now);
  const tracker = createLiveTracker({ fps: fps > 0 ? fps : DEFAULT_TRACKING.fps });
  const wardrobe = createWardrobe();
  return {
    async show(frame, boxes, position, msPerStage) {
      const { width, height, bitmap: image } = frame;
      const live = await times.measure('track', () => tracker.add(boxes));
      const base = { width, height, image, ...position, trails: trailsOf(live.trails) };
      const spent = () => ({ ...msPerStage, ...times.lap() });
      if (!shirts) return { ...base, boxes: [...live.boxes], msPerStage: spent() };
      const { byId, colours } = await times.measure('shirts', () => {
        wardrobe.look(frame.pixels(), live.boxes);
        return wardrobe.sides(live.boxes.flatMap(({ id }) => id ?? []));
      });
      const sided = live.boxes.map((box) => {
        const side = box.id === undefined ? undefined : byId.get(box.id);
        return side ? { ...box, side } : box;
      });
      return { ...base, boxes: sided, shirts: colours, msPerStage: spent() };
    },
  };
}

type Trails = NonNullable<ScorePreview['trails']>;

/** Plain arrays, as the preview's schema has them. */
function trailsOf(
  trails: readonly { id: number; points: readonly (readonly [number, number])[] }[],
): Trails {
  return trails.map(({ id, points }) => ({ id, points: points.map(([x, y]) => [x, y]) }));
}
