import type { Part, Person, Posed } from './body.ts';
import type { View } from './camera.ts';
import type { Colour, Kit } from './kits.ts';
import { type CameraVector, type Light, toCamera } from './light.ts';
import type { Noise } from './noise.ts';
import type { Shader, SurfaceSample } from './sprite.ts';
import { sub, vec } from './vec.ts';

// Colour and light of bodies: kit and skin by part, one lamp, sky above and grass below.

const GRASS_BOUNCE: Colour = [0.9, 1.06, 0.86];
const WHITE: Colour = [236, 236, 238];

export interface ShadeScene {
  readonly view: View;
  readonly light: Light;
  readonly noise: Noise;
}

/** Brightness of a surface by its normal. */
function brightness(
  sample: SurfaceSample,
  towards: CameraVector,
  up: CameraVector,
  light: Light,
): { lit: number; below: number } {
  const { nx, ny, nz } = sample;
  const facing = nx * towards.x + ny * towards.y + nz * towards.z;
  const wrapped = Math.max(0, (facing + 0.25) / 1.25);
  const above = 0.5 + 0.5 * (nx * up.x + ny * up.y + nz * up.z);
  const rim = 0.72 + 0.28 * nz;
  return {
    lit: (light.key * wrapped + light.ambient * (0.55 + 0.45 * above)) * rim,
    below: 1 - above,
  };
}

/** Shader of one posed person. */
export function bodyShader(scene: ShadeScene, person: Person, posed: Posed): Shader {
  const { view, light, noise } = scene;
  const towards = toCamera(view, light.towards);
  const up = toCamera(view, vec(0, 0, 1));
  const side = toCamera(view, posed.side);
  const ahead = toCamera(view, posed.ahead);
  const head = toCamera(view, sub(posed.head, posed.pelvis));
  const offset = person.id * 13.7;
  return (sample, out) => {
    const across = sample.x * side.x + sample.y * side.y + sample.z * side.z;
    const height = sample.x * up.x + sample.y * up.y + sample.z * up.z;
    const front = sample.nx * ahead.x + sample.ny * ahead.y + sample.nz * ahead.z;
    const part = sample.capsule.part;
    const base =
      part === 'head'
        ? headColour(sample, head, up, ahead, person)
        : partColour(part, person, { across, height, front });
    const { lit, below } = brightness(sample, towards, up, light);
    const isCloth = part === 'shirt' || part === 'shorts' || part === 'sleeve';
    const fold = isCloth ? 0.8 + 0.36 * noise.smooth(across * 16 + offset, height * 10) : 1;
    for (let i = 0; i < 3; i++) {
      const bounce = 1 + ((GRASS_BOUNCE[i] ?? 1) - 1) * below;
      out[i] = Math.min(250, (base[i] ?? 0) * lit * fold * bounce + 5);
    }
  };
}

interface Place {
  /** Metres to the person's right and above the pelvis. */
  readonly across: number;
  readonly height: number;
  /** 1 where the surface faces ahead, -1 on the back. */
  readonly front: number;
}

function partColour(part: Part, person: Person, place: Place): Colour {
  const { kit, looks } = person;
  if (part === 'shirt') return shirtColour(kit, place);
  if (part === 'sleeve') return kit.pattern === 'half' && place.across > 0 ? kit.second : kit.shirt;
  if (part === 'shorts') return kit.shorts;
  if (part === 'socks') return kit.socks;
  return part === 'boots' ? looks.boots : looks.skin;
}

function shirtColour(kit: Kit, { across, height, front }: Place): Colour {
  const onBack = front < -0.35 && Math.abs(across) < 0.09 && height > 0.16 && height < 0.4;
  if (onBack && kit.name !== 'referee') {
    const stroke = Math.abs(Math.abs(across) - 0.045) < 0.022 || Math.abs(height - 0.28) < 0.025;
    if (stroke) return kit.shirt[1] > 170 ? kit.second : WHITE;
  }
  if (kit.pattern === 'stripes')
    return Math.floor(across * 11 + 40.5) % 2 === 0 ? kit.shirt : kit.second;
  if (kit.pattern === 'hoops')
    return Math.floor(height * 8 + 40) % 2 === 0 ? kit.shirt : kit.second;
  if (kit.pattern === 'half') return across > 0 ? kit.second : kit.shirt;
  return kit.shirt;
}

function headColour(
  sample: SurfaceSample,
  head: CameraVector,
  up: CameraVector,
  ahead: CameraVector,
  { looks }: Person,
): Colour {
  const x = sample.x - head.x;
  const y = sample.y - head.y;
  const z = sample.z - head.z;
  const above = x * up.x + y * up.y + z * up.z;
  const before = x * ahead.x + y * ahead.y + z * ahead.z;
  return above > 0.055 + before * 0.5 || before < -0.055 ? looks.hair : looks.skin;
}

/** Shader of the ball: white with dark panels that turn with `spin`. */
export function ballShader(scene: ShadeScene, spin: number): Shader {
  const { view, light } = scene;
  const towards = toCamera(view, light.towards);
  const up = toCamera(view, vec(0, 0, 1));
  return (sample, out) => {
    const { lit } = brightness(sample, towards, up, light);
    const panel =
      Math.sin(sample.nx * 4.4 + spin) * Math.sin(sample.ny * 4.4 + spin * 0.7) > 0.62 ? 0.5 : 1;
    const level = Math.min(252, 250 * Math.min(1.05, lit * 1.12) * panel + 8);
    out.fill(level);
  };
}

/** Shader of goal posts. */
export function postShader(scene: ShadeScene): Shader {
  const towards = toCamera(scene.view, scene.light.towards);
  const up = toCamera(scene.view, vec(0, 0, 1));
  return (sample, out) => {
    out.fill(Math.min(246, 232 * brightness(sample, towards, up, scene.light).lit + 10));
  };
}
