import { type AppError, toAppError } from '../shared/errors.ts';
import type { ProbeOutcome } from '../subnets/contract.ts';
import { allManifests } from '../subnets/judges.ts';
import { type RemoteMiner, callback, checkDevice, connectMiner } from './bridge.ts';
import { createDeviceDesk } from './device-desk.ts';
import { openIdentity } from './identity.ts';
import type { JobClient } from './job-client.ts';
import type { HoldCode } from './loop/state.ts';
import type { LoopView } from './loop/view.ts';
import { createMiningLock } from './mining-lock.ts';
import { systemScheduler } from './loop/scheduler.ts';
import { createGuide } from './planning/guide.ts';
import type { MeasuredBySubnet } from './planning/rank.ts';
import { type PowerRules, powerReason, yieldingShare } from './power.ts';
import { type PowerWatch, watchPower } from './power-watch.ts';
import { predictedUnitsPerHour } from './prediction.ts';
import { keepConsent, storedConsent } from './settings.ts';
import type { SignedClient } from './signed-client.ts';
import { IDLE_SNAPSHOT } from './idle-snapshot.ts';
import type { BenchmarkOutcome, Consent, MinerSession, MinerSnapshot } from './snapshot.ts';
import { type Health, createSupervisor } from './supervisor.ts';
import type { OnProgress, Update } from './worker-api.ts';

// The page's side of mining: the visitor's three verbs, the rules of power, the one-miner lock,
// and the worker's life. Everything heavy is in the worker.

type Listener = (snapshot: MinerSnapshot) => void;
type Override = Pick<MinerSnapshot, 'phase' | 'reason' | 'error'>;

/** Makes the page's one session. Starts nothing. */
export function createMinerSession(): MinerSession {
  return new Session();
}

