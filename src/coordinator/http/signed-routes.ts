import { timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import * as v from 'valibot';
import { utf8 } from '../../shared/bytes.ts';
import { AppError } from '../../shared/errors.ts';
import { ClaimRequest, HeartbeatRequest, ReleaseRequest } from '../../protocol/claim.ts';
import { DeviceRequest } from '../../protocol/hello.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { Id, Sha256 } from '../../protocol/primitives.ts';
import { SubmissionRequest } from '../../protocol/submission.ts';
import type { SignedBy } from '../port.ts';
import type { AppEnvironment, CoordinatorApp } from './app.ts';
import { parseJson, parseParameter, readBody } from './body.ts';
import type { HttpOptions } from './options.ts';
import { signedHeaders } from './signature.ts';
import { createUploads } from './uploads.ts';

const DEMO_HEADER = 'x-adit-demo';

/** Routes that change something; each is signed by the device that asks. */
export function addSignedRoutes(app: CoordinatorApp, options: HttpOptions): void {
  const { core, metrics } = options;
  const signed = (c: Context<AppEnvironment>, limit?: number) => readSigned(c, options, limit);

  app.post('/v1/devices', async (c) => {
    const { by, body } = await signed(c);
    const demo = isDemo(c.req.header(DEMO_HEADER), options.demoToken);
    return c.json(await core.register(by, parseJson(body, DeviceRequest), { demo }));
  });

  app.post('/v1/claims', async (c) => {
    const { by, body } = await signed(c);
    return c.json(await core.claim(by, parseJson(body, ClaimRequest)));
  });

  app.post('/v1/leases/:leaseId/heartbeat', async (c) => {
    const { by, body } = await signed(c);
    const leaseId = parseParameter('leaseId', c.req.param('leaseId'), Id);
    return c.json(await core.heartbeat(by, leaseId, parseJson(body, HeartbeatRequest)));
  });

  app.post('/v1/leases/:leaseId/release', async (c) => {
    const { by, body } = await signed(c);
    const leaseId = parseParameter('leaseId', c.req.param('leaseId'), Id);
    await core.release(by, leaseId, parseJson(body, ReleaseRequest));
    return c.body(null, 204);
  });

  app.post('/v1/submissions', async (c) => {
    const stop = metrics.acknowledged.startTimer();
    const { by, body } = await signed(c);
    const request = parseJson(body, SubmissionRequest, 'submission.malformed');
    const answer = await core.submit(by, request);
    stop();
    return c.body(answer, 200, { 'content-type': 'application/json' });
  });

  const upload = createUploads(options);
  /** The content of an upload, which has the hash that its path names. */
  const namedContent = async (c: Context<AppEnvironment>, limit: number, sha256: string) => {
    const content = await signed(c, limit);
    if (content.by.bodyHash === sha256) return content;
    throw new AppError(
      'blob.hash-mismatch',
      `the content has the hash ${content.by.bodyHash}, not ${sha256}`,
    );
  };
  app.put('/v1/blobs/:sha256', async (c) => {
    const sha256 = parseParameter('sha256', c.req.param('sha256'), Sha256);
    const jobId = parseParameter('job', c.req.query('job'), v.optional(Id));
    if (jobId !== undefined) {
      await upload(async () => {
        const { by, body } = await namedContent(c, LIMITS.jobItemBytes, sha256);
        await core.authorizeJobUpload(by, jobId, { sha256, bytes: body.length });
        return body;
      });
      await core.noteJobUpload(jobId, sha256);
      return c.body(null, 204);
    }
    const leaseId = parseParameter('lease', c.req.query('lease'), Id);
    const token = parseParameter('token', c.req.query('token'), Id);
    await upload(async () => {
      const { by, body } = await namedContent(c, LIMITS.blobBytes, sha256);
      await core.authorizeUpload(by, leaseId, token);
      return body;
    });
    return c.body(null, 204);
  });
}

/** The body and who signed it. Headers are looked at before a byte of the body is read. */
export async function readSigned(
  c: Context<AppEnvironment>,
  { signatures }: HttpOptions,
  limit: number = LIMITS.requestBytes,
): Promise<{ by: SignedBy; body: Uint8Array }> {
  const url = new URL(c.req.url);
  const request = {
    method: c.req.method,
    path: url.pathname + url.search,
    header: (name: string) => c.req.header(name),
  };
  signedHeaders(request);
  const body = await readBody(c.req.raw, limit);
  return { by: await signatures.check(request, body), body };
}

function isDemo(given: string | undefined, token: string | null): boolean {
  if (given === undefined || token === null) return false;
  const [a, b] = [utf8(given), utf8(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
