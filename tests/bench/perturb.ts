import { type Rng, randomBetween, randomNormal } from '../../src/shared/rng.ts';
import type { Detection } from '../../src/subnets/score/pipeline/contract.ts';
import type { TrackInput } from '../../src/subnets/score/tracking/contract.ts';
import type { TrackTruth } from '../../src/subnets/score/tracking/metrics/evaluate.ts';

// A detector made of the truth: boxes that tremble, boxes that are missing (one by one and for a
// while), boxes of nothing. All have confidence 1: what follows has only places to go by.

export interface Perturbation {
  /** Standard deviation of the centre, in own widths and heights. */
  readonly shift: number;
  /** Standard deviation of the logarithm of each side. */
  readonly stretch: number;
  /** Probability that a box is missing, each by itself. */
  readonly drop: number;
  /** Probability in each frame that a person begins to be missing for `away` frames. */
  readonly leave: number;
  readonly away: number;
  /** Boxes of nothing a frame, on average; as large as a true one of the frame. */
  readonly false: number;
}

export function perturb(truth: readonly TrackTruth[], how: Perturbation, rng: Rng): TrackInput[] {
  const backAt = new Map<number, number>();
  const right = Math.max(...truth.flatMap(({ boxes }) => boxes.map(({ x2 }) => x2)));
  return truth.map(({ boxes }, frame) => {
    const found: Detection[] = [];
    for (const box of boxes) {
      if (rng.next() < how.leave) backAt.set(box.id, frame + how.away);
      const isMissing = rng.next() < how.drop || frame < (backAt.get(box.id) ?? 0);
      const seen = tremble(box, how, rng);
      if (!isMissing) found.push(seen);
    }
    for (const box of boxes) {
      if (rng.next() * boxes.length >= how.false) continue;
      const width = box.x2 - box.x1;
      const x1 = randomBetween(rng, 0, right - width);
      found.push({ ...tremble(box, how, rng), x1, x2: x1 + width });
    }
    return { boxes: found };
  });
}

type Corners = Pick<Detection, 'x1' | 'y1' | 'x2' | 'y2'>;

function tremble({ x1, y1, x2, y2 }: Corners, how: Perturbation, rng: Rng): Detection {
  const [width, height] = [x2 - x1, y2 - y1];
  const x = (x1 + x2) / 2 + randomNormal(rng) * how.shift * width;
  const y = (y1 + y2) / 2 + randomNormal(rng) * how.shift * height;
  const halfWidth = (width / 2) * Math.exp(randomNormal(rng) * how.stretch);
  const halfHeight = (height / 2) * Math.exp(randomNormal(rng) * how.stretch);
  return {
    x1: x - halfWidth,
    y1: y - halfHeight,
    x2: x + halfWidth,
    y2: y + halfHeight,
    cls_id: 2,
    conf: 1,
  };
}