class Session implements MinerSession {
  readonly #listeners = new Set<Listener>();
  readonly #desk = createDeviceDesk();
  readonly #lock = createMiningLock();
  readonly #worker = createSupervisor<RemoteMiner>({
    connect: connectMiner,
    onHealth: (health) => this.#onHealth(health),
    onRestarted: () => void this.#mine(),
  });
  readonly #guide = createGuide({
    scheduler: systemScheduler,
    read: () => this.#desk.demand(),
    isBusy: () => this.#looping,
    moveOn: () => void this.#moveOn(),
    onPlan: (plan) => this.#show({ plan }),
  });
  #snapshot: MinerSnapshot = IDLE_SNAPSHOT;
  /** What the session itself has to say, instead of the worker's reason. */
  #override: Override | null = null;
  #consent: Consent | null = null;
  #pausedByUser = false;
  #hold: HoldCode | null = null;
  /** Share in force, which yields to others. */
  #share = 0.5;
  #power: PowerWatch | null = null;
  #release: (() => void) | null = null;
  #waiting: AbortController | null = null;
  #wantsMining = false;
  #looping = false;
  /** The loop was asked to end after its unit so that another subnet gets its turn. */
  #movingOn = false;
  #lastRate: number | null = null;
  #calls = 0;

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.#shown());
    return () => this.#listeners.delete(listener);
  }

  check = checkDevice;

  async benchmark(
    subnet: string,
    onProgress: (ratio: number, stage: string) => void,
  ): Promise<BenchmarkOutcome> {
    const startedAt = performance.now();
    const id = this.#callId();
    const report: OnProgress = (ratio, stage) => onProgress(ratio, stage);
    const outcome = await this.#worker.use((api) => api.benchmark(subnet, id, callback(report)));
    const { placement, msPerItem, findings, fromMemory } = outcome;
    const manifest = allManifests.find(({ slug }) => slug === subnet);
    const unitsPerHour = manifest ? predictedUnitsPerHour(manifest, msPerItem) : 0;
    const tookMs = performance.now() - startedAt;
    this.#show({ placement, findings, msPerItem });
    if (unitsPerHour > 0) this.#desk.keepRate(subnet, unitsPerHour);
    return { subnet, placement, msPerItem, unitsPerHour, findings, tookMs, fromMemory };
  }

  async start(consent: Consent): Promise<void> {
    if (this.#wantsMining) return this.#startOther(consent);
    if (this.#looping) await this.#endLoop();
    this.#snapshot = { ...this.#snapshot, phase: 'preparing', error: null };
    this.#wantsMining = true;
    this.#consent = consent;
    this.#pausedByUser = false;
    this.#say({ phase: 'preparing', reason: { code: 'claiming', values: {} }, error: null });
    this.#power ??= watchPower(() => void this.#applyRules());
    try {
      const store = await this.#desk.store();
      const agreed = withEarlier(consent, await storedConsent(store));
      this.#consent = agreed;
      await keepConsent(store, agreed);
      this.#guide.begin(agreed.subnets, agreed.auto ?? false);
      await openIdentity(store);
      await this.#takeLock();
      void navigator.storage.persist().catch(() => false); // asked for; the page says what a refusal means
      await this.#mine();
    } catch (error) {
      this.#fail(toAppError(error));
    }
  }

  /** Agreed to while mining: another subnet, or other limits. */
  async #startOther(consent: Consent): Promise<void> {
    this.#changeConsent(withEarlier(consent, this.#consent));
    const [subnet] = consent.subnets;
    if (subnet !== undefined) this.chooseSubnet(subnet);
    await this.resume();
  }

  async pause(): Promise<void> {
    this.#pausedByUser = true;
    await this.#applyRules();
  }

  async resume(): Promise<void> {
    this.#pausedByUser = false;
    await this.#applyRules();
    if (this.#wantsMining && this.#release && !this.#looping) await this.#mine();
  }

  async finishThenStop(): Promise<void> {
    this.#waiting?.abort();
    if (!this.#wantsMining) return;
    this.#wantsMining = false;
    if (this.#looping) {
      this.#pausedByUser = false;
      await this.#applyRules();
      await this.#worker.cancel((api) => api.finish());
    }
    if (!this.#looping || !this.#worker.isRunning()) this.#ended();
  }

  /** A start while the last run still finishes: its unit is given back, its results are kept. */
  async #endLoop(): Promise<void> {
    await this.#worker.cancel((api) => api.stop());
    this.#letGo();
  }

  setGpuShare(share: number): void {
    this.#changeConsent({ gpuShare: share });
    this.#show({ share: { ...this.#snapshot.share, target: share } });
  }

  setHiddenTab(hiddenTab: Consent['hiddenTab']): void {
    this.#changeConsent({ hiddenTab });
  }

  setStopOnBattery(stopOnBattery: boolean): void {
    this.#changeConsent({ stopOnBattery });
  }

  chooseSubnet(subnet: string): void {
    this.#guide.choose(subnet);
    this.#editConsent(({ subnets }) => ({
      subnets: [subnet, ...subnets.filter((slug) => slug !== subnet)],
      auto: false,
    }));
  }

  setAuto(auto: boolean): void {
    this.#guide.setAuto(auto);
    this.#editConsent(() => ({ auto }));
  }

  measured(): Promise<MeasuredBySubnet> {
    return this.#desk.measured();
  }

  /** Ends the loop after its unit; when it has ended, the next subnet is mined. */
  async #moveOn(): Promise<void> {
    // What is paused ends its unit when it goes on.
    if (!this.#looping || this.#movingOn || this.#hold !== null) return;
    this.#movingOn = true;
    const answered = await this.#worker.cancel((api) => api.finish());
    if (!answered) await this.#takeTurn();
  }

  async rename(name: string): Promise<void> {
    const signed = await this.signed();
    this.#show({ device: await signed.register({ name }) });
  }

  signed(): Promise<SignedClient> {
    return this.#desk.signed();
  }

  jobs(): Promise<JobClient> {
    return this.#desk.jobs();
  }

  async rerun(
    subnet: string,
    input: unknown,
    onProgress: (ratio: number) => void,
  ): Promise<unknown> {
    const report: OnProgress = (ratio) => onProgress(ratio);
    const call = { subnet, input, id: this.#callId() };
    return this.#worker.use((api) => api.rerun(call, callback(report)));
  }

  async practice(
    call: { subnet: string; file: Blob; signal: AbortSignal },
    onFrame: (ratio: number, preview: unknown) => void,
  ): Promise<void> {
    const { subnet, file, signal } = call;
    const report: OnProgress = (ratio, _stage, preview) => onFrame(ratio, preview);
    await this.#cancellable(signal, (api, id) =>
      api.practice({ subnet, file, id }, callback(report)),
    );
  }

  async workshop(
    call: { subnet: string; request: unknown; signal: AbortSignal },
    onProgress: (ratio: number, preview: unknown) => void,
  ): Promise<unknown> {
    const { subnet, request, signal } = call;
    const report: OnProgress = (ratio, _stage, preview) => onProgress(ratio, preview);
    return this.#cancellable(signal, (api, id) =>
      api.workshop({ subnet, request, id }, callback(report)),
    );
  }

  /** A long call to the worker that ends early with `signal`. */
  async #cancellable<T>(
    signal: AbortSignal,
    call: (api: RemoteMiner, id: string) => Promise<T>,
  ): Promise<T> {
    const id = this.#callId();
    const cancel = (): void => void this.#worker.cancel((api) => api.cancel(id));
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await this.#worker.use((api) => call(api, id));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  deviceKey(): Promise<string | null> {
    return this.#desk.deviceKey();
  }

  async lastConsent(): Promise<Consent | null> {
    const last = await this.#desk.lastConsent();
    if (last && !this.#wantsMining) this.#guide.recall(last.subnets, last.auto ?? false);
    return last;
  }

  /** Changes what was agreed to, also before it is taken up again in this visit. */
  #editConsent(change: (consent: Consent) => Partial<Consent>): void {
    if (this.#consent) return this.#changeConsent(change(this.#consent));
    // Without storage the choice holds for this visit.
    this.#desk.rewriteConsent(change);
  }

  async #takeLock(): Promise<void> {
    const waiting = new AbortController();
    this.#waiting = waiting;
    this.#release = await this.#lock.acquire(waiting.signal, () => {
      this.#say({ phase: 'paused', reason: { code: 'other-tab', values: {} }, error: null });
    });
    this.#waiting = null;
  }

  /** Starts the claim loop in the worker; also after a restart. */
  async #mine(): Promise<void> {
    if (!this.#looping) this.#guide.turn();
    const { wanted, subnet } = this.#wanted();
    if (!wanted || this.#looping || !subnet) return;
    this.#looping = true;
    this.#override = null;
    this.#hold = this.#reasonToHold();
    this.#showHold(this.#hold);
    this.#share = this.#yieldingShare();
    const options = { subnet, gpuShare: this.#share, hold: this.#hold };
    const listener = (update: Update): void => this.#onUpdate(update);
    try {
      await this.#worker.use((api) => api.mine(options, callback(listener)));
      // Asked to move on before there was a loop to hear it.
      if (this.#movingOn) await this.#worker.cancel((api) => api.finish());
    } catch (error) {
      // A crash is the supervisor's matter: it restarts, or reports `failed` itself.
      this.#looping = false;
      const failure = toAppError(error);
      if (failure.code !== 'worker.crashed') this.#fail(failure);
    }
  }

  #wanted() {
    return {
      wanted: this.#wantsMining && this.#release !== null,
      subnet: this.#guide.plan().subnet,
    };
  }

  #onUpdate(update: Update): void {
    if (update.kind === 'view') {
      this.#learnRate(update.view);
      const seen = this.#seen(update.view);
      const { measured } = update.view.share;
      // A view that was on its way when the visitor paused does not unsay it.
      const isMining = seen.phase === 'preparing' || seen.phase === 'running';
      if (this.#hold === null || !isMining) this.#override = null;
      this.#show({ ...update.view, ...seen, share: { ...this.#shareAsked(), measured } });
    } else if (update.kind === 'preview') this.#show({ preview: update.preview });
    else if (this.#movingOn && this.#wantsMining) void this.#takeTurn();
    else this.#ended();
  }

  /** The loop of one subnet ended for that of the next. */
  async #takeTurn(): Promise<void> {
    this.#looping = false;
    this.#movingOn = false;
    if (this.#snapshot.phase === 'failed') return this.#ended();
    await this.#mine();
  }

  /** A loop that makes room for another one is no end of mining. */
  #seen(view: LoopView): Pick<LoopView, 'phase' | 'reason'> {
    const { phase, reason } = view;
    if (!this.#movingOn || !this.#wantsMining) return { phase, reason };
    if (phase === 'finishing') return { phase: 'running', reason: { code: 'working', values: {} } };
    if (phase !== 'stopped') return { phase, reason };
    return { phase: 'preparing', reason: { code: 'claiming', values: {} } };
  }

  #learnRate({ unitsPerHour }: LoopView): void {
    const { subnet } = this.#guide.plan();
    if (subnet === null || unitsPerHour === null || unitsPerHour === this.#lastRate) return;
    this.#lastRate = unitsPerHour;
    this.#desk.keepRate(subnet, unitsPerHour);
  }

  #onHealth(health: Health): void {
    switch (health.state) {
      case 'up':
        this.#override = null;
        this.#showHold(this.#hold);
        return this.#emit();
      case 'slow':
        return; // the worker is busy in one long step: the last view still holds
      case 'restarting': {
        this.#looping = false;
        this.#movingOn = false;
        if (!this.#wantsMining) return this.#ended();
        const values = { seconds: Math.ceil(health.inMs / 1000), message: health.error.message };
        const reason = { code: 'worker-restarting' as const, values };
        return this.#say({ phase: 'preparing', reason, error: null });
      }
      case 'failed':
        this.#looping = false;
        return this.#fail(health.error);
    }
  }

  async #applyRules(): Promise<void> {
    this.#applyShare();
    const hold = this.#reasonToHold();
    if (hold === this.#hold) return;
    this.#showHold(hold);
    this.#hold = hold;
    if (!this.#looping) return;
    const answered = await this.#worker.cancel((api) => api.hold(hold));
    if (answered) {
      if (this.#guide.plan().next !== null) await this.#moveOn();
      return;
    }
    // The worker was ended; its unit is taken up again, under its lease, with the next start.
    this.#looping = false;
    if (hold === null) await this.#mine();
  }

  /** The page says at once what was asked for; a worker that still loads answers later. */
  #showHold(hold: HoldCode | null): void {
    if (!this.#wantsMining) return;
    if (this.#override?.reason.code === 'other-tab') return;
    if (hold) this.#say({ phase: 'paused', reason: { code: hold, values: {} }, error: null });
    else this.#override = null;
  }

  #applyShare(): void {
    const share = this.#yieldingShare();
    if (share === this.#share) return;
    this.#share = share;
    if (this.#looping) void this.#quietly((api) => api.setShare(share));
    this.#show({ share: { ...this.#snapshot.share, ...this.#shareAsked() } });
  }

  #yieldingShare(): number {
    const { target } = this.#shareAsked();
    return this.#power ? yieldingShare(this.#power.facts(), target) : target;
  }

  #shareAsked() {
    const target = this.#consent?.gpuShare ?? 0.5;
    return { target, yielding: this.#looping && this.#share < target };
  }

  #reasonToHold(): HoldCode | null {
    if (!this.#power) return this.#pausedByUser ? 'paused-by-you' : null;
    const rules: PowerRules = {
      pausedByUser: this.#pausedByUser,
      stopOnBattery: this.#consent?.stopOnBattery ?? true,
      hiddenTab: this.#consent?.hiddenTab ?? 'pause',
    };
    return powerReason(this.#power.facts(), rules, this.#hold);
  }

  #changeConsent(change: Partial<Consent>): void {
    if (!this.#consent) return;
    this.#consent = { ...this.#consent, ...change };
    this.#desk.keepConsent(this.#consent);
    void this.#applyRules();
  }

  #fail(error: AppError): void {
    if (error.code === 'worker.cancelled') return this.#ended();
    const code = error.code === 'worker.blocked' ? 'worker-blocked' : 'failed';
    this.#letGo();
    const reason = { code, values: { message: error.message } } as const;
    this.#say({ phase: 'failed', reason, error: { code: error.code, message: error.message } });
  }

  /** The loop ended, by the visitor's wish or for a reason that the last view names. */
  #ended(): void {
    this.#letGo();
    if (this.#snapshot.phase === 'failed') return this.#emit();
    this.#say({ phase: 'stopped', reason: { code: 'stopped-by-you', values: {} }, error: null });
  }

  #letGo(): void {
    this.#looping = false;
    this.#movingOn = false;
    this.#wantsMining = false;
    this.#guide.end();
    this.#hold = null;
    this.#release?.();
    this.#release = null;
    this.#power?.close();
    this.#power = null;
    this.#snapshot = { ...this.#snapshot, current: null, preview: null };
  }

  #quietly(task: (api: RemoteMiner) => Promise<unknown>): Promise<unknown> {
    return this.#worker.use(task).catch(() => undefined); // a dead worker starts with the new value
  }

  #callId(): string {
    this.#calls += 1;
    return `call-${this.#calls}`;
  }

  #say(override: Override): void {
    this.#override = override;
    this.#emit();
  }

  #show(change: Partial<MinerSnapshot> | Partial<ProbeOutcome>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    this.#emit();
  }

  #shown(): MinerSnapshot {
    return this.#override ? { ...this.#snapshot, ...this.#override } : this.#snapshot;
  }

  #emit(): void {
    const shown = this.#shown();
    for (const listener of this.#listeners) listener(shown);
  }
}

/** What is agreed to stays agreed to; the newest comes first, and the mode stays unless it is named. */
function withEarlier(consent: Consent, earlier: Consent | null): Consent {
  const subnets = [...new Set([...consent.subnets, ...(earlier?.subnets ?? [])])];
  return { ...consent, subnets, auto: consent.auto ?? earlier?.auto ?? false };
}
