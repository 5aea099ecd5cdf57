import { type PitchCamera, type Projector, projectorOf } from './camera.ts';
import { type DistanceMaps, quartersToLine, sectorOf } from './distance.ts';
import type { LinePixels } from './line-pixels.ts';
import { type PlanePoint, linePieces } from './model.ts';

// Where is the camera? Every pose of a coarse grid is judged by how near line pixels its picture of
// the pitch would be; the best are moved downhill, judged both ways: lines that should be seen and
// are not, and line pixels that lie on no painted line.

/** Places of main cameras: behind the near touchline, at the halfway line. Metres. */
const PLACES: readonly (readonly [y: number, z: number])[] = [
  [-22, 17],
  [-29, 18.5],
  [-31, 14],
  [-42, 18],
  [-36, 26],
];
const MIDDLE = 51.5;
const PANS = { from: -0.66, to: 0.66, step: 0.03 };
const TILTS = { from: 0.18, to: 0.44, step: 0.02 };
/** Focal lengths as shares of the picture's width. */
const ZOOMS = { from: 0.7, to: 1.65, ratio: 1.1 };
/** Metres between the places where the grid looks, and where the descent looks. */
const COARSE_STEP = 2.6;
const FINE_STEP = 1.4;
/** A line this far away is no evidence, in pixels of the coarse and of the fine look. */
const COARSE_REACH = 40;
const FINE_REACH = 20;
/** Poses that are taken on from the grid, and from the descent. */
const KEPT = 40;
const FINALISTS = 5;
/** Pretended misses: a pose that shows hardly any line is no good pose. */
const FEW = 25;
/** Line pixels that are looked up on the ground. */
const PROBES = 300;

/** Of a grid pose's pieces every so many are looked at first; a pose that is far behind gets no more. */
const SPARSE = 5;
const FAR_BEHIND = 0.6;

/** Pieces of line as columns: millions are projected. */
interface Pieces {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly dx: Float64Array;
  readonly dy: Float64Array;
}

function piecesOf(step: number): Pieces {
  const pieces = linePieces(step);
  return {
    x: Float64Array.from(pieces, ({ x }) => x),
    y: Float64Array.from(pieces, ({ y }) => y),
    dx: Float64Array.from(pieces, ({ dx }) => dx),
    dy: Float64Array.from(pieces, ({ dy }) => dy),
  };
}

export interface Pose {
  readonly camera: PitchCamera;
  /** 0..1. */
  readonly score: number;
}

export interface Evidence {
  readonly lines: LinePixels;
  readonly maps: DistanceMaps;
  /** Some line pixels, as points of the picture. */
  readonly probes: readonly PlanePoint[];
}

/** Line pixels at even intervals, so that the same frame gives the same evidence. */
export function probesOf(lines: LinePixels): PlanePoint[] {
  const all: number[] = [];
  for (let at = 0; at < lines.direction.length; at++) {
    if (lines.direction[at] !== 0) all.push(at);
  }
  const stride = Math.max(1, all.length / PROBES);
  return Array.from({ length: Math.min(PROBES, all.length) }, (_, i) => {
    const at = all[Math.floor(i * stride)] ?? 0;
    return { x: (at % lines.width) + 0.5, y: Math.floor(at / lines.width) + 0.5 };
  });
}

/** The most likely poses in the picture's own pixels, best first. */
export function searchPoses(evidence: Evidence): Pose[] {
  const fine = piecesOf(FINE_STEP);
  return gridPoses(evidence)
    .map(({ camera }) => descend(camera, fine, evidence))
    .sort((a, b) => b.score - a.score)
    .filter((pose, i, all) => !all.slice(0, i).some((other) => isSame(pose.camera, other.camera)))
    .slice(0, FINALISTS);
}

