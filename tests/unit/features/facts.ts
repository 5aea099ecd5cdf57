import type { BoardRow, Leaderboard, NetworkInfo } from '../../../src/protocol/board.ts';
import type { DeviceInfo } from '../../../src/protocol/hello.ts';
import type { Receipt, UnitInfo } from '../../../src/protocol/submission.ts';
import type { Check, Verdict } from '../../../src/protocol/verdict.ts';
import { PROTOCOL, requestMessage, submissionId } from '../../../src/protocol/signing.ts';
import { toBase64Url, utf8 } from '../../../src/shared/bytes.ts';
import { canonicalJson, sha256Hex } from '../../../src/shared/hash.ts';

// What a coordinator says, for tests of the screens that show it.

export const keyOf = (letter: string): string => letter.repeat(43);
export const NOW = Date.UTC(2026, 10, 24, 12);

export const row = (rank: number, letter: string, more: Partial<BoardRow> = {}): BoardRow => ({
  rank,
  deviceKey: keyOf(letter),
  name: `miner ${letter}`,
  account: null,
  standing: 'trusted',
  demo: false,
  quality: 0.9 - rank / 100,
  acceptedUnits: 40,
  rejectedUnits: 0,
  items: 320,
  workCredit: 1_250_000,
  arenaCredit: 0,
  lastMs: NOW - 4_000,
  ...more,
});

export const board = (rows: readonly BoardRow[]): Leaderboard => ({
  subnet: 'score',
  window: '24h',
  rows: [...rows],
  feedSeq: 1,
  atMs: NOW,
});

export const network: NetworkInfo = {
  devices: 5,
  minersNow: 3,
  acceptedUnits: 100,
  rejectedUnits: 2,
  lateUnits: 1,
  items: 12_480,
  auditShare: 0.018,
  secondVoteShare: 0.06,
  redundancyShare: 0.24,
  chain: null,
  epoch: 7,
  epochEndsMs: NOW + 30_000,
  ledgerSeq: 300,
  ledgerHash: 'a'.repeat(64),
};

export const failedCheck: Check = {
  kind: 'slice',
  passed: false,
  items: [4],
  measured: 0.412,
  required: 0.95,
  what: 'mean IoU of boxes to the recomputed answer (at least)',
  perItem: [0.412],
};

export const verdict = (more: Partial<Verdict> = {}): Verdict => ({
  accepted: true,
  quality: 0.83,
  score: 0.0312,
  components: [{ name: 'PlayerDetect.iou', value: 0.91, weight: 0.35, label: 'exact' }],
  checks: [{ ...failedCheck, passed: true, measured: 1, perItem: [1] }],
  reason: 'Accepted: 1 of 6 frames recomputed with mean IoU 1.000.',
  checkedItems: 1,
  ...more,
});

export const rejection = verdict({
  accepted: false,
  quality: 0,
  score: 0,
  checks: [failedCheck],
  reason: 'Rejected: frame 4 does not match a recompute (IoU 0.412, needs 0.95).',
});

export const unit = (unitId: string, more: Partial<UnitInfo> = {}): UnitInfo => ({
  unitId,
  taskId: `task-${unitId}`,
  subnet: 'score',
  deviceKey: keyOf('a'),
  deviceName: 'miner a',
  material: 'rendered',
  items: 6,
  state: 'accepted',
  claimedMs: NOW - 20_000,
  submittedMs: NOW - 12_000,
  decidedMs: NOW - 10_000,
  submissionId: 'b'.repeat(64),
  verdict: verdict(),
  credit: 830_000,
  reason: 'accepted',
  ...more,
});

export const device: DeviceInfo = {
  deviceKey: keyOf('a'),
  name: 'miner a',
  standing: 'trusted',
  trust: 0.9,
  demo: false,
  registeredMs: NOW - 3_600_000,
  acceptedUnits: 40,
  rejectedUnits: 1,
  lateUnits: 0,
  balance: 4_200_000,
  escrow: 300_000,
  account: null,
  reason: null,
};

/** A receipt with two real signatures. */
export async function signedReceipt(of: UnitInfo): Promise<Receipt> {
  const [coordinator, miner] = await Promise.all([makeKey(), makeKey()]);
  const token = 'token-of-the-lease';
  const resultHash = 'c'.repeat(64);
  const id = submissionId({ taskId: of.taskId, token, deviceKey: miner.key, resultHash });
  const request = {
    method: 'POST',
    path: `/v1/submissions?id=${id}`,
    body: '{}',
    seq: 3,
    timeMs: NOW,
  } as const;
  const body: Receipt['body'] = {
    protocol: PROTOCOL,
    coordinatorKey: coordinator.key,
    deviceKey: miner.key,
    unitId: of.unitId,
    taskId: of.taskId,
    subnet: of.subnet,
    material: of.material,
    submissionId: id,
    resultHash,
    token,
    claimedMs: of.claimedMs,
    verdict: of.verdict ?? verdict(),
    ledgerSeq: 12,
    ledgerHash: 'd'.repeat(64),
    work: 4_980_000,
    epoch: 7,
    issuedMs: NOW,
    submission: {
      method: 'POST',
      path: request.path,
      bodyHash: sha256Hex(request.body),
      seq: request.seq,
      timeMs: request.timeMs,
      signature: await miner.sign(requestMessage(request)),
    },
    grant: null,
  };
  return { body, signature: await coordinator.sign(utf8(canonicalJson(body))) };
}

async function makeKey() {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
  return {
    key: toBase64Url(new Uint8Array(raw)),
    sign: async (message: Uint8Array<ArrayBuffer>) =>
      toBase64Url(new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, message))),
  };
}
