import type { Kit, Looks } from './kits.ts';
import { type Vec3, add, along, vec } from './vec.ts';

// A person in a running, walking or standing pose as tapered capsules in metres.

export const PARTS = [
  'skin',
  'shirt',
  'sleeve',
  'shorts',
  'socks',
  'boots',
  'head',
  'leather',
  'post',
] as const;
export type Part = (typeof PARTS)[number];

export interface Capsule {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly fromRadius: number;
  readonly toRadius: number;
  readonly part: Part;
}

export interface Person {
  readonly id: number;
  /** 1 goalkeeper, 2 player, 3 referee. */
  readonly cls: 1 | 2 | 3;
  readonly team: string | null;
  readonly kit: Kit;
  readonly looks: Looks;
}

/** Where a person is and how far through the stride. */
export interface Stance {
  readonly x: number;
  readonly y: number;
  /** Radians from the x axis. */
  readonly heading: number;
  /** Metres a second. */
  readonly speed: number;
  /** Radians of the stride, both legs in 2π. */
  readonly phase: number;
}

/** A posed body: capsules, and the axes that shirts and hair are laid out along. */
export interface Posed {
  readonly capsules: readonly Capsule[];
  readonly pelvis: Vec3;
  readonly head: Vec3;
  readonly ahead: Vec3;
  readonly side: Vec3;
}

/** All lengths are for this height and scaled to the person's own. */
const MODEL_HEIGHT = 1.82;
const UP = vec(0, 0, 1);

interface Frame {
  readonly ahead: Vec3;
  readonly side: Vec3;
  readonly scale: number;
  readonly build: number;
}

/** Direction at `angle` from straight down, forward positive. */
function swing(frame: Frame, angle: number, outward = 0): Vec3 {
  const down = Math.cos(angle) * Math.cos(outward);
  return add(
    along(along(vec(0, 0, 0), frame.ahead, Math.sin(angle)), UP, -down),
    along(vec(0, 0, 0), frame.side, Math.sin(outward)),
  );
}

interface LegPose {
  readonly hip: Vec3;
  readonly knee: Vec3;
  readonly ankle: Vec3;
  readonly toe: Vec3;
}

function poseLeg(frame: Frame, pelvis: Vec3, sign: 1 | -1, stance: Stance): LegPose {
  const { scale } = frame;
  const phase = stance.phase + (sign > 0 ? 0 : Math.PI);
  const effort = Math.min(1, stance.speed / 6.5);
  const reach = 0.06 + 0.62 * effort;
  const thigh = reach * Math.sin(phase) + 0.12 * effort;
  const bend = 0.1 + 0.25 * effort + 1.35 * effort * Math.max(0, Math.cos(phase));
  const outward = sign * (0.13 - 0.1 * effort);
  const hip = along(pelvis, frame.side, sign * 0.095 * scale);
  const knee = along(hip, swing(frame, thigh, outward), 0.44 * scale);
  const ankle = along(knee, swing(frame, thigh - bend, outward * 0.5), 0.43 * scale);
  const toe = along(ankle, swing(frame, thigh - bend * 0.8 + 1.35), 0.19 * scale);
  return { hip, knee, ankle, toe };
}

function legCapsules(frame: Frame, leg: LegPose): Capsule[] {
  const k = frame.scale * frame.build;
  const hem = between(leg.hip, leg.knee, 0.68);
  const sock = between(leg.knee, leg.ankle, 0.16);
  return [
    capsule(leg.hip, hem, 0.118 * k, 0.104 * k, 'shorts'),
    capsule(hem, leg.knee, 0.078 * k, 0.06 * k, 'skin'),
    capsule(leg.knee, sock, 0.06 * k, 0.062 * k, 'skin'),
    capsule(sock, between(leg.knee, leg.ankle, 0.4), 0.064 * k, 0.066 * k, 'socks'),
    capsule(between(leg.knee, leg.ankle, 0.4), leg.ankle, 0.066 * k, 0.046 * k, 'socks'),
    capsule(leg.ankle, leg.toe, 0.05 * k, 0.042 * k, 'boots'),
  ];
}

