import { type ShirtColour, colourDistance, meanColour } from './shirt.ts';

// Two sides out of many shirts. Goalkeepers, referees and a ball boy among the players must not
// become a side: the centres are fitted to the closest shirts only.

export type Side = '1' | '2';

/** Share of the shirts that the centres are fitted to. */
const FITTED = 0.8;
const ROUNDS = 12;
/** Two shirts say nothing about sides. */
const LEAST_SHIRTS = 4;
/** Centres closer than this many times the spread within a side are one side cut in two. */
const LEAST_CONTRAST = 2;
/** So are centres that nobody in the stands could tell apart. */
const LEAST_DISTANCE = 8;
/** A shirt farther from its centre than this many times the centres’ distance is on neither side. */
const STRANGER = 1;

export interface Split {
  /** The side of each shirt; null where a shirt fits neither, and for all where there are no two. */
  readonly sides: readonly (Side | null)[];
  /** The mean shirt of each side; null where there are no two sides. */
  readonly colours: Readonly<Record<Side, ShirtColour>> | null;
}

/**
 * Two sides of the shirts. Which is called 1 says nothing: the one with the redder shirt.
 *
 * @param shirts in any order; null where no colour is known
 *
 * 2-means, trimmed, from every shirt and the one most unlike it as first centres: deterministic.
 * Cost O(n² log n) a round, for the persons of one picture or the tracks of one clip.
 * Source: Cuesta-Albertos, Gordaliza and Matrán 1997, "Trimmed k-means".
 */
export function splitShirts(shirts: readonly (ShirtColour | null)[]): Split {
  const known = shirts.flatMap((shirt) => shirt ?? []);
  const centres = known.length >= LEAST_SHIRTS ? twoCentres(known) : null;
  if (!centres) return { sides: shirts.map(() => null), colours: null };
  const [one, two] = centres;
  const apart = colourDistance(one, two);
  const sides = shirts.map((shirt): Side | null => {
    if (!shirt) return null;
    const [toOne, toTwo] = [colourDistance(shirt, one), colourDistance(shirt, two)];
    if (Math.min(toOne, toTwo) > STRANGER * apart) return null;
    return toOne <= toTwo ? '1' : '2';
  });
  return { sides, colours: { 1: one, 2: two } };
}

type Centres = readonly [ShirtColour, ShirtColour];

function twoCentres(shirts: readonly ShirtColour[]): Centres | null {
  const kept = Math.max(LEAST_SHIRTS, Math.round(FITTED * shirts.length));
  let best: { centres: Centres; spread: number } | null = null;
  for (const first of shirts) {
    const fitted = fit(shirts, [first, farthest(shirts, first)], kept);
    if (fitted && (!best || fitted.spread < best.spread)) best = fitted;
  }
  if (!best) return null;
  const [one, two] = best.centres;
  const apart = colourDistance(one, two);
  if (apart < LEAST_DISTANCE || apart < LEAST_CONTRAST * best.spread) return null;
  return one.a >= two.a ? [one, two] : [two, one];
}

function farthest(shirts: readonly ShirtColour[], from: ShirtColour): ShirtColour {
  return shirts.reduce((most, shirt) =>
    colourDistance(shirt, from) > colourDistance(most, from) ? shirt : most,
  );
}

/** @returns centres and the root mean square distance of the kept shirts to theirs */
function fit(
  shirts: readonly ShirtColour[],
  start: Centres,
  kept: number,
): { centres: Centres; spread: number } | null {
  let centres = start;
  let spread = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const closest = shirts
      .map((shirt) => {
        const [toOne, toTwo] = [
          colourDistance(shirt, centres[0]),
          colourDistance(shirt, centres[1]),
        ];
        return { shirt, isOne: toOne <= toTwo, distance: Math.min(toOne, toTwo) };
      })
      .sort((a, b) => a.distance - b.distance)
      .slice(0, kept);
    const ones = closest.filter(({ isOne }) => isOne);
    const twos = closest.filter(({ isOne }) => !isOne);
    // A single shirt is a goalkeeper's, not a side's.
    if (Math.min(ones.length, twos.length) < 2) return null;
    centres = [
      meanColour(ones.map(({ shirt }) => shirt)),
      meanColour(twos.map(({ shirt }) => shirt)),
    ];
    const next = Math.sqrt(
      closest.reduce((sum, { distance }) => sum + distance ** 2, 0) / closest.length,
    );
    if (next >= spread) break;
    spread = next;
  }
  return { centres, spread };
}
