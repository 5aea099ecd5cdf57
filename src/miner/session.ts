import { systemClock } from '../shared/clock.ts';
import { type AppError, toAppError } from '../shared/errors.ts';
import type { ProbeOutcome } from '../subnets/contract.ts';
import { allManifests } from '../subnets/judges.ts';
import { type RemoteMiner, callback, checkDevice, connectMiner } from './bridge.ts';
import { createApiClient } from './client.ts';
import { openIdentity, storedDeviceKey } from './identity.ts';
import { openIndexedDb } from './indexed-db.ts';
import type { KeyValue } from './key-value.ts';
import type { HoldCode } from './loop/state.ts';
import type { LoopView } from './loop/view.ts';
import { createMiningLock } from './mining-lock.ts';
import { type PowerRules, powerReason, yieldingShare } from './power.ts';
import { type PowerWatch, watchPower } from './power-watch.ts';
import { predictedUnitsPerHour } from './prediction.ts';
import { keepConsent, storedConsent } from './settings.ts';
import { type SignedClient, createSignedClient } from './signed-client.ts';
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
  readonly #lock = createMiningLock();
  readonly #worker = createSupervisor<RemoteMiner>({
    connect: connectMiner,
    onHealth: (health) => this.#onHealth(health),
    onRestarted: () => void this.#mine(),
  });
  #store: Promise<KeyValue> | null = null;
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
    return { subnet, placement, msPerItem, unitsPerHour, findings, tookMs, fromMemory };
  }

  async start(consent: Consent): Promise<void> {
    if (this.#wantsMining) return this.resume();
    if (this.#looping) await this.#endLoop();
    this.#snapshot = { ...this.#snapshot, phase: 'preparing', error: null };
    this.#wantsMining = true;
    this.#consent = consent;
    this.#pausedByUser = false;
    this.#say({ phase: 'preparing', reason: { code: 'claiming', values: {} }, error: null });
    this.#power ??= watchPower(() => void this.#applyRules());
    try {
      const store = await this.#openStore();
      await keepConsent(store, consent);
      await openIdentity(store);
      await this.#takeLock();
      void navigator.storage.persist().catch(() => false); // asked for; the page says what a refusal means
      await this.#mine();
    } catch (error) {
      this.#fail(toAppError(error));
    }
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

  async rename(name: string): Promise<void> {
    const signed = await this.signed();
    this.#show({ device: await signed.register({ name }) });
  }

  async signed(): Promise<SignedClient> {
    const http = { baseUrl: '' };
    const signer = await openIdentity(await this.#openStore());
    const signed = createSignedClient({ ...http, signer, clock: systemClock });
    signed.learnClock((await createApiClient(http).hello()).timeMs);
    return signed;
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
    const id = this.#callId();
    const report: OnProgress = (ratio, _stage, preview) => onFrame(ratio, preview);
    const cancel = (): void => void this.#worker.cancel((api) => api.cancel(id));
    signal.addEventListener('abort', cancel, { once: true });
    try {
      await this.#worker.use((api) => api.practice({ subnet, file, id }, callback(report)));
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  async deviceKey(): Promise<string | null> {
    return storedDeviceKey(await this.#openStore());
  }

  async lastConsent(): Promise<Consent | null> {
    return storedConsent(await this.#openStore());
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
    } catch (error) {
      // A crash is the supervisor's matter: it restarts, or reports `failed` itself.
      this.#looping = false;
      const failure = toAppError(error);
      if (failure.code !== 'worker.crashed') this.#fail(failure);
    }
  }

  #wanted() {
    const consent = this.#consent;
    return {
      wanted: this.#wantsMining && this.#release !== null,
      subnet: consent?.subnets[0],
    };
  }

  #onUpdate(update: Update): void {
    if (update.kind === 'view') {
      const { measured } = update.view.share;
      // A view that was on its way when the visitor paused does not unsay it.
      if (this.#hold === null || !['preparing', 'running'].includes(update.view.phase)) this.#override = null;
      this.#show({ ...update.view, share: { ...this.#shareAsked(), measured } });
    } else if (update.kind === 'preview') this.#show({ preview: update.preview });
    else this.#ended();
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
    if (answered) return;
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
    const consent = this.#consent;
    void this.#openStore()
      .then((store) => keepConsent(store, consent))
      .catch(() => undefined); // storage that fails now fails louder where it matters
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
    this.#wantsMining = false;
    this.#hold = null;
    this.#release?.();
    this.#release = null;
    this.#power?.close();
    this.#power = null;
    this.#snapshot = { ...this.#snapshot, current: null, preview: null };
  }

  #openStore(): Promise<KeyValue> {
    this.#store ??= openIndexedDb().catch((error: unknown) => {
      this.#store = null;
      throw error;
    });
    return this.#store;
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

  #show(change: Partial<LoopView> | Partial<ProbeOutcome> | { preview: unknown }): void {
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
