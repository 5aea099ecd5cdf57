import * as v from 'valibot';

// Made-up answers to frame analysis: well formed, worthless. Enough to test what happens to them.

const Frames = v.object({ frames: v.array(v.object({ width: v.number(), height: v.number() })) });

/** One box in the middle of each frame. */
export function worthlessResult(input: unknown): unknown {
  const { frames } = v.parse(Frames, input);
  return {
    frames: frames.map(({ width, height }, frame_id) => ({
      frame_id,
      boxes: [
        {
          x1: Math.floor(width / 2) - 20,
          y1: Math.floor(height / 2) - 40,
          x2: Math.floor(width / 2) + 20,
          y2: Math.floor(height / 2) + 40,
          cls_id: 2,
          conf: 0.9,
        },
      ],
    })),
  };
}
