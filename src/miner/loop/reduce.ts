import type { AppError, ErrorCode } from '../../shared/errors.ts';
import { assertNever } from '../../shared/assert.ts';
import type { Rng } from '../../shared/rng.ts';
import type { ClaimedUnit } from '../../protocol/claim.ts';
import { ASK_BACK_OFF, CHECK_BACK_OFF, SEND_BACK_OFF, delayMs } from './back-off.ts';
import { plan } from './plan.ts';
import type {
  Attempt,
  HeldUnit,
  LoopEffect,
  LoopEvent,
  LoopState,
  Outgoing,
  Step,
} from './state.ts';

// The claim loop as a pure function: an event changes the state, then `plan` starts whatever is
// due. Each effect reports back with an event; nothing else may change the state.

/** A unit whose run failed this often is given back. */
const MOST_RUNS = 2;
/** Units that failed in a row before the loop gives up and says why. */
const MOST_FAILED_RUNS = 5;

/** Refusals of a submission that no retry can change. */
const FINAL_REFUSALS: readonly ErrorCode[] = [
  'submission.malformed',
  'submission.id-mismatch',
  'lease.consumed',
  'lease.unknown',
  'lease.expired',
  'limit.size',
  'device.banned',
  'not-found',
];

interface Ports {
  readonly now: number;
  readonly rng: Rng;
}

/** The next state and what to do, for one event at monotonic time `now`. */
export function reduce(state: LoopState, event: LoopEvent, ports: Ports): Step {
  const changed = apply(state, event, ports);
  const planned = plan(changed.state, ports.now);
  return { state: planned.state, effects: [...changed.effects, ...planned.effects] };
}

function apply(state: LoopState, event: LoopEvent, ports: Ports): Step {
  switch (event.type) {
    case 'wake':
      return only(state);
    case 'restored':
      return only(restored(state, event, ports.now));
    case 'linked': {
      const linked = {
        ...sendSoon(state, ports.now),
        link: DONE,
        hello: event.hello,
        trouble: null,
      };
      return only(withDevice(linked, event.device));
    }
    case 'device':
      return only(withDevice(state, event.device));
    case 'link-failed':
      return only(linkFailed(state, event.error, ports));
    case 'preparing':
      return only({ ...state, preparation: { ...state.preparation, stage: event.stage } });
    case 'prepared': {
      const preparation = { ...state.preparation, ...DONE };
      return only({ ...state, preparation, prepared: event.outcome });
    }
    case 'prepare-failed':
      return only(prepareFailed(state, event.error, ports));
    case 'claimed':
      return claimed(state, event.unit, ports.now);
    case 'claim-empty':
      return only(claimEmpty(state, event, ports.now));
    case 'claim-failed':
      return only(claimFailed(state, event.error, ports));
    case 'hold': {
      const heldAt = state.hold === null && event.reason !== null ? ports.now : state.heldAt;
      return only({ ...state, hold: event.reason, heldAt });
    }
    case 'finish':
      return only({ ...state, wanted: state.wanted === 'stop' ? 'stop' : 'finish' });
    case 'stop':
      return only({ ...state, wanted: 'stop' });
    default:
      return applyToUnit(state, event, ports);
  }
}

type UnitEvent = Extract<
  LoopEvent,
  {
    type:
      | 'progress'
      | 'ran'
      | 'run-failed'
      | 'heartbeat-ok'
      | 'heartbeat-failed'
      | 'sent'
      | 'send-failed'
      | 'undecided'
      | 'settled'
      | 'news';
  }
>;

function applyToUnit(state: LoopState, event: UnitEvent, ports: Ports): Step {
  switch (event.type) {
    case 'progress': {
      const { ratio, stage } = event;
      return only(withUnit(state, event.unitId, (held) => ({ ...held, progress: ratio, stage })));
    }
    case 'ran':
      return only(ran(state, event, ports.now));
    case 'run-failed':
      return runFailed(state, event, ports);
    case 'heartbeat-ok':
      return heartbeatOk(state, event, ports.now);
    case 'heartbeat-failed':
      return heartbeatFailed(state, event, ports);
    case 'sent':
      return only(
        withOutgoing(sendSoon(state, ports.now), event.submissionId, (item) => ({
          ...item,
          status: 'acknowledged',
          attempts: 0,
          retryAt: ports.now + delayMs(CHECK_BACK_OFF, 0, ports.rng),
        })),
      );
    case 'send-failed':
      return sendFailed(state, event, ports);
    case 'undecided':
      return only(
        withOutgoing(state, event.submissionId, (item) => ({
          ...item,
          status: 'acknowledged',
          attempts: item.attempts + 1,
          retryAt: ports.now + delayMs(CHECK_BACK_OFF, item.attempts + 1, ports.rng),
        })),
      );
    case 'settled':
      return only(withoutOutgoing(state, event.submissionId));
    case 'news':
      return only({
        ...state,
        outbox: state.outbox.map((item) =>
          item.unitId === event.unit.unitId && item.status === 'acknowledged'
            ? { ...item, retryAt: ports.now }
            : item,
        ),
      });
    default:
      return assertNever(event);
  }
}

