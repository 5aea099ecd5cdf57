import { describe, expect, it } from 'vitest';
import { requestMessage, submissionId } from '../../../src/protocol/signing.ts';
import { fromErrorBody, toErrorBody } from '../../../src/protocol/error-body.ts';
import { fromUtf8 } from '../../../src/shared/bytes.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { sha256Hex } from '../../../src/shared/hash.ts';

describe('a signed request', () => {
  it('signs protocol, method, path with query, body hash, sequence number and time, one a line', () => {
    const message = requestMessage({
      method: 'post',
      path: '/v1/claims?x=1',
      body: '{}',
      seq: 7,
      timeMs: 1000,
    });

    expect(fromUtf8(message)).toBe(`adit/1\nPOST\n/v1/claims?x=1\n${sha256Hex('{}')}\n7\n1000`);
  });
});

describe('a submission identifier', () => {
  const key = { taskId: 't', token: 'k', deviceKey: 'd', resultHash: 'r' };

  it('is the same for a retry and differs for another result, token, task or device', () => {
    const id = submissionId(key);

    expect(submissionId({ ...key })).toBe(id);
    for (const name of ['taskId', 'token', 'deviceKey', 'resultHash'] as const) {
      expect(submissionId({ ...key, [name]: 'other' })).not.toBe(id);
    }
  });
});

describe('an error body', () => {
  it('carries code, message and whether a retry helps', () => {
    const error = new AppError('lease.expired', 'the lease ended 3 s ago', { retryable: true });
    const back = fromErrorBody(toErrorBody(error));

    expect([back.code, back.message, back.retryable]).toEqual([
      'lease.expired',
      'the lease ended 3 s ago',
      true,
    ]);
  });

  it('becomes `internal` when a peer sends a code we do not know or no body at all', () => {
    expect(fromErrorBody({ error: { code: 'x.y', message: 'm', retryable: false } }).code).toBe(
      'internal',
    );
    expect(fromErrorBody('nonsense').code).toBe('internal');
  });
});
