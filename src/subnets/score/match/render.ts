import type { DecodedImage } from '../../contract.ts';
import { type Rng, seededRng } from '../../../shared/rng.ts';
import { PITCH_POINTS } from '../pitch/model.ts';
import type { ScoreTruth } from '../task.ts';
import { type Posed, capsule, poseBody } from './body.ts';
import { type View, project } from './camera.ts';
import { type Canvas, composite, createCanvas, extents } from './canvas.ts';
import { goalCapsules, paintNet } from './goal.ts';
import { paintGround } from './ground.ts';
import { develop } from './lens.ts';
import { type ClipPlan, type ClipSize, planClip } from './plan.ts';
import { type ShadeScene, ballShader, bodyShader, postShader } from './shade.ts';
import { paintShadow } from './shadow.ts';
import { type Sprite, drawSprite } from './sprite.ts';
import { type Vec3, clamp, vec } from './vec.ts';

// A clip of a rendered match: pixels and the exact truth about them.

export const MATCH_SIZE: ClipSize = { width: 1280, height: 720, frames: 12, stride: 5 };

/** A figure that less of it than this share shows is left out of the truth. */
const LEAST_VISIBLE = 0.3;
/** Metres; a little over the Laws' 11 cm, as bright things bloom. */
const BALL_RADIUS = 0.125;
/** Pixels of a picture 720 high: optics and sharpening keep a far ball from vanishing. */
const BALL_PIXELS = [3.9, 5.9] as const;
const BALL_ID = 0;

export interface RenderedFrame {
  readonly image: DecodedImage;
  readonly truth: ScoreTruth;
}

interface Figure {
  readonly id: number;
  readonly cls: 0 | 1 | 2 | 3;
  readonly team: string | null;
  readonly sprite: Sprite;
  readonly depth: number;
  /** Pixels that would show if nothing hid them. */
  own: number;
}

/** Frames of the clip of `seed`, drawn one by one. Same seed and size, same pixels. */
export function* renderClip(seed: string, size: ClipSize = MATCH_SIZE): Generator<RenderedFrame> {
  const plan = planClip(seed, size);
  const grainRng = seededRng(`${seed}/grain`);
  for (let index = 0; index < size.frames; index++) yield renderFrame(plan, index, grainRng);
}

function renderFrame(plan: ClipPlan, index: number, grainRng: Rng): RenderedFrame {
  const { canvas, figures, view } = drawFrame(plan, index);
  return {
    image: develop(canvas, grainRng, plan.lens),
    truth: { boxes: boxesOf(canvas, figures), ordinal: index, pitch: pitchOf(view) },
  };
}

/** Draws a frame before the lens: colours and whose each pixel is. */
export function drawFrame(
  plan: ClipPlan,
  index: number,
): { canvas: Canvas; figures: readonly Figure[]; view: View } {
  const view = plan.views[index];
  const moment = plan.moments[index];
  if (view === undefined || moment === undefined) throw new RangeError(`no frame ${index}`);
  const scene: ShadeScene = { view, light: plan.light, noise: plan.ground.noise };
  const canvas = createCanvas(view.width, view.height);
  paintGround(canvas, view, plan.ground);
  const figures: Figure[] = [];
  const add = (
    figure: Omit<Figure, 'sprite' | 'own' | 'depth'>,
    sprite: Sprite | null,
    at: Vec3,
  ) => {
    if (sprite) figures.push({ ...figure, sprite, depth: project(view, at).depth, own: 0 });
  };
  for (const [place, { person }] of plan.roles.entries()) {
    const stance = moment.stances[place];
    if (stance === undefined) continue; // one stance a role
    const posed: Posed = poseBody(person, stance);
    const sprite = drawSprite(view, posed.capsules, posed.pelvis, bodyShader(scene, person, posed));
    const foot = vec(stance.x, stance.y, 0);
    if (sprite) paintShadow(canvas, view, plan.light, { capsules: posed.capsules, foot });
    add({ id: person.id, cls: person.cls, team: person.team }, sprite, foot);
  }
  const ball = vec(moment.ball.x, moment.ball.y, moment.ball.z);
  const radius = ballRadius(view, ball);
  const sphere = [capsule(ball, ball, radius, radius, 'leather')];
  paintShadow(canvas, view, plan.light, { capsules: sphere, foot: vec(ball.x, ball.y, -1) });
  add(
    { id: BALL_ID, cls: 0, team: null },
    drawSprite(view, sphere, ball, ballShader(scene, moment.ball.spin)),
    vec(ball.x, ball.y, 0),
  );
  figures.sort((a, b) => b.depth - a.depth);
  for (const side of [0, 1] as const) {
    paintNet(canvas, view, side);
    for (const post of goalCapsules(side)) {
      const sprite = drawSprite(view, [post], post.from, postShader(scene));
      if (sprite) composite(canvas, sprite, 0);
    }
  }
  for (const [order, figure] of figures.entries()) {
    figure.own = composite(canvas, figure.sprite, order + 1);
  }
  return { canvas, figures, view };
}

function ballRadius(view: View, ball: Vec3): number {
  const perMetre = view.focal / project(view, ball).depth;
  const [least, most] = BALL_PIXELS;
  const unit = view.height / 720;
  return clamp(BALL_RADIUS * perMetre, least * unit, most * unit) / perMetre;
}

function boxesOf(canvas: Canvas, figures: readonly Figure[]): ScoreTruth['boxes'] {
  const found = extents(canvas, figures.length);
  return figures.flatMap(({ id, cls, team, own }, order) => {
    const extent = found[order];
    if (extent === undefined || extent.pixels === 0) return [];
    if (extent.pixels < LEAST_VISIBLE * own) return [];
    const { x1, y1, x2, y2 } = extent;
    return [{ x1, y1, x2, y2, cls_id: cls, id, ...(team === null ? {} : { team }) }];
  });
}

function pitchOf(view: View): NonNullable<ScoreTruth['pitch']> {
  return PITCH_POINTS.map((point) => {
    const { x, y, depth } = project(view, vec(point.x, point.y, 0));
    const inside = depth > 0 && x >= 0 && y >= 0 && x < view.width && y < view.height;
    return inside ? { x, y } : null;
  });
}