const DONE: Attempt = { status: 'done', attempts: 0, retryAt: 0 };

function only(state: LoopState): Step {
  return { state, effects: [] };
}

/** The coordinator answers again: results that wait out a back-off need not wait longer. */
function sendSoon(state: LoopState, now: number): LoopState {
  const outbox = state.outbox.map((item) =>
    item.status === 'unsent' ? { ...item, retryAt: now } : item,
  );
  return { ...state, outbox };
}

function failed<T extends Attempt>(attempt: T, { now, rng }: Ports): T {
  return {
    ...attempt,
    status: 'needed',
    attempts: attempt.attempts + 1,
    retryAt: now + delayMs(ASK_BACK_OFF, attempt.attempts, rng),
  };
}

function withDevice(state: LoopState, device: LoopState['device']): LoopState {
  const banned = device?.standing === 'banned';
  return { ...state, device, fatal: banned ? { reason: 'banned', error: null } : state.fatal };
}

/** Errors after which no request of this build or device makes sense; null for all others. */
function fatalOf(error: AppError): LoopState['fatal'] {
  if (error.code === 'device.banned') return { reason: 'banned', error };
  if (error.code === 'protocol.version') return { reason: 'old-version', error };
  return null;
}

function restored(
  state: LoopState,
  event: Extract<LoopEvent, { type: 'restored' }>,
  now: number,
): LoopState {
  return {
    ...state,
    restore: DONE,
    // The lease may be gone in spite of what the clock says: its heartbeat, due now, tells.
    units: event.leases.map(({ unit, leftMs }) => ({
      ...hold(unit, now + leftMs),
      heartbeatAt: now,
    })),
    outbox: event.outbox.map(({ submissionId, unitId, acknowledged }) => ({
      submissionId,
      unitId,
      status: acknowledged ? 'acknowledged' : 'unsent',
      attempts: 0,
      retryAt: now,
    })),
  };
}

function linkFailed(state: LoopState, error: AppError, ports: Ports): LoopState {
  const fatal = fatalOf(error);
  return { ...state, fatal, trouble: error, link: failed(state.link, ports) };
}

function prepareFailed(state: LoopState, error: AppError, ports: Ports): LoopState {
  // Downloads break off and devices get lost: worth another go. Anything else would fail again.
  const fatal = error.retryable || error.code === 'gpu.lost' ? null : failure(error);
  const preparation = failed(state.preparation, ports);
  return { ...state, preparation, prepared: null, fatal: fatal ?? state.fatal, trouble: error };
}

function failure(error: AppError): LoopState['fatal'] {
  return { reason: 'failed', error };
}

function claimed(state: LoopState, unit: ClaimedUnit, now: number): Step {
  const held = hold(unit, now + unit.lease.ttlMs);
  return {
    state: {
      ...sendSoon(state, now),
      claim: { ...IDLE_CLAIM },
      trouble: null,
      units: [...state.units, { ...held, heartbeatAt: now + unit.lease.heartbeatMs }],
    },
    effects: [{ type: 'keep-lease', unit, ttlMs: unit.lease.ttlMs }],
  };
}

const IDLE_CLAIM: LoopState['claim'] = { status: 'needed', attempts: 0, retryAt: 0, none: null };

function claimEmpty(
  state: LoopState,
  { retryMs, reason }: { retryMs: number; reason: string },
  now: number,
): LoopState {
  const claim = { ...IDLE_CLAIM, retryAt: now + retryMs, none: reason };
  return { ...state, claim, trouble: null };
}

function claimFailed(state: LoopState, error: AppError, ports: Ports): LoopState {
  const fatal = fatalOf(error);
  const claim = { ...failed(state.claim, ports), none: null };
  // The clock drifted, or the coordinator was set up anew: shake hands again.
  const relink = error.code === 'request.clock' || error.code === 'device.unknown';
  const link = relink ? { ...state.link, status: 'needed' as const } : state.link;
  return { ...state, fatal, claim, link, trouble: error };
}

function hold(unit: ClaimedUnit, leaseEndsAt: number): HeldUnit {
  return {
    unit,
    status: 'ready',
    failures: 0,
    leaseEndsAt,
    heartbeatAt: 0,
    heartbeatAsking: false,
    progress: 0,
    stage: '',
  };
}

