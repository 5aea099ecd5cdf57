// The pitch by the Laws of the Game, in metres: x 0..105 from the left goal line, y 0..68 from the
// near touchline. Its lines as they are painted, and the 32 points that the subnet asks for.

export const PITCH_LENGTH = 105;
export const PITCH_WIDTH = 68;
/** Penalty areas: depth from the goal line, half their breadth. */
export const AREA_DEPTH = 16.5;
export const AREA_HALF = 20.16;
export const GOAL_AREA_DEPTH = 5.5;
export const GOAL_AREA_HALF = 9.16;
/** Penalty spot from the goal line; radius of the centre circle and of the areas' arcs. */
export const SPOT = 11;
export const CIRCLE = 9.15;

const HALF_LENGTH = PITCH_LENGTH / 2;
const HALF_WIDTH = PITCH_WIDTH / 2;
/** Half the chord that an area's front line cuts off its arc. */
const ARC_HALF = Math.sqrt(CIRCLE ** 2 - (AREA_DEPTH - SPOT) ** 2);

/** A place on the ground in metres, or a point of a picture in pixels. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
}

/**
 * The 32 points of the subnet's template (section e2): left goal line from the far corner, left goal
 * area, spot, front of the penalty area with the ends of its arc; halfway line; the right half as
 * the mirror image, its goal line last; the two sides of the centre circle.
 */
export const PITCH_POINTS: readonly PlanePoint[] = (() => {
  const across = [
    HALF_WIDTH,
    AREA_HALF,
    GOAL_AREA_HALF,
    -GOAL_AREA_HALF,
    -AREA_HALF,
    -HALF_WIDTH,
  ].map((v) => HALF_WIDTH + v);
  const goalLine = across.map((y) => ({ x: 0, y }));
  const goalArea = across.slice(2, 4).map((y) => ({ x: GOAL_AREA_DEPTH, y }));
  const spot = { x: SPOT, y: HALF_WIDTH };
  const front = [AREA_HALF, ARC_HALF, -ARC_HALF, -AREA_HALF].map((v) => ({
    x: AREA_DEPTH,
    y: HALF_WIDTH + v,
  }));
  const halfway = [HALF_WIDTH, CIRCLE, -CIRCLE, -HALF_WIDTH].map((v) => ({
    x: HALF_LENGTH,
    y: HALF_WIDTH + v,
  }));
  const left = [...goalLine, ...goalArea, spot, ...front];
  const right = [...front, spot, ...goalArea, ...goalLine].map(({ x, y }) => ({
    x: PITCH_LENGTH - x,
    y,
  }));
  const sides = [-CIRCLE, CIRCLE].map((u) => ({ x: HALF_LENGTH + u, y: HALF_WIDTH }));
  return [...left, ...halfway, ...right, ...sides];
})();

/** A short piece of a painted line: its middle, and the unit vector along it. */
export interface LinePiece extends PlanePoint {
  readonly dx: number;
  readonly dy: number;
}

type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Every painted line in pieces of about `step` metres; spots and corner arcs are left out. */
export function linePieces(step: number): LinePiece[] {
  const [near, far] = [HALF_WIDTH - AREA_HALF, HALF_WIDTH + AREA_HALF];
  const [goalNear, goalFar] = [HALF_WIDTH - GOAL_AREA_HALF, HALF_WIDTH + GOAL_AREA_HALF];
  const half: Segment[] = [
    [0, 0, 0, PITCH_WIDTH],
    [0, 0, HALF_LENGTH, 0],
    [0, PITCH_WIDTH, HALF_LENGTH, PITCH_WIDTH],
    [AREA_DEPTH, near, AREA_DEPTH, far],
    [0, near, AREA_DEPTH, near],
    [0, far, AREA_DEPTH, far],
    [GOAL_AREA_DEPTH, goalNear, GOAL_AREA_DEPTH, goalFar],
    [0, goalNear, GOAL_AREA_DEPTH, goalNear],
    [0, goalFar, GOAL_AREA_DEPTH, goalFar],
  ];
  const reach = Math.acos((AREA_DEPTH - SPOT) / CIRCLE);
  const ofHalf = [
    ...half.flatMap((segment) => straight(segment, step)),
    ...arc({ x: SPOT, y: HALF_WIDTH }, [-reach, reach], step),
  ];
  const mirrored = ofHalf.map(({ x, y, dx, dy }) => ({ x: PITCH_LENGTH - x, y, dx: -dx, dy }));
  return [
    ...ofHalf,
    ...mirrored,
    ...straight([HALF_LENGTH, 0, HALF_LENGTH, PITCH_WIDTH], step),
    ...arc({ x: HALF_LENGTH, y: HALF_WIDTH }, [0, 2 * Math.PI], step),
  ];
}

function straight([x1, y1, x2, y2]: Segment, step: number): LinePiece[] {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const count = Math.max(1, Math.round(length / step));
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  return Array.from({ length: count }, (_, i) => {
    const share = (i + 0.5) / count;
    return { x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share, dx, dy };
  });
}

function arc(
  centre: PlanePoint,
  [from, to]: readonly [from: number, to: number],
  step: number,
): LinePiece[] {
  const count = Math.max(1, Math.round(((to - from) * CIRCLE) / step));
  return Array.from({ length: count }, (_, i) => {
    const angle = from + ((to - from) * (i + 0.5)) / count;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return { x: centre.x + CIRCLE * cos, y: centre.y + CIRCLE * sin, dx: -sin, dy: cos };
  });
}
