import { m } from '../../paraglide/messages.js';
import { getLocale } from '../../paraglide/runtime.js';
import type { SubnetAbout } from '../about.ts';
import { FOOTBALL_ELEMENTS, type Pillar } from './elements.ts';
import { PILLAR_LABELS } from './score.ts';

const MEANINGS: Readonly<Record<Pillar, () => string>> = {
  iou: () => m.view_pillar_iou(),
  count: () => m.view_pillar_count(),
  palette: () => m.view_pillar_palette(),
  smoothness: () => m.view_pillar_smoothness(),
  role: () => m.view_pillar_role(),
  map50: () => m.view_pillar_map50(),
  false_positive: () => m.view_pillar_false_positive(),
};

const OBJECTS: Readonly<Record<string, () => string>> = {
  ball: () => m.view_object_ball(),
  goalkeeper: () => m.view_object_goalkeeper(),
  player: () => m.view_object_player(),
  referee: () => m.view_object_referee(),
};

/** Score's account of itself in the present language. */
export function about(): SubnetAbout {
  const number = new Intl.NumberFormat(getLocale(), { maximumFractionDigits: 3 });
  return {
    purpose: m.view_about_purpose(),
    what: m.view_about_what(),
    whoAsks: m.view_about_who(),
    practice: m.view_about_practice(),
    scoring: m.view_about_scoring(),
    groups: FOOTBALL_ELEMENTS.map(({ id, weight, objects, pillars, theta, deltaFloor }) => ({
      name: id,
      weight,
      meaning: m.view_about_element({
        objects: objects.map((object) => OBJECTS[object]?.() ?? object).join(', '),
        theta: number.format(theta),
        floor: number.format(deltaFloor),
      }),
      parts: (Object.entries(pillars) as [Pillar, number][]) // keys are Pillar by type
        .map(([name, share]) => ({
          name,
          weight: share,
          label: PILLAR_LABELS[name],
          meaning: MEANINGS[name](),
        })),
    })),
    checking: m.view_about_checking(),
  };
}
