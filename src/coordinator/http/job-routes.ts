import type { Context } from 'hono';
import * as v from 'valibot';
import { AppError } from '../../shared/errors.ts';
import { JobFile, JobRequest, JobRerun } from '../../protocol/job.ts';
import { LIMITS } from '../../protocol/limits.ts';
import { Id } from '../../protocol/primitives.ts';
import type { AppEnvironment, CoordinatorApp } from './app.ts';
import { parseJson, parseParameter } from './body.ts';
import type { HttpOptions } from './options.ts';
import { readSigned } from './signed-routes.ts';

const FileName = JobFile.entries.name;
const Nothing = v.object({});

/** Jobs. Every request is signed by their owner, reads too: nobody else learns that there is one. */
export function addJobRoutes(app: CoordinatorApp, options: HttpOptions): void {
  const { core, blobs } = options;
  const signed = async (c: Context<AppEnvironment>, limit?: number) => {
    const { by, body } = await readSigned(c, options, limit);
    return { by, body, jobId: parseParameter('jobId', c.req.param('jobId') ?? '-', Id) };
  };

  app.post('/v1/jobs', async (c) => {
    const { by, body } = await signed(c, LIMITS.jobRequestBytes);
    return c.json(await core.createJob(by, parseJson(body, JobRequest)));
  });

  app.get('/v1/jobs', async (c) => {
    const { by } = await signed(c);
    return c.json(await core.jobs(by));
  });

  app.get('/v1/jobs/:jobId', async (c) => {
    const { by, jobId } = await signed(c);
    return c.json(await core.job(by, jobId));
  });

  app.post('/v1/jobs/:jobId/start', async (c) => {
    const { by, body, jobId } = await signed(c);
    parseJson(body, Nothing);
    return c.json(await core.startJob(by, jobId));
  });

  app.post('/v1/jobs/:jobId/cancel', async (c) => {
    const { by, body, jobId } = await signed(c);
    parseJson(body, Nothing);
    return c.json(await core.cancelJob(by, jobId));
  });

  app.post('/v1/jobs/:jobId/rerun', async (c) => {
    const { by, body, jobId } = await signed(c);
    return c.json(await core.rerunJob(by, jobId, parseJson(body, JobRerun)));
  });

  app.delete('/v1/jobs/:jobId', async (c) => {
    const { by, jobId } = await signed(c);
    await core.deleteJob(by, jobId);
    return c.body(null, 204);
  });

  app.get('/v1/jobs/:jobId/files/:name', async (c) => {
    const { by, jobId } = await signed(c);
    const name = parseParameter('name', c.req.param('name'), FileName);
    const file = await core.jobFile(by, jobId, name);
    const bytes = await blobs.get(file.blob);
    if (!bytes) throw new AppError('blob.missing', `the content of ${name} is not here any more`);
    return c.body(bytes, 200, {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'private, no-store',
    });
  });
}
