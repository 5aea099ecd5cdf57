import type { ApiClient } from '../../../src/miner/client.ts';
import { IDLE_SNAPSHOT } from '../../../src/miner/idle-snapshot.ts';
import type { Consent, MinerSession, MinerSnapshot } from '../../../src/miner/snapshot.ts';
import type { Hello } from '../../../src/protocol/hello.ts';
import type { UnitInfo } from '../../../src/protocol/submission.ts';
import { AppError } from '../../../src/shared/errors.ts';

// A session and a coordinator made of plain values, for screens under test.

export const HELLO: Hello = {
  protocol: 'adit/1',
  version: '0.1.0',
  timeMs: 1_700_000_000_000,
  coordinatorKey: 'A'.repeat(43),
  epochMs: 60_000,
  demo: false,
  workShare: 0.8,
  chainGenesis: `0x${'0'.repeat(64)}`,
  chainEndpoints: [],
  subnets: [
    {
      slug: 'score',
      netuid: 44,
      title: 'Score',
      work: 'practice',
      score: 'exact',
      downloadBytes: 25_000_000,
      bytesPerItem: 200_000,
      open: true,
      takesJobs: false,
      waiting: { operator: 0, rendered: 12, job: 0 },
    },
  ],
};

export const DEVICE_KEY = 'k'.repeat(43);

export function snapshotWith(change: Partial<MinerSnapshot>): MinerSnapshot {
  return { ...IDLE_SNAPSHOT, ...change };
}

export function unitWith(change: Partial<UnitInfo>): UnitInfo {
  return {
    unitId: 'unit-1',
    taskId: 'task-1',
    subnet: 'score',
    deviceKey: DEVICE_KEY,
    deviceName: 'guest',
    material: 'rendered',
    items: 3,
    state: 'verifying',
    claimedMs: 1,
    submittedMs: 2,
    decidedMs: null,
    submissionId: null,
    verdict: null,
    credit: null,
    reason: 'Received and safe; waiting for its check.',
    ...change,
  };
}

export interface FakeSession extends MinerSession {
  /** Calls in order, as `verb` or `verb value`. */
  readonly calls: string[];
  readonly started: Consent[];
  push(snapshot: MinerSnapshot): void;
}

/** A session that records what the screens ask of it and shows what a test pushes. */
export function fakeSession(first: MinerSnapshot): FakeSession {
  const listeners = new Set<(snapshot: MinerSnapshot) => void>();
  const calls: string[] = [];
  const started: Consent[] = [];
  const note = (text: string) => {
    calls.push(text);
    return Promise.resolve();
  };
  const refuse = () => Promise.reject(new AppError('internal', 'not part of this test'));
  let shown = first;
  return {
    calls,
    started,
    push(snapshot) {
      shown = snapshot;
      for (const listener of listeners) listener(snapshot);
    },
    subscribe(listener) {
      listeners.add(listener);
      listener(shown);
      return () => listeners.delete(listener);
    },
    check: refuse,
    benchmark: refuse,
    start(consent) {
      started.push(consent);
      return note('start');
    },
    pause: () => note('pause'),
    resume: () => note('resume'),
    finishThenStop: () => note('finish'),
    setGpuShare: (share) => void note(`share ${share}`),
    setHiddenTab: (policy) => void note(`hidden ${policy}`),
    setStopOnBattery: (stop) => void note(`battery ${stop}`),
    chooseSubnet: (subnet) => void note(`choose ${subnet}`),
    setAuto: (auto) => void note(`auto ${auto}`),
    measured: () => Promise.resolve({}),
    rename: (name) => note(`rename ${name}`),
    signed: refuse,
    jobs: refuse,
    rerun: refuse,
    practice: refuse,
    workshop: refuse,
    lastConsent: () => Promise.resolve(null),
    deviceKey: () => Promise.resolve(shown.phase === 'idle' ? null : DEVICE_KEY),
  };
}

/** A coordinator that only greets. */
export function fakeClient(): ApiClient {
  const refuse = () => Promise.reject(new AppError('net.offline', 'not part of this test'));
  return {
    hello: () => Promise.resolve(HELLO),
    device: refuse,
    units: refuse,
    unit: refuse,
    receipt: refuse,
    leaderboard: refuse,
    network: refuse,
    chainValidators: refuse,
    seeds: refuse,
    account: refuse,
    epochUnits: refuse,
    blob: refuse,
  };
}
