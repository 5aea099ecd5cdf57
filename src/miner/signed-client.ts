import type * as v from 'valibot';
import { sha256Hex } from '../shared/hash.ts';
import {
  ClaimAnswer,
  type ClaimRequest,
  HeartbeatAnswer,
  type HeartbeatRequest,
  type ReleaseRequest,
} from '../protocol/claim.ts';
import {
  AccountInfo,
  EpochUnits,
  GrantOffer,
  type GrantRequest,
  type RevokeRequest,
} from '../protocol/grant.ts';
import { DeviceInfo, type DeviceRequest } from '../protocol/hello.ts';
import { feedMessage } from '../protocol/signing.ts';
import { SubmissionAnswer, type SubmissionRequest } from '../protocol/submission.ts';
import type { FeedOpen } from '../protocol/feed.ts';
import { type SenderOptions, createSignedSender } from './signed-sender.ts';

// Requests in a miner's name.

export interface SignedClient {
  readonly deviceKey: string;
  /** Coordinator's clock minus ours in milliseconds, learnt from `hello`. */
  learnClock(serverMs: number): void;
  register(request: DeviceRequest): Promise<DeviceInfo>;
  claim(request: ClaimRequest): Promise<ClaimAnswer>;
  heartbeat(leaseId: string, request: HeartbeatRequest): Promise<HeartbeatAnswer>;
  release(leaseId: string, request: ReleaseRequest): Promise<void>;
  submit(request: SubmissionRequest): Promise<SubmissionAnswer>;
  upload(lease: { leaseId: string; token: string }, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** What a grant's line must say; the nonce lives ten minutes and serves once. */
  grantOffer(): Promise<GrantOffer>;
  /** Idempotent for the same line. @throws AppError with a code `grant.…` */
  grant(request: GrantRequest): Promise<AccountInfo>;
  /** Ends a device's grant: this device's, or another's of the same account. */
  revoke(request: RevokeRequest): Promise<AccountInfo>;
  countersign(request: GrantRequest): Promise<EpochUnits>;
  /** Proof of the key for the live feed. */
  feedProof(coordinatorKey: string): Promise<FeedOpen['device']>;
}

export type SignedClientOptions = SenderOptions;

export function createSignedClient(options: SignedClientOptions): SignedClient {
  const { signer } = options;
  const sender = createSignedSender(options);
  const { send } = sender;
  const post = <Schema extends v.GenericSchema>(path: string, value: unknown, schema: Schema) =>
    sender.ask({ method: 'POST', path, body: JSON.stringify(value) }, schema);

  return {
    deviceKey: signer.deviceKey,
    learnClock: sender.learnClock,
    register: (request) => post('/v1/devices', request, DeviceInfo),
    claim: (request) => post('/v1/claims', request, ClaimAnswer),
    heartbeat: (leaseId, request) =>
      post(`/v1/leases/${leaseId}/heartbeat`, request, HeartbeatAnswer),
    async release(leaseId, request) {
      const path = `/v1/leases/${leaseId}/release`;
      await send({ method: 'POST', path, body: JSON.stringify(request) });
    },
    // The id in the path makes it part of what the device signs.
    submit: (request) =>
      post(`/v1/submissions?id=${request.submissionId}`, request, SubmissionAnswer),
    grantOffer: () => post('/v1/grants/nonce', {}, GrantOffer),
    grant: (request) => post('/v1/grants', request, AccountInfo),
    revoke: (request) => post('/v1/grants/revoke', request, AccountInfo),
    countersign: (request) => post('/v1/countersignatures', request, EpochUnits),
    async upload({ leaseId, token }, bytes) {
      const query = new URLSearchParams({ lease: leaseId, token });
      const path = `/v1/blobs/${sha256Hex(bytes)}?${query}`;
      await send({ method: 'PUT', path, body: bytes });
    },
    async feedProof(coordinatorKey) {
      const seq = await signer.nextSeq();
      const timeMs = sender.nowMs();
      const signature = await signer.sign(feedMessage(coordinatorKey, seq, timeMs));
      return { deviceKey: signer.deviceKey, seq, timeMs, signature };
    },
  };
}
