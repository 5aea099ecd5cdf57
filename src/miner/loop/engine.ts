import { assertNever } from '../../shared/assert.ts';
import type { Clock } from '../../shared/clock.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { Rng } from '../../shared/rng.ts';
import type { ClaimedUnit } from '../../protocol/claim.ts';
import type { FeedEvent } from '../../protocol/feed.ts';
import { PROTOCOL } from '../../protocol/signing.ts';
import type { ApiClient } from '../client.ts';
import type { SignedClient } from '../signed-client.ts';
import type { BlobCache } from './blob-cache.ts';
import { capabilityOf } from './capability.ts';
import { createHistory } from './history.ts';
import type { Records } from './records.ts';
import { reduce } from './reduce.ts';
import { runUnit } from './run-unit.ts';
import type { Scheduler } from './scheduler.ts';
import type { ShareControl } from './share.ts';
import { type HoldCode, type LoopEffect, type LoopEvent, initialState } from './state.ts';
import { createStats } from './stats.ts';
import { type LoopView, viewOf } from './view.ts';
import type { RunHooks, Workbench } from './workbench.ts';

// Carries out the effects of the reducer and feeds back what became of them. Holds no decision.

/** Acknowledged results that nobody could tell the fate of for this long are forgotten. */
const FORGET_MS = 7 * 24 * 3_600_000;
const PREVIEW_MS = 100;

export interface LoopPorts {
  readonly clock: Clock;
  readonly scheduler: Scheduler;
  readonly rng: Rng;
  readonly api: ApiClient;
  readonly signed: SignedClient;
  readonly records: Records;
  readonly blobs: BlobCache;
  readonly workbench: Workbench;
  readonly share: ShareControl;
  /** Opens the live feed of this device; returns the close. */
  readonly openFeed: (coordinatorKey: string, onEvent: (event: FeedEvent) => void) => () => void;
  readonly onView: (view: LoopView) => void;
  readonly onPreview: (preview: unknown) => void;
}

export interface Loop {
  hold(reason: HoldCode | null): void;
  finish(): void;
  stop(): void;
  view(): LoopView;
  /** Resolves when the loop has ended. */
  readonly ended: Promise<void>;
}

