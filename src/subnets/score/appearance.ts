import { m } from '../../paraglide/messages.js';
import type { ResultBox } from './task.ts';

// How each class looks and what it is called. Colour never stands alone: the line differs, too.

export interface Appearance {
  /** CSS colour, readable on grass and on crowd; a dark halo is drawn behind it. */
  readonly colour: string;
  /** Dash pattern in CSS pixels; empty for a solid line. */
  readonly dash: readonly number[];
  readonly shape: 'box' | 'ring';
  /** The class with its number, in the reader's language. */
  readonly count: (count: number) => string;
}

/** By `cls_id`. */
export const APPEARANCES: readonly Appearance[] = [
  {
    colour: '#ff5fa2',
    dash: [],
    shape: 'ring',
    count: (count) => m.view_balls({ count }),
  },
  {
    colour: '#ffd24a',
    dash: [6, 3],
    shape: 'box',
    count: (count) => m.view_goalkeepers({ count }),
  },
  {
    colour: '#5cc8ff',
    dash: [],
    shape: 'box',
    count: (count) => m.view_players({ count }),
  },
  {
    colour: '#ffffff',
    dash: [2, 2],
    shape: 'box',
    count: (count) => m.view_referees({ count }),
  },
];

/** The line around what is really there. */
export const TRUTH_LINE = { colour: '#b8ff5c', dash: [1.5, 3] } as const;

/** A colour of a shirt (CIE L*a*b*) for CSS and canvas. */
export function shirtCss({ l, a, b }: Readonly<Record<'l' | 'a' | 'b', number>>): string {
  return `lab(${l.toFixed(1)} ${a.toFixed(1)} ${b.toFixed(1)})`;
}

/** The order people expect: players first, the ball last. */
const LEGEND = [2, 1, 3, 0] as const;

export interface LegendEntry {
  readonly cls: number;
  readonly appearance: Appearance;
  readonly count: number;
}

/** Every class with the number of its boxes. */
export function legendOf(boxes: readonly ResultBox[]): LegendEntry[] {
  return LEGEND.flatMap((cls) => {
    const appearance = APPEARANCES[cls];
    const count = boxes.filter((box) => box.cls_id === cls).length;
    return appearance ? [{ cls, appearance, count }] : [];
  });
}
