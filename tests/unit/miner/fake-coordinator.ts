import { createPublicKey, verify } from 'node:crypto';
import { sha256Hex } from '../../../src/shared/hash.ts';
import { PROTOCOL, SIGNED_HEADERS, requestMessage } from '../../../src/protocol/signing.ts';
import type { Fetch } from '../../../src/miner/http.ts';
import { toErrorBody } from '../../../src/protocol/error-body.ts';
import { AppError, type ErrorCode } from '../../../src/shared/errors.ts';
import type { UnitInfo } from '../../../src/protocol/submission.ts';

const KEY = 'A'.repeat(43);

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly seq: number;
  readonly body: Record<string, unknown>;
}

/** A coordinator of a few lines behind `fetch`: checks signatures, hands out units, takes results. */
export class FakeCoordinator {
  readonly seen: Seen[] = [];
  readonly units = new Map<string, UnitInfo>();
  readonly submissions = new Map<string, string>();
  readonly blobs = new Map<string, Uint8Array>();
  /** Throws for a request, or answers before anything is done, when set. */
  intercept: (path: string, method: string) => Response | null = () => null;
  /** Answers are lost after the coordinator acted, while true for a path. */
  loseAnswer: (path: string) => boolean = () => false;
  work = 1_000_000;
  timeMs = 5_000_000;
  ttlMs = 15_000;
  heartbeatMs = 5_000;
  decide: UnitInfo['state'] = 'accepted';
  deviceKey = '';
  #given = 0;
  #seqs = new Set<number>();

  readonly fetch: Fetch = async (url, init) => {
    const path = url.replace(/^https?:\/\/[^/]+/, '');
    const method = init.method ?? 'GET';
    const early = this.intercept(routeOf(path), method);
    if (early) return early;
    let response: Response;
    try {
      response = method === 'GET' ? this.#read(path) : this.#act(path, init);
    } catch (error) {
      return refuse(error);
    }
    if (this.loseAnswer(routeOf(path))) throw new TypeError('connection reset');
    return response;
  };

  requests(fragment: string): Seen[] {
    return this.seen.filter(({ path }) => path.includes(fragment));
  }

