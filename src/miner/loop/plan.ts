import type { Attempt, HeldUnit, LoopEffect, LoopState, Step } from './state.ts';

// What is due now, by the state alone: run after every event. Marks what it starts, so that
// nothing is started twice.

/** Units held at once: the one that runs and one ahead, so that the device never waits. */
const HELD_UNITS = 2;
/** While paused the leases are kept this long, then the units go back to others. */
export const HOLD_RELEASE_MS = 60_000;
/** A lease with less left than this is not worth starting. */
const LEASE_MARGIN_MS = 1_000;
/** Acknowledged results whose fate is open do not delay stopping: a later start asks again. */
const BUSY: readonly string[] = ['unsent', 'sending'];

/** Starts everything due at monotonic time `now`, and asks to be woken for what comes next. */
export function plan(state: LoopState, now: number): Step {
  if (state.stopped) return { state, effects: [] };
  const effects: LoopEffect[] = [];
  let next = ending(state) ? letGo(state, effects) : state;
  next = dropExpired(next, now, effects);
  next = start(next, now, effects);
  if (ending(next) && isQuiet(next)) {
    effects.push({ type: 'stopped' });
    return { state: { ...next, stopped: true }, effects };
  }
  const at = nextTime(next, now);
  if (at !== null) effects.push({ type: 'wake-at', at });
  return { state: next, effects };
}

function ending(state: LoopState): boolean {
  return state.wanted !== 'run' || state.fatal !== null;
}

/** Stop and failures end every unit at once; finishing keeps the one that runs. */
function letGo(state: LoopState, effects: LoopEffect[]): LoopState {
  const keepsRunning = state.wanted === 'finish' && state.fatal === null;
  const tell = state.fatal?.reason !== 'banned' && state.fatal?.reason !== 'old-version';
  const units: HeldUnit[] = [];
  for (const held of state.units) {
    if (keepsRunning && (held.status === 'running' || held.failures > 0)) units.push(held);
    else giveUp(held, { tell }, effects);
  }
  return { ...state, units };
}

function giveUp(held: HeldUnit, { tell }: { tell: boolean }, effects: LoopEffect[]): void {
  if (held.status === 'running') effects.push({ type: 'abort', unitId: held.unit.unitId });
  effects.push({ type: 'drop', unit: held.unit, tell });
}

function dropExpired(state: LoopState, now: number, effects: LoopEffect[]): LoopState {
  const units: HeldUnit[] = [];
  const heldTooLong = state.hold !== null && now - state.heldAt >= HOLD_RELEASE_MS;
  for (const held of state.units) {
    // A running unit is finished even past its lease: late work costs nothing, and may be in time.
    const expired = held.status === 'ready' && held.leaseEndsAt - LEASE_MARGIN_MS <= now;
    if (expired) giveUp(held, { tell: false }, effects);
    else if (heldTooLong) giveUp(held, { tell: true }, effects);
    else units.push(held);
  }
  return { ...state, units };
}

function start(state: LoopState, now: number, effects: LoopEffect[]): LoopState {
  let next = state;
  if (isDue(next.restore, now)) {
    effects.push({ type: 'restore' });
    next = { ...next, restore: asking(next.restore) };
  }
  const reachable = next.hold !== 'offline';
  const speaks = next.fatal === null || next.fatal.reason === 'failed';
  if (next.restore.status !== 'done') return next;
  if (reachable && speaks && isDue(next.link, now)) {
    effects.push({ type: 'link' });
    next = { ...next, link: asking(next.link) };
  }
  if (!ending(next) && next.hold === null && isDue(next.preparation, now)) {
    effects.push({ type: 'prepare' });
    next = { ...next, preparation: { ...next.preparation, status: 'asking' } };
  }
  if (next.hello === null || !speaks) return next;
  next = startOutgoing(next, now, effects);
  next = startHeartbeats(next, now, effects);
  return startWork(next, now, effects);
}

function startOutgoing(state: LoopState, now: number, effects: LoopEffect[]): LoopState {
  if (state.hold === 'offline') return state;
  const outbox = state.outbox.map((item) => {
    if (item.retryAt > now) return item;
    const { submissionId } = item;
    if (item.status === 'unsent') {
      effects.push({ type: 'send', submissionId });
      return { ...item, status: 'sending' as const };
    }
    if (item.status === 'acknowledged') {
      effects.push({ type: 'check', submissionId });
      return { ...item, status: 'checking' as const };
    }
    return item;
  });
  return { ...state, outbox };
}

function startHeartbeats(state: LoopState, now: number, effects: LoopEffect[]): LoopState {
  if (state.hold === 'offline') return state;
  const units = state.units.map((held) => {
    if (held.heartbeatAsking || held.heartbeatAt > now) return held;
    effects.push({ type: 'heartbeat', unit: held.unit, progress: held.progress });
    return { ...held, heartbeatAsking: true };
  });
  return { ...state, units };
}

function startWork(state: LoopState, now: number, effects: LoopEffect[]): LoopState {
  let next = state;
  const mayRun = next.prepared !== null && next.hold === null && next.fatal === null;
  if (mayRun && !next.units.some(({ status }) => status === 'running')) {
    const first = next.units[0];
    if (first) {
      effects.push({ type: 'run', unit: first.unit });
      const units = next.units.map((held) =>
        held === first ? { ...held, status: 'running' as const } : held,
      );
      next = { ...next, units };
    }
  }
  // Results go first; one whose first try failed does not hold up further work.
  const sends = next.outbox.some(({ status, attempts }) => status === 'sending' && attempts === 0);
  const mayClaim = mayRun && next.wanted === 'run' && next.link.status === 'done' && !sends;
  if (mayClaim && next.units.length < HELD_UNITS && isDue(next.claim, now)) {
    effects.push({ type: 'claim' });
    next = { ...next, claim: { ...next.claim, status: 'asking' } };
  }
  return next;
}

function isDue(attempt: Attempt, now: number): boolean {
  return attempt.status === 'needed' && attempt.retryAt <= now;
}

function asking(attempt: Attempt): Attempt {
  return { ...attempt, status: 'asking' };
}

/** Nothing runs and nothing that is on its way would be cut off. A stop does not wait for the network. */
function isQuiet(state: LoopState): boolean {
  if (state.units.length > 0) return false;
  const patient = state.wanted === 'finish' && state.fatal === null;
  return !patient || state.outbox.every(({ status }) => !BUSY.includes(status));
}

/** When something next becomes due without an event; null when only events can change anything. */
function nextTime(state: LoopState, now: number): number | null {
  const times: number[] = [];
  for (const attempt of [state.link, state.preparation, state.claim]) {
    if (attempt.status === 'needed') times.push(attempt.retryAt);
  }
  for (const item of state.outbox) {
    if (item.status === 'unsent' || item.status === 'acknowledged') times.push(item.retryAt);
  }
  for (const held of state.units) {
    if (!held.heartbeatAsking) times.push(held.heartbeatAt);
    if (held.status === 'ready') times.push(held.leaseEndsAt - LEASE_MARGIN_MS);
    if (state.hold !== null) times.push(state.heldAt + HOLD_RELEASE_MS);
  }
  const later = times.filter((time) => time > now);
  return later.length > 0 ? Math.min(...later) : null;
}
