import type { Scheduler } from '../loop/scheduler.ts';
import { AUTO_START, type AutoState, follow } from './auto.ts';
import { type RankInput, rankSubnets } from './rank.ts';

// Which subnet is mined: the one that the visitor put first, or in auto mode the most useful of
// those agreed to. Carries out what `auto.ts` decides; a change waits for the unit in hand.

/** What is mined now and next, for the page. */
export interface Plan {
  /** Null before mining was ever started. */
  readonly subnet: string | null;
  /** What follows when the unit in hand is done; null where nothing changes. */
  readonly next: string | null;
  readonly auto: boolean;
}

export const NO_PLAN: Plan = { subnet: null, next: null, auto: false };

export interface GuidePorts {
  readonly scheduler: Scheduler;
  /** What is known of all subnets; rejects while the coordinator does not answer. */
  readonly read: () => Promise<RankInput>;
  /** Whether a claim loop runs, which must end its unit before a change. */
  readonly isBusy: () => boolean;
  /** Asks the loop to end after its unit, if it has one; then `turn` is called. */
  readonly moveOn: () => void;
  readonly onPlan: (plan: Plan) => void;
}

export interface Guide {
  plan(): Plan;
  /** Mining starts: `agreed` in the visitor's order, the first is mined first. */
  begin(agreed: readonly string[], auto: boolean): void;
  /** What was agreed to in an earlier visit, before mining starts. */
  recall(agreed: readonly string[], auto: boolean): void;
  setAuto(auto: boolean): void;
  /** By hand, which ends the auto mode. */
  choose(subnet: string): void;
  /** The unit in hand is done: returns what is mined from here on. */
  turn(): string | null;
  /** Mining ended. */
  end(): void;
}

export const EVALUATE_MS = 60_000;

export function createGuide(ports: GuidePorts): Guide {
  const { scheduler } = ports;
  let state: AutoState = AUTO_START;
  let agreed: readonly string[] = [];
  let auto = false;
  let running = false;
  let cancel: (() => void) | null = null;

  function set(next: AutoState): void {
    const moves = next.next !== null && next.next !== state.next;
    state = next;
    ports.onPlan(plan());
    if (moves) ports.moveOn();
  }

  const plan = (): Plan => ({ subnet: state.subnet, next: state.next, auto });

  function schedule(afterMs: number): void {
    cancel?.();
    cancel = running && auto ? scheduler.after(afterMs, () => void evaluate()) : null;
  }

  async function evaluate(): Promise<void> {
    const input = await ports.read().catch(() => null); // the next look tries again
    if (!running || !auto) return;
    if (input) {
      const rows = rankSubnets(input).rows.filter(({ slug }) => agreed.includes(slug));
      const nowMs = scheduler.now();
      set(follow(state, { type: 'ranked', rows, isBusy: ports.isBusy(), nowMs }));
    }
    schedule(EVALUATE_MS);
  }

  return {
    plan,
    begin(subnets, isAuto) {
      agreed = subnets;
      auto = isAuto;
      running = true;
      const [first] = subnets;
      // A start is no switch: the auto mode may leave it as soon as it knows better.
      if (first !== undefined) set({ ...AUTO_START, subnet: first, sinceMs: -Infinity });
      schedule(0);
    },
    recall(subnets, isAuto) {
      agreed = subnets;
      auto = isAuto;
      state = { ...state, subnet: state.subnet ?? subnets[0] ?? null };
      ports.onPlan(plan());
    },
    setAuto(on) {
      auto = on;
      if (!on) state = { ...state, rival: null, next: null };
      ports.onPlan(plan());
      schedule(0);
    },
    choose(subnet) {
      auto = false;
      schedule(0);
      agreed = [subnet, ...agreed.filter((slug) => slug !== subnet)];
      if (subnet === state.subnet) return set({ ...state, rival: null, next: null });
      const waits = running && ports.isBusy();
      if (waits) return set({ ...state, rival: null, next: subnet });
      set(follow(state, { type: 'chosen', slug: subnet, nowMs: scheduler.now() }));
    },
    turn() {
      set(follow(state, { type: 'unit-ended', nowMs: scheduler.now() }));
      return state.subnet;
    },
    end() {
      running = false;
      schedule(0);
      state = { ...state, rival: null, next: null };
      ports.onPlan(plan());
    },
  };
}
