import type { ScoreLabel } from '../protocol/primitives.ts';

// What a subnet says about itself to a reader, in the reader's language: it registers by holding
// an `about.ts`. Numbers come from the code that scores, never from the text.

/** One number that enters the score. */
export interface ScorePart {
  readonly name: string;
  /** Share of its group, 0..1. */
  readonly weight: number;
  readonly label: ScoreLabel;
  readonly meaning: string;
}

export interface ScoreGroup {
  readonly name: string;
  /** Share of the unit's score, 0..1. */
  readonly weight: number;
  readonly meaning: string;
  readonly parts: readonly ScorePart[];
}

export interface SubnetAbout {
  /** One sentence: what the work is for and who wants it. */
  readonly purpose: string;
  /** What the work is, in two or three sentences. */
  readonly what: string;
  readonly whoAsks: string;
  /** What of it is practice, and what it would take to earn. */
  readonly practice: string;
  readonly scoring: string;
  readonly groups: readonly ScoreGroup[];
  /** How a unit is checked. */
  readonly checking: string;
}

const abouts = import.meta.glob<() => SubnetAbout>('./*/about.ts', { import: 'about' });

/** Loads a subnet's account of itself, to be called for the present language; null where there is none. */
export async function loadAbout(slug: string): Promise<(() => SubnetAbout) | null> {
  const load = abouts[`./${slug}/about.ts`];
  return load ? load() : null;
}