/** The grid's best poses. What is seen where does not depend on the zoom: it is worked out once for all. */
function gridPoses(evidence: Evidence): Pose[] {
  const { width, height } = evidence.lines;
  const pieces = piecesOf(COARSE_STEP);
  const sight = sightFor(pieces);
  const zooms: number[] = [];
  for (let zoom = ZOOMS.from; zoom < ZOOMS.to; zoom *= ZOOMS.ratio) zooms.push(zoom * width);
  const best: Pose[] = [];
  const rest = { x: MIDDLE, roll: 0, lens: 0, width, height, focal: width };
  for (const [y, z] of PLACES) {
    for (let tilt = TILTS.from; tilt < TILTS.to; tilt += TILTS.step) {
      for (let pan = PANS.from; pan < PANS.to; pan += PANS.step) {
        const camera = { ...rest, y, z, pan, tilt };
        lookFrom(projectorOf(camera), pieces, sight);
        for (const focal of zooms) {
          const least = best.length === KEPT ? (best.at(-1)?.score ?? 0) : 0;
          const sparse = expectedSeen(sight, focal, evidence, SPARSE_LOOK);
          if (sparse < FAR_BEHIND * least) continue;
          const score = expectedSeen(sight, focal, evidence, COARSE_LOOK);
          if (score > least) keep(best, { camera: { ...camera, focal }, score });
        }
      }
    }
  }
  return best;
}

/** Sorted insertion; of poses that are neighbours in the grid the better one stays. */
function keep(best: Pose[], pose: Pose): void {
  const twin = best.findIndex(({ camera }) => isSame(camera, pose.camera));
  if (twin >= 0) {
    if ((best[twin]?.score ?? 0) >= pose.score) return;
    best.splice(twin, 1);
  }
  const place = best.findIndex(({ score }) => score < pose.score);
  best.splice(place < 0 ? best.length : place, 0, pose);
  if (best.length > KEPT) best.pop();
}

function isSame(a: PitchCamera, b: PitchCamera): boolean {
  return (
    Math.abs(a.pan - b.pan) < 0.035 &&
    Math.abs(a.tilt - b.tilt) < 0.025 &&
    Math.abs(Math.log(a.focal / b.focal)) < 0.12 &&
    Math.abs(a.y - b.y) < 6
  );
}

/** What a descent turns, and its first step for each. */
const TURNS: readonly (readonly [key: 'pan' | 'tilt' | 'focal' | 'y' | 'z' | 'x', step: number])[] =
  [
    ['pan', 0.012],
    ['tilt', 0.008],
    ['focal', 0.04],
    ['y', 3],
    ['z', 1.5],
    ['x', 1.5],
  ];

/** Tries a step of each kind either way, keeps what helps, and halves the steps. */
function descend(start: PitchCamera, pieces: Pieces, evidence: Evidence): Pose {
  const sight = sightFor(pieces);
  /** Harmonic mean of both ways, 0..1. */
  const judge = (camera: PitchCamera): number => {
    const projector = projectorOf(camera);
    lookFrom(projector, pieces, sight);
    const there = expectedSeen(sight, camera.focal, evidence, FINE_LOOK);
    const back = seenExpected(projector, evidence);
    return there + back > 0 ? (2 * there * back) / (there + back) : 0;
  };
  let camera = start;
  let score = judge(camera);
  for (let scale = 1; scale > 0.2; scale /= 2) {
    for (const [key, step] of TURNS) {
      for (const sign of [1, -1]) {
        const move = sign * step * scale;
        const value = key === 'focal' ? camera.focal * (1 + move) : camera[key] + move;
        const next = { ...camera, [key]: value };
        const nextScore = judge(next);
        if (nextScore <= score) continue;
        [camera, score] = [next, nextScore];
        break;
      }
    }
  }
  return { camera, score };
}

/** Pieces as a camera sees them at any zoom, the lens left out: offsets in focal lengths. */
interface Sight {
  /** Pieces that are before the camera. */
  count: number;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly sector: Uint8Array;
}