function withUnit(
  state: LoopState,
  unitId: string,
  change: (held: HeldUnit) => HeldUnit,
): LoopState {
  return {
    ...state,
    units: state.units.map((held) => (held.unit.unitId === unitId ? change(held) : held)),
  };
}

function withOutgoing(
  state: LoopState,
  submissionId: string,
  change: (item: Outgoing) => Outgoing,
): LoopState {
  return {
    ...state,
    outbox: state.outbox.map((item) => (item.submissionId === submissionId ? change(item) : item)),
  };
}

function withoutOutgoing(state: LoopState, submissionId: string): LoopState {
  return { ...state, outbox: state.outbox.filter((item) => item.submissionId !== submissionId) };
}

function ran(
  state: LoopState,
  { unitId, submissionId }: { unitId: string; submissionId: string },
  now: number,
): LoopState {
  const item: Outgoing = { submissionId, unitId, status: 'unsent', attempts: 0, retryAt: now };
  return {
    ...state,
    failedRuns: 0,
    units: state.units.filter(({ unit }) => unit.unitId !== unitId),
    outbox: [...state.outbox, item],
  };
}

function runFailed(
  state: LoopState,
  { unitId, error }: { unitId: string; error: AppError },
  ports: Ports,
): Step {
  const held = state.units.find(({ unit }) => unit.unitId === unitId);
  if (!held) return only(state); // it was aborted: its end is what was asked for
  const failedRuns = state.failedRuns + 1;
  // The device is gone or its memory is full: build it up again before the next run.
  const rebuild = error.code.startsWith('gpu.');
  const next: LoopState = {
    ...state,
    failedRuns,
    trouble: error,
    fatal: failedRuns >= MOST_FAILED_RUNS ? failure(error) : state.fatal,
    preparation: rebuild ? failed(state.preparation, ports) : state.preparation,
    prepared: rebuild ? null : state.prepared,
  };
  const failures = held.failures + 1;
  if (failures < MOST_RUNS && (error.retryable || rebuild)) {
    const again = { ...held, failures, status: 'ready' as const, progress: 0 };
    return only(withUnit(next, unitId, () => again));
  }
  const units = next.units.filter(({ unit }) => unit.unitId !== unitId);
  const claim = { ...failed(next.claim, ports), none: null };
  return {
    state: { ...next, units, claim },
    effects: [{ type: 'drop', unit: held.unit, tell: true }],
  };
}

function heartbeatOk(
  state: LoopState,
  { unitId, ttlMs }: { unitId: string; ttlMs: number },
  now: number,
): Step {
  const held = state.units.find(({ unit }) => unit.unitId === unitId);
  if (!held) return only(state);
  const next = withUnit(state, unitId, (old) => ({
    ...old,
    heartbeatAsking: false,
    heartbeatAt: now + old.unit.lease.heartbeatMs,
    leaseEndsAt: now + ttlMs,
  }));
  return { state: next, effects: [{ type: 'keep-lease', unit: held.unit, ttlMs }] };
}

function heartbeatFailed(
  state: LoopState,
  { unitId, error }: { unitId: string; error: AppError },
  ports: Ports,
): Step {
  const held = state.units.find(({ unit }) => unit.unitId === unitId);
  if (!held) return only(state);
  const gone = ['lease.expired', 'lease.unknown', 'lease.consumed', 'device.banned', 'not-found'];
  if (!gone.includes(error.code)) {
    const heartbeatAt = ports.now + delayMs(ASK_BACK_OFF, 0, ports.rng);
    return only(
      withUnit(state, unitId, (old) => ({ ...old, heartbeatAsking: false, heartbeatAt })),
    );
  }
  const units = state.units.filter(({ unit }) => unit.unitId !== unitId);
  const effects: LoopEffect[] = [{ type: 'drop', unit: held.unit, tell: false }];
  if (held.status === 'running') effects.unshift({ type: 'abort', unitId });
  return { state: { ...state, units, fatal: fatalOf(error) ?? state.fatal }, effects };
}

function sendFailed(
  state: LoopState,
  { submissionId, error }: { submissionId: string; error: AppError },
  ports: Ports,
): Step {
  const relink = error.code === 'request.clock' || error.code === 'device.unknown';
  const base: LoopState = {
    ...state,
    fatal: fatalOf(error) ?? state.fatal,
    link: relink ? { ...state.link, status: 'needed' } : state.link,
  };
  if (FINAL_REFUSALS.includes(error.code)) {
    return {
      state: withoutOutgoing(base, submissionId),
      effects: [{ type: 'discard', submissionId, error }],
    };
  }
  return only(
    withOutgoing(base, submissionId, (item) => ({
      ...item,
      status: 'unsent',
      attempts: item.attempts + 1,
      retryAt: ports.now + delayMs(SEND_BACK_OFF, item.attempts, ports.rng),
    })),
  );
}