/** Starts the claim loop of one subnet. */
export function startLoop(ports: LoopPorts, subnet: string): Loop {
  const { scheduler, records, signed, api, clock, workbench, share } = ports;
  const stats = createStats();
  const history = createHistory();
  const runs = new Map<string, AbortController>();
  const life = new AbortController();
  let state = initialState();
  let cancelWake: (() => void) | null = null;
  let closeFeed: (() => void) | null = null;
  let lastPreview = -Infinity;
  let queue: LoopEvent[] = [];
  let draining = false;
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });

  const view = (): LoopView => viewOf(state, { stats, share, history, now: scheduler.now() });

  /** Events raised while one is being handled wait their turn. */
  function dispatch(event: LoopEvent): void {
    queue.push(event);
    if (draining) return;
    draining = true;
    for (let next = queue.shift(); next; next = queue.shift()) {
      if (state.stopped) continue;
      const step = reduce(state, next, { now: scheduler.now(), rng: ports.rng });
      state = step.state;
      for (const effect of step.effects) perform(effect);
    }
    draining = false;
    ports.onView(view());
  }

  /** Runs an effect to its event; whatever it throws becomes the event that `fail` makes. */
  function settle(work: Promise<LoopEvent | null>, fail: (error: AppError) => LoopEvent): void {
    work.then(
      (event) => event && dispatch(event),
      (error: unknown) => dispatch(fail(toAppError(error))),
    );
  }

  function perform(effect: LoopEffect): void {
    switch (effect.type) {
      case 'restore':
        return settle(restore(), (error) => ({ type: 'prepare-failed', error }));
      case 'link':
        return settle(link(), (error) => ({ type: 'link-failed', error }));
      case 'prepare':
        return settle(prepare(), (error) => ({ type: 'prepare-failed', error }));
      case 'claim':
        return settle(claim(), (error) => ({ type: 'claim-failed', error }));
      case 'run':
        return run(effect.unit);
      case 'abort':
        runs.get(effect.unitId)?.abort(new AppError('worker.cancelled', 'the unit was given up'));
        return;
      case 'wake-at':
        return wakeAt(effect.at);
      case 'stopped':
        return finishUp();
      default:
        return performForUnit(effect);
    }
  }

  function performForUnit(
    effect: Extract<
      LoopEffect,
      { type: 'drop' | 'heartbeat' | 'keep-lease' | 'send' | 'check' | 'discard' }
    >,
  ): void {
    switch (effect.type) {
      case 'drop':
        return background(drop(effect.unit, effect.tell));
      case 'heartbeat': {
        const { unitId, lease } = effect.unit;
        const asked = signed
          .heartbeat(lease.leaseId, { token: lease.token, progress: effect.progress })
          .then(({ ttlMs }): LoopEvent => ({ type: 'heartbeat-ok', unitId, ttlMs }));
        return settle(asked, (error) => ({ type: 'heartbeat-failed', unitId, error }));
      }
      case 'keep-lease':
        return background(
          records.keepLease({ unit: effect.unit, endsMs: clock.now() + effect.ttlMs }),
        );
      case 'send': {
        const { submissionId } = effect;
        return settle(send(submissionId), (error) => ({
          type: 'send-failed',
          submissionId,
          error,
        }));
      }
      case 'check': {
        const { submissionId } = effect;
        return settle(check(submissionId), () => ({ type: 'undecided', submissionId }));
      }
      case 'discard':
        return background(records.dropOutgoing(effect.submissionId));
      default:
        return assertNever(effect);
    }
  }

  /** Work whose failure changes nothing: a lease record or a release that gets lost expires by itself. */
  function background(work: Promise<void>): void {
    work.catch(() => undefined);
  }

  async function restore(): Promise<LoopEvent> {
    const nowMs = clock.now();
    const leases = await records.leases();
    const outbox: { submissionId: string; unitId: string; acknowledged: boolean }[] = [];
    for (const { request, unitId, acknowledged, savedMs } of await records.outbox()) {
      const { submissionId } = request;
      if (acknowledged && nowMs - savedMs > FORGET_MS) await records.dropOutgoing(submissionId);
      else outbox.push({ submissionId, unitId, acknowledged });
    }
    const answered = new Set(outbox.map(({ unitId }) => unitId));
    const alive = leases.filter(
      ({ unit, endsMs }) => endsMs > nowMs && unit.subnet === subnet && !answered.has(unit.unitId),
    );
    for (const lease of leases) {
      if (!alive.includes(lease)) await records.dropLease(lease.unit.unitId);
    }
    return {
      type: 'restored',
      leases: alive.map(({ unit, endsMs }) => ({ unit, leftMs: endsMs - nowMs })),
      outbox,
    };
  }

  async function link(): Promise<LoopEvent> {
    const hello = await api.hello();
    if (hello.protocol !== PROTOCOL) {
      throw new AppError(
        'protocol.version',
        `the coordinator speaks ${hello.protocol}, this page ${PROTOCOL}; reload the page`,
      );
    }
    signed.learnClock(hello.timeMs);
    const device = await signed.register({});
    closeFeed ??= ports.openFeed(hello.coordinatorKey, onFeed);
    void refreshUnits();
    return { type: 'linked', hello, device };
  }

  async function refreshUnits(): Promise<void> {
    const page = await api.units(signed.deviceKey).catch(() => null); // the feed brings the rest
    if (!page) return;
    history.learn(page.units);
    ports.onView(view());
  }

  function onFeed(event: FeedEvent): void {
    if (event.type === 'resync') void refreshUnits();
    if (event.type !== 'unit') return;
    history.learn([event.unit]);
    dispatch({ type: 'news', unit: event.unit });
  }

  async function prepare(): Promise<LoopEvent> {
    if (state.trouble?.code.startsWith('gpu.')) await workbench.rebuild();
    const outcome = await workbench.prepare(subnet, hooksOf(life.signal), (stage) => {
      dispatch({ type: 'preparing', stage });
    });
    return { type: 'prepared', outcome };
  }

  function hooksOf(signal: AbortSignal, unitId?: string): RunHooks {
    let done = 0;
    return {
      signal,
      async yieldShare(busyMs) {
        share.account(busyMs);
        // An answer that is ready goes out at once; the next unit rests for its last slice.
        if (done < 1) await share.rest(signal);
      },
      report({ ratio, stage, preview }) {
        done = ratio;
        const now = scheduler.now();
        if (preview !== undefined && now - lastPreview >= PREVIEW_MS) {
          lastPreview = now;
          ports.onPreview(preview);
        }
        if (unitId) dispatch({ type: 'progress', unitId, ratio, stage });
      },
    };
  }

  async function claim(): Promise<LoopEvent> {
    const { prepared } = state;
    if (!prepared) throw new AppError('internal', 'work was claimed before the runner was ready');
    const capability = capabilityOf(prepared, {
      share: share.target(),
      measured: stats.msPerItem(),
    });
    const answer = await signed.claim({ subnets: [subnet], capability });
    if (answer.unit === null) {
      return { type: 'claim-empty', retryMs: answer.retryMs, reason: answer.reason };
    }
    const owner = {
      deviceKey: signed.deviceKey,
      name: state.device?.name ?? '',
      nowMs: clock.now(),
    };
    history.claimed(answer.unit, owner);
    background(prefetch(answer.unit));
    return { type: 'claimed', unit: answer.unit };
  }

  async function prefetch(unit: ClaimedUnit): Promise<void> {
    const { runner } = await workbench.bench(unit.subnet, hooksOf(life.signal));
    ports.blobs.prefetch(runner.inputs?.(runner.parseInput(unit.input)) ?? []);
  }

  function run(unit: ClaimedUnit): void {
    const { unitId } = unit;
    const controller = new AbortController();
    runs.set(unitId, controller);
    const hooks = hooksOf(controller.signal, unitId);
    const rest = (): Promise<void> => share.rest(controller.signal);
    const work = runUnit(unit, { ...ports, hooks, rest }).then(
      ({ submissionId, stat }): LoopEvent => {
        stats.add(stat);
        return { type: 'ran', unitId, submissionId };
      },
    );
    settle(
      work.finally(() => runs.delete(unitId)),
      (error) => ({ type: 'run-failed', unitId, error }),
    );
  }

  async function drop(unit: ClaimedUnit, tell: boolean): Promise<void> {
    await records.dropLease(unit.unitId);
    if (tell) await signed.release(unit.lease.leaseId, { token: unit.lease.token });
  }

  async function send(submissionId: string): Promise<LoopEvent> {
    const record = await records.outgoing(submissionId);
    if (!record) return { type: 'settled', submissionId };
    const answer = await signed.submit(record.request);
    history.acknowledged(answer);
    await records.keepOutgoing({ ...record, acknowledged: true });
    return { type: 'sent', submissionId, answer };
  }

  async function check(submissionId: string): Promise<LoopEvent> {
    const record = await records.outgoing(submissionId);
    if (!record) return { type: 'settled', submissionId };
    const { unit } = await api.unit(record.unitId);
    history.learn([unit]);
    if (['leased', 'submitted', 'verifying'].includes(unit.state)) {
      return { type: 'undecided', submissionId };
    }
    if (unit.state === 'accepted' || unit.state === 'settled') {
      await records.keepReceipt(await api.receipt(submissionId));
    }
    await records.dropOutgoing(submissionId);
    void refreshDevice();
    return { type: 'settled', submissionId };
  }

  async function refreshDevice(): Promise<void> {
    const device = await api.device(signed.deviceKey).catch(() => null); // the next unit asks again
    if (device) dispatch({ type: 'device', device });
  }

  function wakeAt(at: number): void {
    cancelWake?.();
    cancelWake = scheduler.after(Math.max(0, at - scheduler.now()), () =>
      dispatch({ type: 'wake' }),
    );
  }

  function finishUp(): void {
    cancelWake?.();
    closeFeed?.();
    life.abort(new AppError('worker.cancelled', 'mining was stopped'));
    queue = [];
    end();
  }

  dispatch({ type: 'wake' });
  return {
    hold(reason) {
      share.setHeld(reason !== null && reason !== 'offline');
      dispatch({ type: 'hold', reason });
    },
    finish: () => dispatch({ type: 'finish' }),
    stop: () => dispatch({ type: 'stop' }),
    view,
    ended,
  };
}
