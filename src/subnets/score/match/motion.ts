import { type Rng, randomBetween, randomInt } from '../../../shared/rng.ts';
import type { Stance } from './body.ts';
import { PITCH_LENGTH, PITCH_WIDTH } from '../pitch/model.ts';
import type { Role } from './squad.ts';
import { clamp } from './vec.ts';

// How everybody moves: teams as blocks that follow the ball, each player with a will of his own,
// a man on the ball and one who presses him. Steps of one video frame.

export const FPS = 25;
const STEP = 1 / FPS;
const WARM_UP_STEPS = 6 * FPS;
const TOP_SPEED = 6.8;
const PERSONAL_SPACE = 1.7;
/** Half a team's length along the pitch, and half its breadth. */
const BLOCK_ALONG = 14;
const BLOCK_ACROSS = 23;

export interface BallState {
  readonly x: number;
  readonly y: number;
  /** Height of its centre. */
  readonly z: number;
  readonly spin: number;
}

/** Everybody at one moment, in the order of the roles. */
export interface Moment {
  readonly stances: readonly Stance[];
  readonly ball: BallState;
}

interface Body {
  x: number;
  y: number;
  vx: number;
  vy: number;
  heading: number;
  phase: number;
  readonly will: readonly { amplitude: number; rate: number; phase: number }[];
}

interface Pass {
  readonly fromX: number;
  readonly fromY: number;
  readonly to: number;
  readonly start: number;
  readonly duration: number;
  readonly loft: number;
}

interface Game {
  readonly roles: readonly Role[];
  readonly bodies: readonly Body[];
  readonly rng: Rng;
  holder: number;
  releaseAt: number;
  pass: Pass | null;
  ball: { x: number; y: number; z: number; spin: number };
}

/** Moments of a match, one per `stride` frames, after a while of play. */
export function playMatch(
  rng: Rng,
  roles: readonly Role[],
  { count, stride }: { count: number; stride: number },
): Moment[] {
  const game = kickOff(rng, roles);
  const moments: Moment[] = [];
  for (let step = 0; moments.length < count; step++) {
    advance(game, step * STEP);
    const since = step - WARM_UP_STEPS;
    if (since >= 0 && since % stride === 0) moments.push(snapshot(game));
  }
  return moments;
}

function kickOff(rng: Rng, roles: readonly Role[]): Game {
  const ball = { x: randomBetween(rng, 22, 83), y: randomBetween(rng, 18, 50), z: 0.12, spin: 0 };
  const bodies = roles.map((role): Body => {
    const target = anchor(role, ball);
    return {
      x: target.x + randomBetween(rng, -3, 3),
      y: target.y + randomBetween(rng, -3, 3),
      vx: 0,
      vy: 0,
      heading: randomBetween(rng, 0, 2 * Math.PI),
      phase: randomBetween(rng, 0, 2 * Math.PI),
      will: Array.from({ length: 4 }, () => ({
        amplitude: randomBetween(rng, 1, 3.4),
        rate: randomBetween(rng, 0.5, 1.3),
        phase: randomBetween(rng, 0, 2 * Math.PI),
      })),
    };
  });
  return { roles, bodies, rng, holder: randomInt(rng, 20), releaseAt: 1, pass: null, ball };
}

function anchor(
  role: Role,
  ball: { readonly x: number; readonly y: number },
): { x: number; y: number } {
  if (role.duty === 'assistant') {
    return { x: clamp(ball.x, 3, PITCH_LENGTH - 3), y: role.across < 0 ? -0.9 : PITCH_WIDTH + 0.9 };
  }
  if (role.duty === 'referee') return { x: ball.x - 5, y: ball.y + (ball.y > 34 ? -9 : 9) };
  const direction = role.side === 0 ? 1 : -1;
  if (role.duty === 'keeper') {
    const line = role.side === 0 ? 3.5 : PITCH_LENGTH - 3.5;
    return {
      x: line + (ball.x - line) * 0.07,
      y: PITCH_WIDTH / 2 + (ball.y - PITCH_WIDTH / 2) * 0.12,
    };
  }
  const middle = clamp(ball.x - 3 * direction, 17, PITCH_LENGTH - 17);
  return {
    x: middle + role.along * BLOCK_ALONG * direction,
    y: PITCH_WIDTH / 2 + (ball.y - PITCH_WIDTH / 2) * 0.3 + role.across * BLOCK_ACROSS,
  };
}

function advance(game: Game, time: number): void {
  const presser = nearestOpponent(game);
  for (const [index, body] of game.bodies.entries()) {
    const role = game.roles[index];
    if (role === undefined) continue; // one body a role
    const target = intention(game, index, role, index === presser, time);
    move(game, body, target, role.duty === 'outfield' ? TOP_SPEED : 5);
  }
  moveBall(game, time);
}

