import type { RankedSubnet } from './rank.ts';

// Follows the top of the ranking without running after every change: the rule of the auto mode as
// a pure function.

/** A rival must be this many times as useful as what is mined. */
export const BETTER_BY = 1.2;
/** Evaluations in a row in which it must be the same rival. */
export const EVALUATIONS = 2;
/** After a switch nothing is switched for so long. */
export const REST_MS = 5 * 60_000;

export interface AutoState {
  /** What is mined; null before the first choice. */
  readonly subnet: string | null;
  /** When it was switched to, monotonic ms; -Infinity when mining began with it. */
  readonly sinceMs: number;
  /** Who was better by enough in the last evaluations, and in how many. */
  readonly rival: { readonly slug: string; readonly times: number } | null;
  /** Decided, and waiting for the unit in hand to end. */
  readonly next: string | null;
}

export type AutoEvent =
  | {
      readonly type: 'ranked';
      /** Most useful first, only what the visitor agreed to. */
      readonly rows: readonly Pick<RankedSubnet, 'slug' | 'usefulness'>[];
      /** A unit is being worked on. */
      readonly isBusy: boolean;
      readonly nowMs: number;
    }
  | { readonly type: 'unit-ended'; readonly nowMs: number }
  /** The visitor chose by hand. */
  | { readonly type: 'chosen'; readonly slug: string; readonly nowMs: number };

export const AUTO_START: AutoState = { subnet: null, sinceMs: 0, rival: null, next: null };

/**
 * The next state. A switch is decided when a rival was the most useful subnet, at least 20 % above
 * the present one, in two evaluations in a row, and the last switch is 5 minutes past; it happens
 * between units, never within one. A rival that falls back before that is forgotten.
 */
export function follow(state: AutoState, event: AutoEvent): AutoState {
  switch (event.type) {
    case 'chosen':
      return settle(event.slug, event.nowMs);
    case 'unit-ended':
      return state.next === null ? state : settle(state.next, event.nowMs);
    case 'ranked':
      return evaluate(state, event);
  }
}

function settle(subnet: string, sinceMs: number): AutoState {
  return { subnet, sinceMs, rival: null, next: null };
}

function evaluate(
  state: AutoState,
  { rows, isBusy, nowMs }: Extract<AutoEvent, { type: 'ranked' }>,
): AutoState {
  const [top] = rows;
  if (!top) return { ...state, rival: null, next: null };
  if (state.subnet === null) return settle(top.slug, nowMs);
  const present = rows.find(({ slug }) => slug === state.subnet)?.usefulness ?? 0;
  const isBetter =
    top.slug !== state.subnet && top.usefulness > present && top.usefulness >= present * BETTER_BY;
  if (!isBetter) return { ...state, rival: null, next: null };
  const times = state.rival?.slug === top.slug ? state.rival.times + 1 : 1;
  const rival = { slug: top.slug, times };
  const isDecided = times >= EVALUATIONS && nowMs - state.sinceMs >= REST_MS;
  if (!isDecided) return { ...state, rival, next: null };
  return isBusy ? { ...state, rival, next: top.slug } : settle(top.slug, nowMs);
}
