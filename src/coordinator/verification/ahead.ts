import type { Logger } from 'pino';
import type { AheadJob, CoordinatorCore } from '../port.ts';
import type { VerifyThread } from './question.ts';

// A lone newcomer's second vote, begun before the answer is there: while the tab works on a unit,
// an idle thread makes the coordinator's own answers, one item at a time. They are only a saving of
// time: what is missing when the result comes is made then.

const ITEM_LIMIT_MS = 60_000;
/** Units whose answers are kept; the oldest goes first. */
const MOST_UNITS = 8;

/** What was made for a unit ahead of its result. */
export interface Made {
  readonly answers: ReadonlyMap<number, unknown>;
  /** Milliseconds it took. */
  readonly costMs: number;
}

export interface Ahead {
  /** Makes one more answer; false when there is nothing to make. */
  work(thread: VerifyThread): Promise<boolean>;
  /** Hands over what was made for a unit, once what is under way has ended. */
  take(unitId: string): Promise<Made>;
}

interface Unit {
  readonly job: AheadJob;
  readonly answers: Map<number, unknown>;
  readonly underway: Set<Promise<void>>;
  nextItem: number;
  costMs: number;
}

export function createAhead(core: Pick<CoordinatorCore, 'nextAhead'>, log: Logger): Ahead {
  const units = new Map<string, Unit>();

  async function nextUnit(): Promise<Unit | null> {
    for (const unit of units.values()) if (unit.nextItem < unit.job.items) return unit;
    const job = await core.nextAhead([...units.keys()]);
    if (!job || units.has(job.unitId)) return null;
    const unit = {
      job,
      answers: new Map(),
      underway: new Set<Promise<void>>(),
      nextItem: 0,
      costMs: 0,
    };
    units.set(job.unitId, unit);
    const [oldest] = units.keys();
    if (units.size > MOST_UNITS && oldest !== undefined) units.delete(oldest);
    return unit;
  }

  async function make(unit: Unit, item: number, thread: VerifyThread): Promise<void> {
    const { subnet, input, items, unitId } = unit.job;
    try {
      const made = await thread.ask({ kind: 'recompute', subnet, input, item }, ITEM_LIMIT_MS);
      if (made.kind !== 'recomputed') throw new Error('invariant broken: not what was asked');
      unit.answers.set(item, made.answer);
      unit.costMs += made.costMs;
    } catch (error) {
      unit.nextItem = items; // the judge tries again, and says what is wrong
      log.debug({ err: error, unitId, item }, 'an answer could not be made ahead');
    }
  }

  return {
    async work(thread) {
      const unit = await nextUnit();
      if (!unit) return false;
      const making = make(unit, unit.nextItem++, thread);
      unit.underway.add(making);
      await making;
      unit.underway.delete(making);
      return true;
    },
    async take(unitId) {
      const unit = units.get(unitId);
      if (!unit) return { answers: new Map(), costMs: 0 };
      unit.nextItem = unit.job.items;
      await Promise.all(unit.underway);
      return unit;
    },
  };
}
