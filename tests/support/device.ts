import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { parse } from 'valibot';
import { ClaimAnswer, type ClaimedUnit } from '../../src/protocol/claim.ts';
import { requestMessage, SIGNED_HEADERS, submissionId } from '../../src/protocol/signing.ts';
import { SubmissionAnswer } from '../../src/protocol/submission.ts';
import { canonicalJson, hashJson } from '../../src/shared/hash.ts';

// A device in a test's own process: real keys and signatures over real HTTP, answers made up by
// the test. It proves what the coordinator does with them; it does no work of its own.

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface SignedBody {
  readonly path: string;
  readonly body: string;
  readonly headers: Record<string, string>;
}

export class TestDevice {
  readonly deviceKey: string;
  readonly #url: string;
  readonly #privateKey: KeyObject;
  #seq = 0;

  constructor(url: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    this.#url = url;
    this.#privateKey = privateKey;
    this.deviceKey = publicKey.export({ format: 'jwk' }).x ?? '';
  }

  /** A signed POST, ready to send once or, to test replays, twice. */
  sign(path: string, value: unknown, options: { seq?: number; timeMs?: number } = {}): SignedBody {
    const body = JSON.stringify(value);
    const seq = options.seq ?? ++this.#seq;
    const timeMs = options.timeMs ?? Date.now();
    const message = requestMessage({ method: 'POST', path, body, seq, timeMs });
    const signature = sign(null, message, this.#privateKey).toString('base64url');
    return {
      path,
      body,
      headers: {
        'content-type': 'application/json',
        [SIGNED_HEADERS.device]: this.deviceKey,
        [SIGNED_HEADERS.seq]: String(seq),
        [SIGNED_HEADERS.time]: String(timeMs),
        [SIGNED_HEADERS.signature]: signature,
      },
    };
  }

  async send({ path, body, headers }: SignedBody): Promise<Answer> {
    const answer = await fetch(this.#url + path, { method: 'POST', body, headers });
    return { status: answer.status, text: await answer.text() };
  }

  async post(path: string, value: unknown): Promise<Answer> {
    return this.send(this.sign(path, value));
  }

  async register(name = 'test device'): Promise<Answer> {
    return this.post('/v1/devices', { name });
  }

  /** Claims a unit of one subnet, or null when there is none. */
  async claim(subnet: string, msPerItem = 1000): Promise<ClaimedUnit | null> {
    const answer = await this.post('/v1/claims', {
      subnets: [subnet],
      capability: { backend: 'wasm', deviceClass: 'test', msPerItem },
    });
    if (answer.status !== 200) throw new Error(`claim answered ${answer.status}: ${answer.text}`);
    return parse(ClaimAnswer, JSON.parse(answer.text)).unit;
  }

  /** The request that answers a unit with a result. */
  submission(unit: ClaimedUnit, result: unknown): Record<string, unknown> {
    const resultHash = hashJson(result);
    const { token } = unit.lease;
    return {
      submissionId: submissionId({
        taskId: unit.taskId,
        token,
        deviceKey: this.deviceKey,
        resultHash,
      }),
      taskId: unit.taskId,
      leaseId: unit.lease.leaseId,
      token,
      resultHash,
      result: JSON.parse(canonicalJson(result)) as unknown,
      backend: 'wasm',
      msPerStage: { model: 1 },
    };
  }

  async submit(unit: ClaimedUnit, result: unknown): Promise<SubmissionAnswer> {
    const submission = this.submission(unit, result);
    const path = `/v1/submissions?id=${String(submission['submissionId'])}`;
    const answer = await this.post(path, submission);
    if (answer.status !== 200)
      throw new Error(`submission answered ${answer.status}: ${answer.text}`);
    return parse(SubmissionAnswer, JSON.parse(answer.text));
  }
}
