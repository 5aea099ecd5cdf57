import type { FeedEvent } from '../../protocol/feed.ts';
import { LIMITS } from '../../protocol/limits.ts';

type Decided = Extract<FeedEvent, { type: 'decided' }>;

/** Events for everybody, gathered so that one push stands for many changes. */
export interface Gathered {
  add(event: FeedEvent): void;
  /** What is worth sending, in order of sequence; empties the gathering. */
  take(): FeedEvent[];
}

/** Keeps the latest board and network events and the last decided units. */
export function gather(): Gathered {
  let latest = new Map<FeedEvent['type'], FeedEvent>();
  return {
    add(event) {
      const before = latest.get(event.type);
      latest.set(
        event.type,
        event.type === 'decided' && before?.type === 'decided' ? merge(before, event) : event,
      );
    },
    take() {
      const events = [...latest.values()].sort((a, b) => a.seq - b.seq);
      latest = new Map();
      return events;
    },
  };
}

function merge(before: Decided, after: Decided): Decided {
  return { ...after, units: [...before.units, ...after.units].slice(-LIMITS.unitsPage) };
}
