import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { memoryKeyValue } from '../../../src/miner/key-value.ts';
import { createMinerSession } from '../../../src/miner/session.ts';
import { storedConsent } from '../../../src/miner/settings.ts';
import { IDLE_SNAPSHOT } from '../../../src/miner/idle-snapshot.ts';
import type { Consent, MinerSession, MinerSnapshot } from '../../../src/miner/snapshot.ts';
import type { MineOptions, Update } from '../../../src/miner/worker-api.ts';
import { settle } from './manual-scheduler.ts';

// The page's session over a worker of plain functions: which subnet it asks to be mined, and when.

interface FakeWorker {
  /** Loops that were started, in order. */
  readonly mined: MineOptions[];
  readonly calls: string[];
  /** While set, starting a loop waits for it. */
  gate: Promise<void> | null;
  send(update: Update): void;
}

const fake = vi.hoisted(() => ({ worker: null as FakeWorker | null, store: null as unknown }));

vi.mock('../../../src/miner/bridge.ts', () => ({
  callback: (listener: unknown) => listener,
  checkDevice: () => Promise.reject(new Error('not part of this test')),
  connectMiner: () => ({
    api: {
      async mine(options: MineOptions, listener: (update: Update) => void) {
        const { worker } = fake;
        if (!worker) return;
        worker.mined.push(options);
        worker.send = listener;
        await worker.gate;
      },
      finish: () => Promise.resolve(fake.worker?.calls.push('finish')),
      hold: (reason: string | null) => Promise.resolve(fake.worker?.calls.push(`hold ${reason}`)),
      setShare: () => Promise.resolve(),
      stop: () => Promise.resolve(fake.worker?.calls.push('stop')),
    },
    ping: () => Promise.resolve(),
    onCrash: () => undefined,
    terminate: () => undefined,
  }),
}));
vi.mock('../../../src/miner/indexed-db.ts', () => ({
  openIndexedDb: () => Promise.resolve(fake.store),
}));
vi.mock('../../../src/miner/identity.ts', () => ({
  openIdentity: () => Promise.resolve({}),
  storedDeviceKey: () => Promise.resolve(null),
}));
vi.mock('../../../src/miner/mining-lock.ts', () => ({
  createMiningLock: () => ({ acquire: () => Promise.resolve(() => undefined) }),
}));
vi.mock('../../../src/miner/power-watch.ts', () => ({
  watchPower: () => ({
    facts: () => ({
      online: true,
      visible: true,
      saveData: false,
      battery: null,
      pressure: null,
    }),
    close: () => undefined,
  }),
}));

const consent = (subnet: string, change: Partial<Consent> = {}): Consent => ({
  subnets: [subnet],
  gpuShare: 0.5,
  stopOnBattery: false,
  hiddenTab: 'continue',
  agreedMs: 1,
  ...change,
});

let session: MinerSession;
let shown: MinerSnapshot;
let worker: FakeWorker;

beforeEach(() => {
  vi.stubGlobal('navigator', { storage: { persist: () => Promise.resolve(true) } });
  worker = { mined: [], calls: [], gate: null, send: () => undefined };
  fake.worker = worker;
  fake.store = memoryKeyValue();
  session = createMinerSession();
  session.subscribe((snapshot) => {
    shown = snapshot;
  });
});

afterEach(() => vi.unstubAllGlobals());

const subnetsMined = () => worker.mined.map(({ subnet }) => subnet);

/** What the worker says of its loop. */
function view(phase: MinerSnapshot['phase'], code: MinerSnapshot['reason']['code']): void {
  const { preview: _preview, plan: _plan, ...rest } = IDLE_SNAPSHOT;
  worker.send({ kind: 'view', view: { ...rest, phase, reason: { code, values: {} } } });
}

async function startOn(subnet: string): Promise<void> {
  await session.start(consent(subnet));
  view('running', 'working');
}

describe('a session', () => {
  it('mines what was agreed to', async () => {
    await startOn('score');

    expect(subnetsMined()).toEqual(['score']);
    expect(shown.plan).toEqual({ subnet: 'score', next: null, auto: false });
  });

  it('changes the subnet after the unit in hand, and never looks stopped meanwhile', async () => {
    await startOn('score');

    session.chooseSubnet('nova');
    view('finishing', 'finishing');
    expect(shown).toMatchObject({ phase: 'running', reason: { code: 'working' } });
    expect(shown.plan).toMatchObject({ subnet: 'score', next: 'nova' });
    view('stopped', 'stopped-by-you');
    expect(shown.phase).toBe('preparing');
    worker.send({ kind: 'ended' });
    await settle();

    expect(worker.calls).toEqual(['finish']);
    expect(subnetsMined()).toEqual(['score', 'nova']);
    expect(shown.plan).toEqual({ subnet: 'nova', next: null, auto: false });
  });

  it('changes the subnet also when asked before the loop was there', async () => {
    let open = (): void => undefined;
    worker.gate = new Promise((resolve) => {
      open = resolve;
    });
    const starting = session.start(consent('score'));
    await settle();
    session.chooseSubnet('nova');
    await settle();
    const early = worker.calls.length;

    open();
    await starting;

    expect(worker.calls.slice(early)).toEqual(['finish']);
  });

  it('finishes for good when the visitor says so while it changes', async () => {
    await startOn('score');
    session.chooseSubnet('nova');

    await session.finishThenStop();
    worker.send({ kind: 'ended' });
    await settle();

    expect(subnetsMined()).toEqual(['score']);
    expect(shown.phase).toBe('stopped');
  });

  it('lets a paused unit be: the change waits for the resume', async () => {
    await startOn('score');
    await session.pause();
    session.chooseSubnet('nova');
    await settle();
    expect(worker.calls).toEqual(['hold paused-by-you']);
    expect(shown.phase).toBe('paused');

    await session.resume();

    expect(worker.calls).toEqual(['hold paused-by-you', 'hold null', 'finish']);
  });

  it('takes what is agreed to while mining as the next subnet, and keeps what was agreed to before', async () => {
    await startOn('score');

    await session.start(consent('nova', { gpuShare: 0.8 }));
    worker.send({ kind: 'ended' });
    await settle();

    expect(subnetsMined()).toEqual(['score', 'nova']);
    const kept = await session.lastConsent();
    expect(kept).toMatchObject({ subnets: ['nova', 'score'], gpuShare: 0.8, auto: false });
  });

  it('remembers the choice and the mode over visits', async () => {
    await startOn('score');
    await session.start(consent('nova'));
    session.setAuto(true);
    await settle();

    const store = fake.store as ReturnType<typeof memoryKeyValue>;
    expect(await storedConsent(store)).toMatchObject({ subnets: ['nova', 'score'], auto: true });
    const later = createMinerSession();
    let seen = IDLE_SNAPSHOT;
    later.subscribe((snapshot) => {
      seen = snapshot;
    });
    await later.lastConsent();

    expect(seen.plan).toEqual({ subnet: 'nova', next: null, auto: true });
  });

  it('chooses before the start without starting anything', async () => {
    session.chooseSubnet('nova');
    await settle();

    expect(subnetsMined()).toEqual([]);
    expect([shown.phase, shown.plan.subnet]).toEqual(['idle', 'nova']);
  });
});
