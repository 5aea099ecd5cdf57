import { type Rng, randomBetween, seededRng } from '../../../shared/rng.ts';
import { type View, aimAt, project, viewOf } from './camera.ts';
import type { Ground } from './ground.ts';
import type { Light } from './light.ts';
import { type Moment, playMatch } from './motion.ts';
import { createNoise, normalTable } from './noise.ts';
import { type Role, createSquad } from './squad.ts';
import { clamp, mix, unit, vec } from './vec.ts';

// A clip before it is drawn: who is where, and what the camera sees.

export interface ClipPlan {
  readonly roles: readonly Role[];
  readonly moments: readonly Moment[];
  readonly views: readonly View[];
  readonly light: Light;
  readonly ground: Ground;
  readonly lens: { readonly blur: number; readonly grain: number; readonly normal: Float32Array };
}

export interface ClipSize {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  /** Video frames from one still to the next. */
  readonly stride: number;
}

/** Persons wholly in the picture that every frame must have before anything hides them. */
const LEAST_PERSONS = 15;
/** Heights in pixels at a picture 720 high. */
const SHORTEST = 30;
const TALLEST = 112;
const ATTEMPTS = 60;

/**
 * Plans the first clip of `seed` that shows enough persons of a useful size all along.
 *
 * @throws Error when none of many attempts does
 */
export function planClip(seed: string, size: ClipSize): ClipPlan {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const rng = seededRng(`${seed}/${attempt}`);
    const { roles } = createSquad(rng);
    const moments = playMatch(rng, roles, { count: size.frames, stride: size.stride });
    const views = filmMatch(rng, moments, size);
    if (views.every((view, index) => isUseful(view, moments[index]))) {
      return { roles, moments, views, ...chooseScene(rng) };
    }
  }
  throw new Error(`no clip of ${ATTEMPTS} shows ${LEAST_PERSONS} persons in every frame`);
}

function filmMatch(rng: Rng, moments: readonly Moment[], { width, height }: ClipSize): View[] {
  const position = vec(
    52.5 + randomBetween(rng, -4, 4),
    -randomBetween(rng, 19, 25),
    randomBetween(rng, 14, 19),
  );
  const focal = randomBetween(rng, 1380, 1720) * (height / 720);
  const drift = randomBetween(rng, -3, 3);
  const zoom = randomBetween(rng, -0.03, 0.03);
  const smooth = smoothed(moments);
  return smooth.map((ball, index) => {
    const share = index / Math.max(1, moments.length - 1);
    const target = vec(clamp(ball.x + drift, 24, 81), clamp(mix(ball.y, 30, 0.6), 23, 36), 0);
    return viewOf({
      position,
      ...aimAt(position, target),
      focal: focal * (1 + zoom * share),
      width,
      height,
    });
  });
}

/** The ball's way as a calm cameraman follows it: a wide moving average. */
function smoothed(moments: readonly Moment[]): { x: number; y: number }[] {
  const reach = 4;
  return moments.map((_, index) => {
    const near = moments.slice(Math.max(0, index - reach), index + reach + 1);
    const mean = (pick: (moment: Moment) => number): number =>
      near.reduce((sum, moment) => sum + pick(moment), 0) / near.length;
    return { x: mean(({ ball }) => ball.x), y: mean(({ ball }) => ball.y) };
  });
}

function isUseful(view: View, moment: Moment | undefined): boolean {
  if (moment === undefined) return false;
  const unitHeight = view.height / 720;
  let persons = 0;
  for (const { x, y } of moment.stances) {
    const foot = project(view, vec(x, y, 0));
    const head = project(view, vec(x, y, 1.8));
    if (foot.x < -20 || foot.x > view.width + 20 || head.y > view.height || foot.y < 0) continue;
    const tall = (foot.y - head.y) / unitHeight;
    if (tall < SHORTEST || tall > TALLEST) return false;
    const inside = foot.x > 15 && foot.x < view.width - 15 && foot.y < view.height && head.y > 0;
    if (inside) persons++;
  }
  const ball = project(view, moment.ball);
  const showsBall =
    ball.x > 20 && ball.x < view.width - 20 && ball.y > 20 && ball.y < view.height - 20;
  return persons >= LEAST_PERSONS && showsBall;
}

function chooseScene(rng: Rng): Pick<ClipPlan, 'light' | 'ground' | 'lens'> {
  const isDay = rng.next() < 0.5;
  const angle = randomBetween(rng, 0, 2 * Math.PI);
  const slant = isDay ? randomBetween(rng, 0.5, 1) : randomBetween(rng, 0.25, 0.5);
  const towards = unit(vec(Math.cos(angle) * slant, -Math.abs(Math.sin(angle)) * slant, 1));
  const light: Light = {
    towards,
    key: isDay ? randomBetween(rng, 0.62, 0.75) : randomBetween(rng, 0.5, 0.62),
    ambient: isDay ? 0.5 : 0.58,
    shadow: isDay ? randomBetween(rng, 0.3, 0.5) : randomBetween(rng, 0.12, 0.25),
  };
  const level = randomBetween(rng, 0.88, 1.14);
  const ground: Ground = {
    grass: [
      randomBetween(rng, 52, 76) * level,
      randomBetween(rng, 104, 122) * level,
      randomBetween(rng, 30, 46) * level,
    ],
    stripes: randomBetween(rng, 0.08, 0.2),
    stripeWidth: randomBetween(rng, 4.5, 6.5),
    stands: isDay ? randomBetween(rng, 0.9, 1.15) : randomBetween(rng, 0.55, 0.8),
    noise: createNoise(rng),
  };
  const lens = {
    blur: randomBetween(rng, 0.05, 0.12),
    grain: randomBetween(rng, 1.4, 2.8),
    normal: normalTable(rng, 1 << 14),
  };
  return { light, ground, lens };
}