  #act(path: string, init: RequestInit): Response {
    const headers = init.headers as Record<string, string>;
    const body = String(init.body);
    const seq = Number(headers[SIGNED_HEADERS.seq]);
    const timeMs = Number(headers[SIGNED_HEADERS.time]);
    const message = requestMessage({ method: init.method ?? '', path, body, seq, timeMs });
    this.deviceKey = headers[SIGNED_HEADERS.device] ?? '';
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: this.deviceKey },
      format: 'jwk',
    });
    const signature = Buffer.from(headers[SIGNED_HEADERS.signature] ?? '', 'base64url');
    if (!verify(null, message, key, signature))
      throw new AppError('request.signature', 'the signature does not fit');
    if (this.#seqs.has(seq)) throw new AppError('request.replayed', `seq ${seq} was used`);
    this.#seqs.add(seq);
    const value = JSON.parse(body) as Record<string, unknown>;
    this.seen.push({ method: init.method ?? '', path: routeOf(path), seq, body: value });
    if (path === '/v1/devices') return json(this.#device());
    if (path === '/v1/claims') return json(this.#claim());
    if (path.endsWith('/heartbeat')) return json({ ttlMs: this.ttlMs });
    if (path.endsWith('/release')) return new Response(null, { status: 204 });
    if (routeOf(path) === '/v1/submissions') return json(this.#submit(value));
    throw new AppError('not-found', path);
  }

  #read(path: string): Response {
    if (path === '/v1/hello') return json(this.#hello());
    if (path.includes('/units?')) return json({ units: [], nextBefore: null });
    if (path.startsWith('/v1/devices/')) return json(this.#device());
    const unit = this.units.get(path.replace('/v1/units/', ''));
    if (unit) return json({ unit, input: null, result: null, receipt: null });
    if (path.startsWith('/v1/receipts/')) return json(this.#receipt(path.slice(13)));
    const blob = this.blobs.get(path.replace('/v1/blobs/', ''));
    if (blob) return new Response(new Uint8Array(blob));
    throw new AppError('not-found', path);
  }

  #claim(): unknown {
    if (this.#given >= this.work) return { unit: null, retryMs: 3_000, reason: 'nothing is open' };
    this.#given += 1;
    const unitId = `u${this.#given}`;
    const unit = {
      unitId,
      taskId: `t${this.#given}`,
      subnet: 'fake',
      material: 'rendered' as const,
      items: 4,
      deviceKey: this.deviceKey,
      deviceName: 'tester',
      state: 'leased' as const,
      claimedMs: this.timeMs,
      submittedMs: null,
      decidedMs: null,
      submissionId: null,
      verdict: null,
      credit: null,
      reason: '',
    };
    this.units.set(unitId, unit);
    const { taskId, subnet, material, items } = unit;
    const lease = {
      leaseId: unitId,
      token: `token-${unitId}`,
      ttlMs: this.ttlMs,
      heartbeatMs: this.heartbeatMs,
    };
    return { unit: { unitId, taskId, subnet, material, items, input: { n: this.#given }, lease } };
  }

  #submit(body: Record<string, unknown>): unknown {
    const unitId = String(body['leaseId']);
    const submissionId = String(body['submissionId']);
    const unit = this.units.get(unitId);
    if (!unit) throw new AppError('lease.unknown', `no lease ${unitId}`);
    const before = this.submissions.get(unitId);
    if (before && before !== submissionId) throw new AppError('lease.consumed', 'answered before');
    this.submissions.set(unitId, submissionId);
    this.units.set(unitId, { ...unit, state: this.decide, submissionId });
    return { submissionId, unitId, state: 'verifying', acknowledgedMs: this.timeMs };
  }

  #hello(): unknown {
    return {
      protocol: PROTOCOL,
      version: '0.1.0',
      timeMs: this.timeMs,
      coordinatorKey: KEY,
      epochMs: 60_000,
      demo: false,
      workShare: 0.8,
      subnets: [],
      chainGenesis: `0x${'0'.repeat(64)}`,
      chainEndpoints: [],
    };
  }

  #device(): unknown {
    const accepted = [...this.submissions.keys()].length;
    return {
      deviceKey: this.deviceKey,
      name: 'tester',
      standing: 'new',
      trust: 0,
      demo: false,
      registeredMs: 1,
      acceptedUnits: accepted,
      rejectedUnits: 0,
      lateUnits: 0,
      balance: accepted * 1_000_000,
      escrow: 0,
      account: null,
      reason: null,
    };
  }

  #receipt(submissionId: string): unknown {
    const unitId = [...this.submissions].find(([, id]) => id === submissionId)?.[0] ?? '';
    const hash = sha256Hex(unitId);
    const verdict = {
      accepted: true,
      quality: 1,
      score: 1,
      components: [],
      checks: [],
      reason: 'good',
      checkedItems: 0,
    };
    return {
      signature: 'B'.repeat(86),
      body: {
        protocol: PROTOCOL,
        coordinatorKey: KEY,
        deviceKey: this.deviceKey,
        unitId,
        taskId: 't',
        subnet: 'fake',
        material: 'rendered',
        submissionId,
        resultHash: hash,
        verdict,
        ledgerSeq: 1,
        ledgerHash: hash,
        work: 1_000_000,
        epoch: 1,
        issuedMs: this.timeMs,
        submission: {
          method: 'POST',
          path: '/v1/submissions',
          bodyHash: hash,
          seq: 1,
          timeMs: 1,
          signature: 'B'.repeat(86),
        },
        grant: null,
      },
    };
  }
}

/** The path without the id of a submission. */
function routeOf(path: string): string {
  return path.replace(/\?id=.*$/, '');
}

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status });
}

export function refuse(error: unknown, status = 400): Response {
  return json(toErrorBody(error), status);
}

export function refusal(code: ErrorCode, status: number): Response {
  return refuse(new AppError(code, `refused: ${code}`), status);
}
