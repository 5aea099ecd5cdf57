import type { CoordinatorCore } from '../../src/coordinator/port.ts';
import type { DeviceInfo } from '../../src/protocol/hello.ts';
import { AppError, type ErrorCode } from '../../src/shared/errors.ts';

// A core without rules, to drive the shell: it answers what the protocol allows and remembers
// what it was asked. A lease named `throw.<code>` throws that code.

export interface FakeCore extends CoordinatorCore {
  readonly calls: { readonly name: string; readonly args: readonly unknown[] }[];
}

const ATLAS: Omit<DeviceInfo, 'deviceKey' | 'demo'> = {
  name: 'Atlas',
  standing: 'new',
  trust: 0,
  registeredMs: 1,
  acceptedUnits: 0,
  rejectedUnits: 0,
  lateUnits: 0,
  balance: 0,
  escrow: 0,
  account: null,
  reason: null,
};

export function createFakeCore(): FakeCore {
  const calls: { name: string; args: readonly unknown[] }[] = [];
  const note = (name: string, ...args: unknown[]): void => void calls.push({ name, args });
  const refuse = async (): Promise<never> => {
    throw new AppError('grant.nonce', 'this core offers no grants');
  };
  const noJob = async (): Promise<never> => {
    throw new AppError('job.unknown', 'this core has no jobs');
  };
  return {
    calls,
    async register(by, request, options) {
      note('register', by, request, options);
      return { ...ATLAS, deviceKey: by.deviceKey, demo: options.demo };
    },
    async claim(by, request) {
      note('claim', by, request);
      return { unit: null, retryMs: 500, reason: 'nothing to do' };
    },
    async heartbeat(by, leaseId) {
      note('heartbeat', by, leaseId);
      const code = /^throw\.(.+)$/.exec(leaseId)?.[1];
      if (code) throw new AppError(code as ErrorCode, `thrown: ${code}`);
      if (leaseId === 'broken') throw new Error('a secret of the inside');
      return { ttlMs: 15_000 };
    },
    async release(by, leaseId) {
      note('release', by, leaseId);
    },
    async submit(by, request) {
      note('submit', by, request);
      return `{"spaced":  "as stored", "unitId":"${request.leaseId}"}`;
    },
    async authorizeUpload(by, leaseId, token) {
      note('authorizeUpload', by, leaseId, token);
      if (token !== 'right') throw new AppError('lease.unknown', 'no such lease');
    },
    authorizeFeed: async () => undefined,
    offerGrant: refuse,
    grant: refuse,
    revoke: refuse,
    countersign: refuse,
    account: async () => null,
    epochUnits: async () => null,
    createJob: noJob,
    jobs: async () => ({ jobs: [], limits: { items: 1, bytes: 1, perDevice: 1, keepMs: 1 } }),
    job: noJob,
    authorizeJobUpload: noJob,
    noteJobUpload: async () => undefined,
    startJob: noJob,
    cancelJob: noJob,
    rerunJob: noJob,
    deleteJob: noJob,
    jobFile: noJob,
    nextJobStep: async () => null,
    addJobItems: async () => undefined,
    addJobKnown: async () => undefined,
    finishJob: async () => undefined,
    failJob: async () => undefined,
    forgetBlobs: async () => undefined,
    blobAccess: async () => 'public',
    nextVerification: async () => null,
    nextAhead: async () => null,
    decide: async () => undefined,
    addPoolItems: async () => undefined,
    poolCounts: async () => ({ fresh: { operator: 0, rendered: 0, job: 0 }, knownItems: 0 }),
    addSeed: async () => undefined,
    setModels: async () => undefined,
    tellNetwork: async () => undefined,
    advance: async () => 1000,
    subnets: async () => [],
    device: async () => null,
    async units(deviceKey, before, limit) {
      note('units', deviceKey, before, limit);
      return { units: [], nextBefore: null };
    },
    unit: async () => null,
    receipt: async () => null,
    async leaderboard(subnet, window) {
      note('leaderboard', subnet, window);
      return { subnet, window, rows: [], feedSeq: 0, atMs: 0 };
    },
    async network() {
      throw new AppError('store.unavailable', 'the disk is full', { retryable: true });
    },
    seeds: async () => [],
    referencedBlobs: async () => new Set(),
    eventsSince: async () => [],
    lastEventSeq: async () => 0,
    onEvents: () => () => undefined,
    close: async () => undefined,
  };
}