function intention(
  game: Game,
  index: number,
  role: Role,
  presses: boolean,
  time: number,
): { x: number; y: number } {
  const { ball } = game;
  if (index === game.holder && game.pass === null) {
    const direction = role.side === 0 ? 1 : -1;
    const body = game.bodies[index];
    return { x: clamp((body?.x ?? 0) + 4.5 * direction, 8, 97), y: clamp(body?.y ?? 0, 9, 59) };
  }
  if (game.pass?.to === index) return { x: ball.x, y: ball.y };
  if (presses) return { x: ball.x + (role.side === 0 ? -1.3 : 1.3), y: ball.y + 0.6 };
  const base = anchor(role, ball);
  const calm = role.duty === 'assistant' ? 0 : role.duty === 'keeper' ? 0.3 : 1;
  const [a, b, c, d] = (game.bodies[index]?.will ?? []).map(
    ({ amplitude, rate, phase }) => calm * amplitude * Math.sin(time * rate + phase),
  );
  const x = base.x + (a ?? 0) + (b ?? 0);
  const y = base.y + (c ?? 0) + (d ?? 0);
  return role.duty === 'assistant' ? { x, y } : { x: clamp(x, 2, 103), y: clamp(y, 5, 64) };
}

function move(game: Game, body: Body, target: { x: number; y: number }, limit: number): void {
  let wantX = (target.x - body.x) * 0.9;
  let wantY = (target.y - body.y) * 0.9;
  const want = Math.hypot(wantX, wantY);
  if (want > limit) {
    wantX *= limit / want;
    wantY *= limit / want;
  }
  for (const other of game.bodies) {
    if (other === body) continue;
    const dx = body.x - other.x;
    const dy = body.y - other.y;
    const distance = Math.hypot(dx, dy);
    if (distance >= PERSONAL_SPACE || distance < 1e-6) continue;
    const push = ((PERSONAL_SPACE - distance) / distance) * 2.4;
    wantX += dx * push;
    wantY += dy * push;
  }
  body.vx += (wantX - body.vx) * 3 * STEP;
  body.vy += (wantY - body.vy) * 3 * STEP;
  body.x += body.vx * STEP;
  body.y += body.vy * STEP;
  const speed = Math.hypot(body.vx, body.vy);
  // Facing the ball at rest, the way one runs otherwise.
  const facing =
    speed > 1
      ? Math.atan2(body.vy, body.vx)
      : Math.atan2(game.ball.y - body.y, game.ball.x - body.x);
  const turn = Math.atan2(Math.sin(facing - body.heading), Math.cos(facing - body.heading));
  body.heading += turn * Math.min(1, 6 * STEP);
  body.phase += ((2 * Math.PI * speed) / (1 + 0.38 * speed)) * STEP;
}

function nearestOpponent({ bodies, roles, ball, holder }: Game): number {
  const side = roles[holder]?.side ?? 0;
  let best = -1;
  let least = Infinity;
  for (const [index, body] of bodies.entries()) {
    const role = roles[index];
    if (role?.duty !== 'outfield' || role.side === side) continue;
    const distance = Math.hypot(body.x - ball.x, body.y - ball.y);
    if (distance < least) [least, best] = [distance, index];
  }
  return best;
}

function moveBall(game: Game, time: number): void {
  const { ball, pass } = game;
  const [beforeX, beforeY] = [ball.x, ball.y];
  if (pass !== null) {
    const share = Math.min(1, (time - pass.start) / pass.duration);
    const eased = 1 - (1 - share) ** 1.6;
    const receiver = game.bodies[pass.to];
    ball.x = pass.fromX + ((receiver?.x ?? 0) - pass.fromX) * eased;
    ball.y = pass.fromY + ((receiver?.y ?? 0) - pass.fromY) * eased;
    ball.z = 0.12 + pass.loft * Math.sin(Math.PI * share);
    if (share >= 0.97) {
      game.holder = pass.to;
      game.pass = null;
      game.releaseAt = time + randomBetween(game.rng, 0.2, 0.8);
    }
  } else {
    const body = game.bodies[game.holder];
    if (body === undefined) return;
    const reach = 0.85 + 0.3 * Math.max(0, Math.sin(body.phase));
    const x = body.x + Math.cos(body.heading) * reach;
    const y = body.y + Math.sin(body.heading) * reach;
    ball.x += (x - ball.x) * 0.5;
    ball.y += (y - ball.y) * 0.5;
    ball.z = 0.12;
    if (time >= game.releaseAt) game.pass = choosePass(game, time);
  }
  ball.spin += Math.hypot(ball.x - beforeX, ball.y - beforeY) * 5;
}

/** A team mate 6 to 26 m away; the nearest one when nobody is. */
function choosePass({ roles, bodies, holder, ball, rng }: Game, time: number): Pass | null {
  const side = roles[holder]?.side;
  const mates = [...roles.keys()].filter(
    (index) => index !== holder && roles[index]?.side === side && roles[index]?.duty === 'outfield',
  );
  const distance = (index: number): number => {
    const body = bodies[index];
    return body ? Math.hypot(body.x - ball.x, body.y - ball.y) : Infinity;
  };
  const near = mates.filter((index) => distance(index) > 6 && distance(index) < 26);
  const to = near[randomInt(rng, Math.max(1, near.length))] ?? mates[0];
  if (to === undefined) return null;
  const isLofted = rng.next() < 0.25;
  return {
    fromX: ball.x,
    fromY: ball.y,
    to,
    start: time,
    duration: Math.max(0.4, distance(to) / 11),
    loft: isLofted ? randomBetween(rng, 0.8, 2.4) : 0,
  };
}

function snapshot({ bodies, ball }: Game): Moment {
  return {
    stances: bodies.map(({ x, y, vx, vy, heading, phase }) => ({
      x,
      y,
      heading,
      phase,
      speed: Math.hypot(vx, vy),
    })),
    ball: { ...ball },
  };
}
