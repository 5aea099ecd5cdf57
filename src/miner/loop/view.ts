import type { CurrentUnit, MinerPhase, MinerSnapshot, Reason } from '../snapshot.ts';
import type { History } from './history.ts';
import type { ShareControl } from './share.ts';
import type { LoopState } from './state.ts';
import type { Stats } from './stats.ts';

// What the page sees of the loop's state.

export type LoopView = Omit<MinerSnapshot, 'preview' | 'plan'>;

export interface ViewSources {
  readonly stats: Stats;
  readonly share: ShareControl;
  readonly history: History;
  /** Monotonic milliseconds. */
  readonly now: number;
}

export function viewOf(state: LoopState, { stats, share, history, now }: ViewSources): LoopView {
  const { device, fatal } = state;
  const waiting = state.outbox.filter(({ status }) => status === 'unsent' || status === 'sending');
  return {
    phase: phaseOf(state),
    reason: reasonOf(state, now),
    current: currentOf(state),
    placement: state.prepared?.placement ?? null,
    findings: state.prepared?.findings ?? [],
    msPerItem: stats.msPerItem() ?? state.prepared?.msPerItem ?? null,
    unitsPerHour: stats.unitsPerHour(),
    msPerStage: stats.msPerStage(),
    share: { target: share.target(), measured: share.measured(), yielding: false },
    totals: {
      accepted: device?.acceptedUnits ?? 0,
      rejected: device?.rejectedUnits ?? 0,
      late: device?.lateUnits ?? 0,
      unsent: waiting.length,
      creditMicro: (device?.balance ?? 0) + (device?.escrow ?? 0),
    },
    recent: history.list(),
    connection: connectionOf(state),
    hello: state.hello,
    device,
    error: fatal?.error ? { code: fatal.error.code, message: fatal.error.message } : null,
  };
}

export function phaseOf(state: LoopState): MinerPhase {
  if (state.fatal) return 'failed';
  if (state.stopped || state.wanted === 'stop') return 'stopped';
  if (state.wanted === 'finish') return 'finishing';
  if (state.hold !== null) return 'paused';
  return state.prepared ? 'running' : 'preparing';
}

/** The one sentence about what happens now, or why nothing does. */
export function reasonOf(state: LoopState, now: number): Reason {
  const say = (code: Reason['code'], values: Reason['values'] = {}): Reason => ({ code, values });
  const { fatal, trouble } = state;
  if (fatal) {
    return say(fatal.reason, { message: fatal.error?.message ?? state.device?.reason ?? '' });
  }
  if (state.stopped || state.wanted === 'stop') return say('stopped-by-you');
  if (state.hold) return say(state.hold);
  if (state.wanted === 'finish') return say('finishing', { unsent: state.outbox.length });
  if (state.hello === null && trouble) {
    const seconds = secondsUntil(state.link.retryAt, now);
    return say('coordinator-down', { seconds, message: trouble.message });
  }
  if (!state.prepared) {
    const lost = trouble?.code.startsWith('gpu.') ?? false;
    return lost
      ? say('gpu-lost', { message: trouble?.message ?? '' })
      : say(state.preparation.stage);
  }
  const running = state.units.find(({ status }) => status === 'running');
  if (running) return say('working', { items: running.unit.items, unit: running.unit.unitId });
  if (trouble) {
    const seconds = secondsUntil(state.claim.retryAt, now);
    return say('coordinator-down', { seconds, message: trouble.message });
  }
  if (state.outbox.some(({ status }) => status === 'sending')) return say('submitting');
  if (state.claim.none !== null) {
    const seconds = secondsUntil(state.claim.retryAt, now);
    return say('no-work', { seconds, message: state.claim.none });
  }
  return say('claiming');
}

function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}

function currentOf(state: LoopState): CurrentUnit | null {
  const running = state.units.find(({ status }) => status === 'running');
  if (!running) return null;
  const { unitId, subnet, material, items } = running.unit;
  return { unitId, subnet, material, items, progress: running.progress, stage: running.stage };
}

function connectionOf(state: LoopState): MinerSnapshot['connection'] {
  if (state.hold === 'offline') return 'offline';
  return state.link.status === 'done' ? 'online' : 'connecting';
}