function sightFor({ x }: Pieces): Sight {
  const [a, b] = [new Float64Array(x.length), new Float64Array(x.length)];
  return { count: 0, a, b, sector: new Uint8Array(x.length) };
}

/** Fills `sight`. */
function lookFrom(projector: Projector, pieces: Pieces, sight: Sight): void {
  const { position, right, down, forward } = projector;
  const dz = -position.z;
  let count = 0;
  for (let i = 0; i < pieces.x.length; i++) {
    const dx = (pieces.x[i] ?? 0) - position.x;
    const dy = (pieces.y[i] ?? 0) - position.y;
    const depth = dx * forward.x + dy * forward.y + dz * forward.z;
    if (depth < 1) continue;
    const a = (dx * right.x + dy * right.y + dz * right.z) / depth;
    const b = (dx * down.x + dy * down.y + dz * down.z) / depth;
    const tx = pieces.dx[i] ?? 0;
    const ty = pieces.dy[i] ?? 0;
    const along = tx * forward.x + ty * forward.y;
    const u = tx * right.x + ty * right.y - a * along;
    const v = tx * down.x + ty * down.y - b * along;
    sight.a[count] = a;
    sight.b[count] = b;
    sight.sector[count] = sectorOf(u, v);
    count++;
  }
  sight.count = count;
}

interface Look {
  /** A line pixel this far away is no evidence. */
  readonly reach: number;
  /** Every how many-th piece is looked at. */
  readonly stride: number;
}

const SPARSE_LOOK: Look = { reach: COARSE_REACH, stride: SPARSE };
const COARSE_LOOK: Look = { reach: COARSE_REACH, stride: 1 };
const FINE_LOOK: Look = { reach: FINE_REACH, stride: 1 };

/** How near line pixels of a like direction the visible lines are, 0..1. */
function expectedSeen(
  sight: Sight,
  focal: number,
  { lines, maps }: Evidence,
  { reach, stride }: Look,
): number {
  const { grass, width, height } = lines;
  const offsetX = width / 2;
  const offsetY = height / 2;
  let hits = 0;
  let seen = 0;
  for (let i = 0; i < sight.count; i += stride) {
    const x = offsetX + focal * (sight.a[i] ?? 0);
    const y = offsetY + focal * (sight.b[i] ?? 0);
    if (x < 0 || y < 0 || x >= width || y >= height) continue;
    seen++;
    const cell = Math.floor(y / grass.cell) * grass.width + Math.floor(x / grass.cell);
    if (grass.cells[cell] !== 1) continue;
    const map = maps.sectors[sight.sector[i] ?? 0];
    const at = Math.floor(y / maps.cell) * maps.width + Math.floor(x / maps.cell);
    const distance = map?.[at] ?? reach;
    if (distance < reach) hits += 1 - distance / reach;
  }
  return hits / (seen + FEW / stride);
}

/** How near painted lines the line pixels are, 0..1. The lens is left out. */
function seenExpected(projector: Projector, { probes }: Evidence): number {
  const { camera, position, right, down, forward } = projector;
  let hits = 0;
  for (const probe of probes) {
    const a = (probe.x - camera.width / 2) / camera.focal;
    const b = (probe.y - camera.height / 2) / camera.focal;
    const dz = forward.z + right.z * a + down.z * b;
    if (dz > -1e-6) continue;
    const t = -position.z / dz;
    const dx = (forward.x + right.x * a + down.x * b) * t;
    const dy = (forward.y + right.y * a + down.y * b) * t;
    const quarters = quartersToLine(position.x + dx, position.y + dy);
    // Foreshortened by its height above the ground: between a metre across and one along.
    const pixels = ((quarters / 4) * camera.focal * 0.5) / Math.hypot(dx, dy, position.z);
    if (pixels < FINE_REACH) hits += 1 - pixels / FINE_REACH;
  }
  return hits / (probes.length + 1);
}
