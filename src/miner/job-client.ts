import { JobDetail, JobList, type JobRequest, type JobRerun } from '../protocol/job.ts';
import { toAppError } from '../shared/errors.ts';
import { type SenderOptions, createSignedSender } from './signed-sender.ts';

// A customer's requests: jobs, what becomes of them, their results. All are signed by the device
// that owns them. The device has to be registered (`SignedClient.register`).

const CONTENT_TIMEOUT_MS = 120_000;
/** Uploads at the same time; the coordinator takes four. */
const UPLOADS = 3;
const UPLOAD_ATTEMPTS = 6;
const RETRY_MS = 1_000;

export interface JobClient {
  /** Coordinator's clock, learnt from `hello`. */
  learnClock(serverMs: number): void;
  /** @throws AppError `job.unsupported`, `job.item-limit`, `job.byte-limit`, `job.limit` */
  create(request: JobRequest): Promise<JobDetail>;
  /** Own jobs, newest first, and what may be ordered. */
  list(): Promise<JobList>;
  read(jobId: string): Promise<JobDetail>;
  /**
   * Sends the content that a draft waits for, some at a time, each tried a few times.
   *
   * @param content of a hash, as the list named it
   * @param onSent told how many of them are sent
   * @param signal ends it at once; what has arrived stays
   */
  upload(
    { job, missing }: Pick<JobDetail, 'job' | 'missing'>,
    content: (sha256: string) => Promise<Uint8Array<ArrayBuffer>>,
    options?: { readonly onSent?: (sent: number) => void; readonly signal?: AbortSignal },
  ): Promise<void>;
  /** @throws AppError `job.incomplete`, `job.state` */
  start(jobId: string): Promise<JobDetail>;
  /** @throws AppError `job.state` */
  cancel(jobId: string): Promise<JobDetail>;
  /** @throws AppError `job.state` where nothing is in doubt and no part is named */
  rerun(jobId: string, request: JobRerun): Promise<JobDetail>;
  /** Deletes the job and all that belongs to it. */
  remove(jobId: string): Promise<void>;
  /** Content of a result. */
  file(jobId: string, name: string): Promise<Uint8Array<ArrayBuffer>>;
}

export function createJobClient(options: SenderOptions): JobClient {
  const sender = createSignedSender(options);
  const post = (path: string, value: unknown) =>
    sender.ask({ method: 'POST', path, body: JSON.stringify(value) }, JobDetail);

  async function put(
    jobId: string,
    sha256: string,
    { body, signal }: { body: Uint8Array<ArrayBuffer>; signal: AbortSignal | undefined },
  ): Promise<void> {
    const path = `/v1/blobs/${sha256}?job=${jobId}`;
    for (let attempt = 1; ; attempt++) {
      try {
        await sender.send({ method: 'PUT', path, body, signal, timeoutMs: CONTENT_TIMEOUT_MS });
        return;
      } catch (error) {
        if (!toAppError(error).retryable || attempt === UPLOAD_ATTEMPTS) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS * attempt));
        signal?.throwIfAborted();
      }
    }
  }

  return {
    learnClock: sender.learnClock,
    create: (request) => post('/v1/jobs', request),
    list: () => sender.ask({ method: 'GET', path: '/v1/jobs' }, JobList),
    read: (jobId) => sender.ask({ method: 'GET', path: `/v1/jobs/${jobId}` }, JobDetail),
    async upload({ job, missing }, content, { onSent, signal } = {}) {
      const left = [...missing];
      let sent = 0;
      const work = async (): Promise<void> => {
        for (let sha256 = left.shift(); sha256 !== undefined; sha256 = left.shift()) {
          signal?.throwIfAborted();
          await put(job.jobId, sha256, { body: await content(sha256), signal });
          onSent?.(++sent);
        }
      };
      await Promise.all(Array.from({ length: UPLOADS }, work));
    },
    start: (jobId) => post(`/v1/jobs/${jobId}/start`, {}),
    cancel: (jobId) => post(`/v1/jobs/${jobId}/cancel`, {}),
    rerun: (jobId, request) => post(`/v1/jobs/${jobId}/rerun`, request),
    async remove(jobId) {
      await sender.send({ method: 'DELETE', path: `/v1/jobs/${jobId}` });
    },
    async file(jobId, name) {
      const path = `/v1/jobs/${jobId}/files/${encodeURIComponent(name)}`;
      const response = await sender.send({ method: 'GET', path, timeoutMs: CONTENT_TIMEOUT_MS });
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}