function armCapsules(frame: Frame, shoulder: Vec3, sign: 1 | -1, stance: Stance): Capsule[] {
  const { scale } = frame;
  const k = scale * frame.build;
  const effort = Math.min(1, stance.speed / 6.5);
  const phase = stance.phase + (sign > 0 ? Math.PI : 0);
  const angle = (0.08 + 0.75 * effort) * Math.sin(phase) - 0.1 * effort;
  const outward = sign * (0.2 + 0.12 * effort);
  const elbow = along(shoulder, swing(frame, angle, outward), 0.29 * scale);
  const hand = along(
    elbow,
    swing(frame, angle + 0.3 + 1.15 * effort, -outward * 0.2),
    0.27 * scale,
  );
  const hem = between(shoulder, elbow, 0.66);
  return [
    capsule(shoulder, hem, 0.078 * k, 0.068 * k, 'sleeve'),
    capsule(hem, elbow, 0.049 * k, 0.044 * k, 'skin'),
    capsule(elbow, hand, 0.044 * k, 0.034 * k, 'skin'),
    capsule(
      hand,
      along(hand, swing(frame, angle + 0.5, 0), 0.05 * scale),
      0.043 * k,
      0.035 * k,
      'skin',
    ),
  ];
}

function trunkCapsules(frame: Frame, pelvis: Vec3, chest: Vec3, neck: Vec3): Capsule[] {
  const k = frame.scale * frame.build;
  const at = (point: Vec3, sign: number, side: number): Vec3 =>
    along(point, frame.side, sign * side * k);
  const waist = between(pelvis, chest, 0.25);
  const sides = [1, -1].flatMap((sign) => [
    capsule(at(waist, sign, 0.06), at(chest, sign, 0.09), 0.118 * k, 0.125 * k, 'shirt'),
    capsule(at(pelvis, sign, 0.07), at(waist, sign, 0.06), 0.128 * k, 0.12 * k, 'shirt'),
  ]);
  const yoke = between(chest, neck, 0.55);
  return [
    ...sides,
    capsule(at(yoke, -1, 0.14), at(yoke, 1, 0.14), 0.085 * k, 0.085 * k, 'shirt'),
    capsule(at(pelvis, -1, 0.075), at(pelvis, 1, 0.075), 0.124 * k, 0.124 * k, 'shorts'),
  ];
}

/** Poses a person; the lowest boot stands on the ground. */
export function poseBody(person: Person, stance: Stance): Posed {
  const ahead = vec(Math.cos(stance.heading), Math.sin(stance.heading), 0);
  const side = vec(ahead.y, -ahead.x, 0);
  const scale = person.looks.height / MODEL_HEIGHT;
  const frame: Frame = { ahead, side, scale, build: person.looks.build };
  const origin = vec(stance.x, stance.y, 0);
  const legs = (pelvis: Vec3): [LegPose, LegPose] => [
    poseLeg(frame, pelvis, 1, stance),
    poseLeg(frame, pelvis, -1, stance),
  ];
  const trial = legs(origin);
  const sole = Math.min(...trial.flatMap(({ ankle, toe }) => [ankle.z, toe.z])) - 0.045 * scale;
  const pelvis = along(origin, UP, -sole);
  const lean = 0.04 + 0.2 * Math.min(1, stance.speed / 6.5);
  const trunk = add(along(vec(0, 0, 0), ahead, Math.sin(lean)), vec(0, 0, Math.cos(lean)));
  const chest = along(pelvis, trunk, 0.36 * scale);
  const neck = along(pelvis, trunk, 0.56 * scale);
  const head = along(along(neck, UP, 0.165 * scale), ahead, 0.03);
  const shoulder = along(pelvis, trunk, 0.48 * scale);
  const reach = 0.185 * scale * frame.build;
  const capsules = [
    ...legs(pelvis).flatMap((leg) => legCapsules(frame, leg)),
    ...trunkCapsules(frame, pelvis, chest, neck),
    ...armCapsules(frame, along(shoulder, side, reach), 1, stance),
    ...armCapsules(frame, along(shoulder, side, -reach), -1, stance),
    capsule(neck, head, 0.062 * scale, 0.06 * scale, 'skin'),
    capsule(
      along(head, UP, -0.03 * scale),
      along(head, UP, 0.035 * scale),
      0.098 * scale,
      0.106 * scale,
      'head',
    ),
  ];
  return { capsules, pelvis, head, ahead, side };
}

export function capsule(
  from: Vec3,
  to: Vec3,
  fromRadius: number,
  toRadius: number,
  part: Part,
): Capsule {
  return { from, to, fromRadius, toRadius, part };
}

function between(a: Vec3, b: Vec3, share: number): Vec3 {
  return vec(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share, a.z + (b.z - a.z) * share);
}
