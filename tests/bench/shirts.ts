import { parseArgs } from 'node:util';
import { randomNormal, seededRng } from '../../src/shared/rng.ts';
import { MATCH_SIZE, renderClip } from '../../src/subnets/score/match/render.ts';
import type { Detection } from '../../src/subnets/score/pipeline/contract.ts';
import { giveSides } from '../../src/subnets/score/pipeline/sides.ts';
import { palettePillar } from '../../src/subnets/score/scoring/palette.ts';

// node tests/bench/run.mjs shirts [--clips 14] [--seed sides] [--json]
// Sides by shirts on the first frames of rendered matches, from true boxes that tremble (4 % of the
// width, 3 % of the height): the subnet's pillar `palette` of each.

const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: '14' },
    seed: { type: 'string', default: 'sides' },
    json: { type: 'boolean', default: false },
  },
});

const label = (cls: number): string => (cls === 2 ? 'player' : 'other');

function tremble(box: Pick<Detection, 'x1' | 'y1' | 'x2' | 'y2' | 'cls_id'>, seed: string) {
  const rng = seededRng(seed);
  const across = (): number => 0.04 * (box.x2 - box.x1) * randomNormal(rng);
  const down = (): number => 0.03 * (box.y2 - box.y1) * randomNormal(rng);
  const { x1, y1, x2, y2, cls_id } = box;
  return {
    x1: x1 + across(),
    y1: y1 + down(),
    x2: x2 + across(),
    y2: y2 + down(),
    cls_id,
    conf: 1,
  };
}

function paletteOf(seed: string): number {
  const [frame] = renderClip(seed, { ...MATCH_SIZE, frames: 1 });
  if (!frame) return 0;
  const persons = frame.truth.boxes.filter(({ cls_id }) => cls_id !== 0);
  const found = persons.map((box, index) => tremble(box, `${seed}/${index}`));
  const truth = persons.map(({ x1, y1, x2, y2, cls_id, team }) => ({
    box: [x1, y1, x2, y2] as const,
    label: label(cls_id),
    team: team ?? null,
  }));
  const predicted = giveSides(found, frame.image).map(({ x1, y1, x2, y2, cls_id, team_id }) => ({
    box: [x1, y1, x2, y2] as const,
    label: label(cls_id),
    team: team_id ?? null,
  }));
  return palettePillar([{ truth, predicted }], { team1: '1', team2: '2' });
}

const palettes = Array.from({ length: Number(values.clips) }, (_, clip) =>
  paletteOf(`${values.seed}-${clip}`),
);
const mean = palettes.reduce((sum, value) => sum + value, 0) / palettes.length;
if (values.json) console.log(JSON.stringify({ mean, palettes }));
else console.log(`palette ${mean.toFixed(3)}: ${palettes.map((p) => p.toFixed(2)).join(' ')}`);
